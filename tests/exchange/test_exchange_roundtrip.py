"""What is written reads back the same."""

from __future__ import annotations

import tempfile
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from matching.exceptions import ExchangeError
from matching.exchange import read_folder, write_csv, write_folder
from matching.exchange._bsn import mask_bsn
from matching.exchange._values import ERROR_TEXTS, fold, missing, no_value
from matching.records import (
    Benefit,
    CertificateDemand,
    Claim,
    Contract,
    ContractKind,
    EducationLevel,
    EducationStatus,
    Employer,
    EmployerSector,
    FunctionalItem,
    Jobseeker,
    LanguageLevel,
    LanguageMode,
    Licence,
    LicenceDemand,
    OccupationRef,
    Placement,
    PlacementStatus,
    ProtectedFacts,
    Shift,
    Support,
    TargetGroup,
    TargetGroupFact,
    TravelMode,
    Vacancy,
    Weekday,
    WorkExperience,
)

CODES = ("2512.4", "http://data.europa.eu/esco/occupation/f2b15a0e-e65a-438a-affb-29b9d50b77d1")


def _is_plain(text: str) -> bool:
    """Whether a text says something, and is no code: the others are read as what they mean."""
    words = missing() | no_value() | missing("sector")
    is_code = text.replace(".", "").isdigit() or text.startswith(("http", "[{"))
    return bool(text.strip()) and not (
        fold(text) in words or text.strip() in ERROR_TEXTS or is_code or mask_bsn(text) != text
    )


letters = st.characters(exclude_categories=["Cs"], exclude_characters="\0")
texts = st.text(letters, min_size=1, max_size=12).map(str.strip).filter(_is_plain)
ids = st.text("ABCWV-0123", min_size=1, max_size=6).map("X{}".format)
dates = st.dates(date(1950, 1, 1), date(2100, 1, 1))
hours = st.floats(0, 60)
cents = st.integers(0, 10**9).map(lambda n: Decimal(n) / 100)
maybe = st.none()


def optional(strategy):
    """A value, or unknown."""
    return maybe | strategy


def some(enum):
    """A set of values, or unknown."""
    return optional(st.frozensets(st.sampled_from(enum)))


def span(strategy):
    """Two bounds in order, either of them open."""
    return st.tuples(optional(strategy), optional(strategy)).map(
        lambda pair: pair if None in pair else tuple(sorted(pair))
    )


titles = texts.map(lambda text: OccupationRef(title=text))
refs = titles | st.sampled_from(CODES).map(lambda code: OccupationRef(code=code))
refs |= st.builds(OccupationRef, title=texts, code=st.sampled_from(CODES))
listed = st.lists(texts, max_size=3).map(tuple)
modes = st.dictionaries(st.sampled_from(LanguageMode), st.sampled_from(LanguageLevel), min_size=1)
languages = st.dictionaries(st.sampled_from(["nld", "ara", "tir", "eng"]), modes)
levels = st.dictionaries(st.sampled_from(FunctionalItem), st.integers(0, 3))
further = st.dictionaries(
    st.from_regex(r"[a-z]{1,6}", fullmatch=True),
    st.booleans()
    | st.integers(-(10**7), 10**7)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.dates()
    | texts,
    max_size=2,
)


@st.composite
def jobs(draw):
    """A job held, with or without dates."""
    start, end = draw(span(dates))
    return WorkExperience(occupation=draw(refs), start=start, end=end)


@st.composite
def facts(draw):
    """Facts on different target groups."""
    groups = draw(st.lists(st.sampled_from(TargetGroup), unique=True, max_size=2))
    made = []
    for group in groups:
        first, last = draw(span(dates))
        source, ground = draw(optional(texts)), draw(optional(texts))
        made.append(
            TargetGroupFact(
                group=group,
                source=source,
                as_of=draw(optional(dates)),
                legal_ground=ground,
                valid_from=first,
                valid_until=last,
            )
        )
    return tuple(made)


@st.composite
def jobseekers(draw, **fixed):
    """People with any field known or unknown."""
    least, most = draw(span(hours))
    first, last = draw(span(dates))
    age = draw(optional(st.integers(0, 120)))
    protected = ProtectedFacts(
        target_groups=draw(facts()),
        benefit=draw(optional(st.sampled_from(Benefit))),
        benefit_since=draw(optional(dates)),
        former_wage_eur_per_hour=draw(optional(cents)),
        former_level=draw(optional(st.sampled_from(EducationLevel))),
        wage_value=draw(optional(st.floats(0, 1))),
        integration_hours_per_week=draw(optional(hours)),
        integration_days=draw(some(Weekday)),
        birth_date=draw(optional(dates)),
        age=age,
        age_on=None if age is None else draw(dates),
    )
    return Jobseeker(
        id=draw(ids),
        postcode=draw(optional(st.sampled_from(["7811", "7811AP"]))),
        municipality=draw(optional(st.sampled_from(["GM0114", "GM0109"]))),
        organisation=draw(optional(texts)),
        consultant=draw(optional(texts)),
        wanted_occupations=tuple(draw(st.lists(refs, max_size=3))),
        work_history=tuple(draw(st.lists(jobs(), max_size=2))),
        skills=draw(listed),
        education_level=draw(optional(st.sampled_from(EducationLevel))),
        education_status=draw(optional(st.sampled_from(EducationStatus))),
        certificates=draw(optional(listed)),
        driving_licences=draw(some(Licence)),
        languages=draw(languages),
        hours_min=least,
        hours_max=most,
        available_from=first,
        available_until=last,
        days=draw(some(Weekday)),
        shifts=draw(some(Shift)),
        travel_minutes_max=draw(optional(st.floats(0, 300))),
        travel_km_max=draw(optional(st.floats(0, 400))),
        travel_modes=draw(some(TravelMode)),
        contract_kinds=draw(some(ContractKind)),
        wage_floor_eur_per_hour=draw(optional(cents)),
        support_needed=draw(some(Support)),
        sectors_wished=draw(listed),
        employers_avoided=draw(st.frozensets(ids, max_size=2)),
        consent_to_share=draw(optional(st.booleans())),
        functional_limits=draw(levels),
        protected=protected,
        further=draw(further),
    )


@st.composite
def vacancies(draw):
    """Vacancies with any field known or unknown."""
    least, most = draw(span(hours))
    first, last = draw(span(dates))
    names = draw(st.lists(texts, unique=True, max_size=2))
    categories = draw(st.lists(st.sampled_from(Licence), unique=True, max_size=2))
    return Vacancy(
        id=draw(ids),
        employer=draw(optional(ids)),
        occupation=draw(optional(titles)),
        text=draw(optional(texts)),
        skills_asked=draw(listed),
        skills_welcome=draw(listed),
        work_level_min=draw(optional(st.sampled_from(EducationLevel))),
        experience_years_min=draw(optional(st.floats(0, 60))),
        certificates=tuple(CertificateDemand(name=n, legally_required=draw(st.booleans())) for n in names),
        licences=tuple(LicenceDemand(category=c, legally_required=draw(st.booleans())) for c in categories),
        languages=draw(languages),
        language_on_the_job=draw(optional(st.booleans())),
        hours_min=least,
        hours_max=most,
        start=first,
        end=last,
        closing_date=draw(optional(dates)),
        days=draw(some(Weekday)),
        shifts=draw(some(Shift)),
        contract_kind=draw(optional(st.sampled_from(ContractKind))),
        permanent=draw(optional(st.booleans())),
        school_day=draw(optional(st.sampled_from(Weekday))),
        mentor_places=draw(optional(st.integers(0, 99))),
        wage_eur_per_hour=draw(optional(cents)),
        postcode=draw(optional(st.just("7811AP"))),
        municipality=draw(optional(st.just("GM0114"))),
        sector=draw(optional(texts)),
        openings=draw(st.integers(0, 10_000)),
        demands=draw(levels),
        support_offered=draw(some(Support)),
        adaptations_offered=draw(st.frozensets(st.sampled_from(FunctionalItem))),
        reserved_for=draw(st.frozensets(st.sampled_from(TargetGroup))),
        organisation=draw(optional(texts)),
        contracts=tuple(draw(st.lists(ids, max_size=2))),
        further=draw(further),
    )


@st.composite
def contracts(draw):
    """Contracts with any field known or unknown."""
    first, last = draw(span(dates))
    return Contract(
        id=draw(ids),
        contractor=draw(optional(ids)),
        authority=draw(optional(texts)),
        sum_eur=draw(optional(cents)),
        percentage=draw(optional(st.decimals(0, 100, places=3))),
        obligation_eur=draw(optional(cents)),
        start=first,
        end=last,
        base_kind=draw(optional(st.sampled_from(["contract_sum", "wage_sum", "iets anders"]))),
        value_table=draw(optional(texts)),
        pso_level=draw(optional(texts)),
        realised_eur=draw(cents),
    )


employers = st.builds(
    Employer,
    id=ids,
    name=optional(texts),
    group=optional(texts),
    sector=optional(st.sampled_from(EmployerSector)),
    industry=optional(st.from_regex(r"[0-9]{2}", fullmatch=True).filter(lambda text: text != "00")),
    size=optional(st.integers(0, 10**6)),
    further=further,
)
placements = st.builds(
    Placement,
    id=ids,
    jobseeker=ids,
    vacancy=ids,
    start=optional(dates),
    hours_per_week=optional(hours),
    status=st.sampled_from(PlacementStatus),
)
claims = st.builds(Claim, id=ids, placement=ids, contract=ids, months=st.floats(0, 999))

KINDS = {
    "jobseekers": jobseekers(),
    "vacancies": vacancies(),
    "employers": employers,
    "contracts": contracts(),
    "placements": placements,
    "claims": claims,
}


@pytest.mark.parametrize("kind", KINDS)
@given(data=st.data())
@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
def test_records_that_are_written_read_back_the_same(kind, data):
    """Every field of every kind survives the way out and back in, without one doubt."""
    records = data.draw(st.lists(KINDS[kind], min_size=1, max_size=2, unique_by=lambda record: record.id))
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / f"{kind}.csv"
        write_csv(records, file)
        batch = read_folder(file)
    assert list(getattr(batch, kind)) == records
    assert batch.rows_read == batch.rows_accepted == len(records)
    assert not batch.issues.n("refused")


def test_a_batch_is_written_as_a_folder(tmp_path):
    """All kinds and the reference date come back from a folder."""
    files = tmp_path / "in"
    files.mkdir()
    (files / "a.csv").write_text("Klantnummer;Gewenst beroep;Leeftijd\nW-1;kok;40\n")
    (files / "b.csv").write_text("Vacaturenummer;Functie;Werkgever\nV-1;kok;E-1\n")
    (files / "market.toml").write_text("on = 2026-01-12")
    batch = read_folder(files)
    write_folder(batch, tmp_path / "out")
    again = read_folder(tmp_path / "out")
    assert (again.jobseekers, again.vacancies, again.on) == (batch.jobseekers, batch.vacancies, batch.on)


def test_records_of_two_kinds_are_not_one_file(tmp_path):
    """A file holds one kind, and at least one record."""
    for records in ([], [Employer(id="E-1"), Contract(id="C-1")]):
        with pytest.raises(ExchangeError, match="one kind"):
            write_csv(records, tmp_path / "a.csv")
