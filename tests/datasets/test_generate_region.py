"""The generator: valid records, honest shares, the same for a seed, of any region and size."""

from __future__ import annotations

import dataclasses
from collections import Counter
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching import registers
from matching.datasets import Sample, generate_region, load_sample
from matching.exceptions import RegisterError
from matching.records import Contract, Employer, Jobseeker, TargetGroup, Vacancy

ON = date(2026, 1, 12)


@pytest.fixture(scope="module")
def drenthe() -> Sample:
    return load_sample()


def _records(sample: Sample) -> list[object]:
    return [
        *sample.jobseekers,
        *sample.vacancies,
        *sample.employers,
        *sample.contracts,
        *sample.truth.values(),
    ]


def _share(values: list[bool]) -> float:
    return sum(values) / len(values)


def test_same_seed_gives_the_same_records() -> None:
    """Two calls with one seed agree in every record; another seed does not."""
    first, again = (generate_region("drenthe", jobseekers=150, vacancies=60, seed=5) for _ in range(2))
    assert _records(first) == _records(again)
    other = generate_region("drenthe", jobseekers=150, vacancies=60, seed=6)
    assert other.jobseekers != first.jobseekers
    assert other.vacancies != first.vacancies


def test_all_records_are_valid(drenthe: Sample) -> None:
    """Every record passes the validation that a record read from a file goes through."""
    for record in _records(drenthe):
        assert isinstance(record, Jobseeker | Vacancy | Employer | Contract)
        assert type(record).model_validate(record.model_dump()) == record


def test_references_lead_to_records(drenthe: Sample) -> None:
    """Employers, contractors and contracts that are named are there; ids are unique and in order."""
    employers = {employer.id for employer in drenthe.employers}
    contracts = {contract.id: contract for contract in drenthe.contracts}
    assert len(contracts) == 12
    for vacancy in drenthe.vacancies:
        assert vacancy.employer in employers
        assert all(contracts[key].contractor == vacancy.employer for key in vacancy.contracts)
    assert {contract.contractor for contract in drenthe.contracts} <= employers
    assert all(person.employers_avoided <= employers for person in drenthe.jobseekers)
    ids = [person.id for person in drenthe.jobseekers]
    assert ids == sorted(set(ids))
    assert list(drenthe.truth) == ids


def test_everybody_lives_and_works_in_the_region(drenthe: Sample) -> None:
    """Postcodes are real ones of the region, in the municipality that is named with them."""
    table = registers.postcodes()
    for record in (*drenthe.jobseekers, *drenthe.vacancies):
        assert record.municipality is not None
        assert registers.region_of_municipality(record.municipality, ON).code == "AM03"
        if record.postcode is not None:
            at = int(table.positions(int(record.postcode[:4])))
            assert at >= 0
            assert table.municipality_code[at] == record.municipality


def test_people_follow_the_inhabitants(drenthe: Sample) -> None:
    """Each municipality has people in proportion to its inhabitants, within five in a hundred."""
    table = registers.postcodes()
    here = table.region_code == "AM03"
    working = sum(getattr(table, f"inhabitants_{band}").clip(0) for band in ("15_24", "25_49", "50_64"))
    counts = Counter(person.municipality for person in drenthe.jobseekers)
    assert len(counts) == 6
    for code, number in counts.items():
        expected = working[here & (table.municipality_code == code)].sum() / working[here].sum()
        assert number / len(drenthe.jobseekers) == pytest.approx(expected, abs=0.05)


def test_shares_of_groups_are_those_of_a_caseload(drenthe: Sample) -> None:
    """Status, register, permit holders and consent lie in the bands that desks know."""
    groups = [{fact.group for fact in p.protected.target_groups} for p in drenthe.truth.values()]
    income = {TargetGroup.BIJSTAND, TargetGroup.WW, TargetGroup.NUGGER, TargetGroup.VAN_WERK_NAAR_WERK}
    bands = {
        TargetGroup.BIJSTAND: (0.36, 0.48),
        TargetGroup.WW: (0.25, 0.36),
        TargetGroup.BANENAFSPRAAK: (0.13, 0.22),
        TargetGroup.STATUSHOUDER: (0.04, 0.11),
        TargetGroup.WIA_WAO: (0.03, 0.07),
        TargetGroup.LAAGGELETTERD: (0.04, 0.12),
    }
    for group, (low, high) in bands.items():
        assert low <= _share([group in mine for mine in groups]) <= high, group
    assert 0.22 <= _share([bool(mine - income) for mine in groups]) <= 0.45
    consent = [person.consent_to_share for person in drenthe.jobseekers]
    assert 0.01 <= _share([value is False for value in consent]) <= 0.035
    assert 0.015 <= _share([value is None for value in consent]) <= 0.045


def test_facts_fit_together(drenthe: Sample) -> None:
    """What one fact excludes in law or in life is not there."""
    for person in drenthe.truth.values():
        groups = {fact.group: fact for fact in person.protected.target_groups}
        assert len(groups) == len(person.protected.target_groups)
        assert not {TargetGroup.BANENAFSPRAAK, TargetGroup.BESCHUT_WERK} <= groups.keys()
        if groups.keys() & {TargetGroup.PRAKTIJKROUTE, TargetGroup.PRO_VSO, TargetGroup.WSW}:
            assert TargetGroup.BANENAFSPRAAK in groups
        if TargetGroup.STATUSHOUDER in groups:
            assert len(person.languages) > 1
        for fact in groups.values():
            assert fact.legal_ground is not None
            assert fact.valid_from is not None
            assert fact.valid_from < ON
            assert fact.as_of is None or fact.valid_from <= fact.as_of <= ON
        assert all(job.end is None or job.end <= ON for job in person.work_history)


def test_vacancies_look_like_those_of_a_desk(drenthe: Sample) -> None:
    """Most have one opening, some have many; few are reserved; wages do not fall below the minimum."""
    openings = [vacancy.openings for vacancy in drenthe.vacancies]
    assert min(openings) == 1
    assert max(openings) == 10
    assert 0.65 <= _share([number == 1 for number in openings]) <= 0.78
    assert 0.03 <= _share([bool(vacancy.reserved_for) for vacancy in drenthe.vacancies]) <= 0.08
    minimum = registers.minimum_wage_cents(21, ON)
    wages = [v.wage_eur_per_hour for v in drenthe.vacancies if v.wage_eur_per_hour is not None]
    assert all(wage * 100 >= minimum for wage in wages)
    assert 0.5 <= len(wages) / len(openings) <= 0.8
    organisations = {p.organisation for p in drenthe.jobseekers}
    assert len(organisations) >= 4
    assert "UWV" in organisations


def test_contracts_are_of_the_stated_kind(drenthe: Sample) -> None:
    """Sums, percentages, dates and value tables are realistic, and each contract has a table that exists."""
    for contract in drenthe.contracts:
        assert contract.sum_eur is not None and 300_000 <= contract.sum_eur <= 6_000_000
        assert contract.percentage in (2, 5)
        assert contract.value_table in ("haaglanden_zhc", "utrecht")
        registers.social_return_table(contract.value_table, ON)
        assert contract.end is not None and contract.end > ON
        assert contract.owed_eur is not None and 0 <= contract.realised_eur < contract.owed_eur
    served = {key for vacancy in drenthe.vacancies for key in vacancy.contracts}
    assert served == {contract.id for contract in drenthe.contracts}


def test_blanks_hide_nothing_from_the_truth(drenthe: Sample) -> None:
    """The truth has every field that a desk left blank, and codes for all occupations."""
    for person in drenthe.jobseekers:
        truth = drenthe.truth[person.id]
        assert truth.protected == person.protected
        assert all(ref.code is not None for ref in truth.wanted_occupations)
        assert len(truth.wanted_occupations) >= 1
        assert person.education_level in (None, truth.education_level)
        assert person.skills in ((), truth.skills)
    missing = _share([not person.skills for person in drenthe.jobseekers])
    assert 0.1 <= missing <= 0.25


def test_blank_profiles_change_nothing_else() -> None:
    """That share keeps only place, organisation, consent and protected facts; the rest is as before."""
    plain = generate_region("drenthe", jobseekers=200, vacancies=40, seed=3)
    blanked = generate_region("drenthe", jobseekers=200, vacancies=40, seed=3, blank_profiles=0.3)
    changed = [
        (was, now) for was, now in zip(plain.jobseekers, blanked.jobseekers, strict=True) if was != now
    ]
    assert len(changed) == 60
    kept = {"id", "postcode", "municipality", "organisation", "consultant", "consent_to_share", "protected"}
    for was, now in changed:
        assert now.model_dump(include=kept) == was.model_dump(include=kept)
        assert now.model_dump(exclude=kept) == Jobseeker(id="x").model_dump(exclude=kept)
    assert blanked.vacancies == plain.vacancies
    assert dict(blanked.truth) == dict(plain.truth)


def test_no_fact_of_a_person_is_a_name(drenthe: Sample) -> None:
    """Consultants are ids, each of one organisation."""
    staff: dict[str, set[str | None]] = {}
    for person in drenthe.jobseekers:
        assert person.consultant is not None and person.consultant.startswith("C-")
        staff.setdefault(person.consultant, set()).add(person.organisation)
    assert all(len(organisations) == 1 for organisations in staff.values())


@given(
    region=st.sampled_from([row.code for row in registers.regions(ON)]),
    jobseekers=st.integers(0, 12),
    vacancies=st.integers(0, 6),
    contracts=st.none() | st.integers(0, 3),
    seed=st.integers(0, 2**32),
)
@settings(max_examples=40, deadline=None)
def test_any_region_and_size(
    region: str, jobseekers: int, vacancies: int, contracts: int | None, seed: int
) -> None:
    """Every region and size gives as many records as asked for, all of them in the region."""
    sample = generate_region(
        region, jobseekers=jobseekers, vacancies=vacancies, contracts=contracts, seed=seed
    )
    assert (len(sample.jobseekers), len(sample.vacancies)) == (jobseekers, vacancies)
    assert sample.region == region
    if contracts is not None and vacancies:
        assert len(sample.contracts) == contracts
    for person in sample.jobseekers:
        assert registers.region_of_municipality(str(person.municipality), ON).code == region


def test_wrong_numbers_are_refused() -> None:
    """A number out of range, or a region that is not there, says which and why."""
    with pytest.raises(ValueError, match=r"jobseekers must be >= 0, got -1"):
        generate_region("drenthe", jobseekers=-1, vacancies=0)
    with pytest.raises(ValueError, match=r"blank_profiles must be in \[0, 1\]"):
        generate_region("drenthe", jobseekers=1, vacancies=0, blank_profiles=2)
    with pytest.raises(ValueError, match=r"need at least one employer"):
        generate_region("drenthe", jobseekers=1, vacancies=3, employers=0)
    with pytest.raises(ValueError, match=r"seed must be >= 0"):
        generate_region("drenthe", jobseekers=1, vacancies=3, seed=-2)
    with pytest.raises(RegisterError):
        generate_region("atlantis", jobseekers=1, vacancies=0)


def test_a_sample_cannot_be_changed(drenthe: Sample) -> None:
    """A sample and its truth are read-only."""
    with pytest.raises(dataclasses.FrozenInstanceError):
        drenthe.region = "AM01"  # type: ignore[misc]
    with pytest.raises(TypeError):
        drenthe.truth["W-1"] = drenthe.jobseekers[0]  # type: ignore[index]


@pytest.mark.slow
def test_a_hundred_thousand_people_within_a_minute() -> None:
    """A caseload of the largest kind takes less than a minute of one processor."""
    import time

    start = time.process_time()
    sample = generate_region("rijnmond", jobseekers=100_000, vacancies=20_000)
    assert time.process_time() - start < 60
    assert len(sample.truth) == 100_000
