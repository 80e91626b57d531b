"""The exports: reproducible bytes, every promised file and fault, and records that come back as they were."""

from __future__ import annotations

import tomllib
import zipfile
from collections import Counter
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from matching.constraints import Quota, SocialReturn, read_constraints
from matching.datasets import Fault, Sample, generate_region, sample_folder, write_exports, write_sample
from matching.datasets._faults import CONTRACTS, EMPLOYERS, GROUPS, PEOPLE, VACANCIES, bsn_like
from matching.exceptions import MarketError
from matching.exchange import Batch, read_folder
from matching.records import Benefit, Jobseeker, LanguageMode, TargetGroup

if TYPE_CHECKING:
    from pathlib import Path

ON = date(2026, 1, 12)
FILES = {
    "constraints.toml",
    "contracten.xlsx",
    "doelgroepen.csv",
    "market.toml",
    "sonar_export_uwv.xlsx",
    "vacatures.xlsx",
    "vacatures_uwv.csv",
    "werkgevers.csv",
    "werkzoekenden_emmen.csv",
    "werkzoekenden_hoogeveen.csv",
    "werkzoekenden_uwv.csv",
}


@pytest.fixture(scope="module")
def sample() -> Sample:
    return generate_region("drenthe", jobseekers=600, vacancies=260, contracts=12, seed=4)


@pytest.fixture(scope="module")
def messy(sample: Sample, tmp_path_factory: pytest.TempPathFactory) -> tuple[tuple[Fault, ...], Batch]:
    folder = tmp_path_factory.mktemp("messy")
    return write_exports(sample, folder), read_folder(folder)


@pytest.fixture(scope="module")
def plain(sample: Sample, tmp_path_factory: pytest.TempPathFactory) -> Batch:
    folder = tmp_path_factory.mktemp("plain")
    assert write_exports(sample, folder, messy=False) == ()
    return read_folder(folder)


def _by_id(records: tuple[Any, ...]) -> dict[str, Any]:
    return {record.id: record for record in records}


def _parts(path: Path) -> dict[str, bytes]:
    """Content of a file: of a workbook its parts, for how they are compressed is up to the machine."""
    if path.suffix != ".xlsx":
        return {"": path.read_bytes()}
    with zipfile.ZipFile(path) as book:
        return {name: book.read(name) for name in book.namelist()}


def _is_in_sonar(person: Jobseeker) -> bool:
    since = person.protected.benefit_since
    recent = since is not None and since > ON - timedelta(days=183)
    return person.organisation == "UWV" and person.protected.benefit == Benefit.WW and recent


def _assert_people_came_back(sample: Sample, batch: Batch, broken: set[str]) -> None:
    found = _by_id(batch.jobseekers)
    for person in sample.jobseekers:
        if person.id in broken:
            continue
        came = found[person.id]
        groups = {fact.group for fact in person.protected.target_groups}
        assert {fact.group for fact in came.protected.target_groups} == groups
        if not _is_in_sonar(person):
            assert came == person
            continue
        for field in ("postcode", "municipality", "organisation", "consultant", "driving_licences"):
            assert getattr(came, field) == getattr(person, field), field
        for field in ("hours_max", "education_level", "consent_to_share"):
            assert getattr(came, field) == getattr(person, field), field
        titles = [ref.title for ref in came.wanted_occupations]
        assert titles == [ref.title for ref in person.wanted_occupations[:1]]
        assert came.skills == ()
        assert set(came.languages.get("nld", {})) <= {LanguageMode.SPEAKING, LanguageMode.WRITING}


def _assert_work_came_back(sample: Sample, batch: Batch, broken: set[str]) -> None:
    vacancies, employers = _by_id(batch.vacancies), _by_id(batch.employers)
    for vacancy in sample.vacancies:
        if vacancy.id in broken:
            continue
        came = vacancies[vacancy.id]
        if vacancy.hours_max is None:
            # A range without a highest number cannot be written.
            came = came.model_copy(update={"hours_min": vacancy.hours_min})
        assert came == vacancy
    for employer in sample.employers:
        assert employer.id in broken or employers[employer.id] == employer
    assert batch.contracts == sample.contracts


def test_plain_exports_give_back_every_record(sample: Sample, plain: Batch) -> None:
    """Without mess, all rows are read and every field that a file carries is what it was."""
    assert plain.rows_read == plain.rows_accepted
    assert plain.on == sample.on
    _assert_people_came_back(sample, plain, set())
    _assert_work_came_back(sample, plain, set())


def test_messy_exports_give_back_every_sound_record(
    sample: Sample, messy: tuple[tuple[Fault, ...], Batch]
) -> None:
    """Rows that were not broken are read as they were, in spite of fillers and several spellings."""
    faults, batch = messy
    broken = {fault.record for fault in faults}
    _assert_people_came_back(sample, batch, broken)
    _assert_work_came_back(sample, batch, broken)


def test_target_group_facts_keep_source_and_date(sample: Sample, plain: Batch) -> None:
    """The side table brings back each fact with who said so, when and on which ground."""
    found = _by_id(plain.jobseekers)
    for person in sample.jobseekers:
        assert set(person.protected.target_groups) <= set(found[person.id].protected.target_groups)


def test_every_kind_of_fault_occurs_and_is_found(messy: tuple[tuple[Fault, ...], Batch]) -> None:
    """Each fault that is listed was made in at least one row, few rows are broken, and the reader sees it."""
    faults, batch = messy
    kinds = Counter(fault.kind for fault in faults)
    for table in (PEOPLE, VACANCIES, EMPLOYERS, CONTRACTS, GROUPS):
        assert set(table) <= set(kinds)
    seen = batch.issues.by_rule()
    for rule in (
        "bsn_column",
        "bsn_in_text",
        "cell",
        "code",
        "date",
        "fact_without_record",
        "id_missing",
        "id_twice",
        "number",
        "personal",
        "ragged_row",
        "range",
        "title_rows",
        "two_digit_year",
        "value",
    ):
        assert seen.get(f"exchange.{rule}", 0) >= 1, rule


def test_every_encoding_occurs(messy: tuple[tuple[Fault, ...], Batch]) -> None:
    """The folder has cp1252, UTF-8 with and without a mark, UTF-16 and workbooks."""
    encodings = {source.encoding for source in messy[1].sources}
    assert {"cp1252", "utf-8", "utf-16-le", None} <= encodings
    assert {source.sheet for source in messy[1].sources} >= {"Blad 1", "Vacatures", "SROI en doelgroepen"}


def test_the_same_sample_gives_the_same_bytes(sample: Sample, tmp_path: Path) -> None:
    """Writing twice gives the same files; another seed makes another mess."""
    for name in ("one", "two"):
        write_exports(sample, tmp_path / name, seed=1)
    write_exports(sample, tmp_path / "other", seed=2)
    for path in (tmp_path / "one").iterdir():
        assert path.read_bytes() == (tmp_path / "two" / path.name).read_bytes(), path.name
    first, other = ((tmp_path / name / "werkzoekenden_emmen.csv").read_bytes() for name in ("one", "other"))
    assert first != other


def test_shipped_folder_is_what_the_command_writes(tmp_path: Path) -> None:
    """The folder in the package equals a rebuild, part by part, and stays under three megabytes."""
    shipped = sample_folder("drenthe")
    write_sample(tmp_path)
    assert {path.name for path in shipped.iterdir()} == FILES
    assert {path.name for path in tmp_path.iterdir()} == FILES
    for name in FILES:
        assert _parts(tmp_path / name) == _parts(shipped / name), name
    assert sum(path.stat().st_size for path in shipped.iterdir()) < 3_000_000


def test_shipped_folder_reads_as_promised() -> None:
    """Of 2,000 people and 800 vacancies nearly all are read, of at least four organisations, on the date."""
    batch = read_folder(sample_folder("drenthe"))
    assert batch.on == ON
    assert 1950 <= len(batch.jobseekers) <= 2000
    assert 780 <= len(batch.vacancies) <= 800
    assert len(batch.contracts) == 12
    assert len({person.organisation for person in batch.jobseekers} - {None}) >= 4
    assert batch.rows_read == batch.rows_accepted + len(batch.quarantine)
    assert 0.005 <= len(batch.quarantine) / batch.rows_read <= 0.03


def test_shipped_promises_are_well_formed() -> None:
    """There are 12 contracts and at least 22 quotas, each on a group with its ground, in all three units."""
    promises = read_constraints(sample_folder("drenthe") / "constraints.toml")
    quotas = [promise for promise in promises if isinstance(promise, Quota)]
    owed = [promise for promise in promises if isinstance(promise, SocialReturn)]
    assert len(owed) == 12
    assert len(quotas) >= 22
    assert all(quota.legal_ground for quota in quotas if quota.group)
    assert {quota.unit for quota in quotas} == {"heads", "hours", "jobs"}
    assert any(quota.at_most is not None for quota in quotas)
    assert {quota.priority for quota in quotas} == {1, 2, 3}


def test_settings_hold_date_and_region() -> None:
    """The reference date and the region stand in market.toml."""
    text = (sample_folder("Drenthe") / "market.toml").read_text(encoding="utf-8")
    assert tomllib.loads(text) == {"on": ON, "region": "AM03"}


def test_citizen_service_numbers_belong_to_nobody() -> None:
    """The invented numbers pass the eleven-test, differ, and begin with digits that were never issued."""
    numbers = [number for number, _ in zip(bsn_like(0), range(2000), strict=False)]
    assert len(set(numbers)) == 2000
    weights = (9, 8, 7, 6, 5, 4, 3, 2, -1)
    for number in numbers:
        assert number.startswith("9999")
        assert sum(w * int(d) for w, d in zip(weights, number, strict=True)) % 11 == 0


def test_no_column_holds_a_name_or_an_address() -> None:
    """Columns for names, addresses and contact are empty in the SONAR export, as SONAR has them."""
    from python_calamine import CalamineWorkbook

    book = CalamineWorkbook.from_path(str(sample_folder("drenthe") / "sonar_export_uwv.xlsx"))
    headings, *rows = book.get_sheet_by_name("Blad 1").to_python()
    assert len([heading for heading in headings if heading]) == 35
    for name in ("Volledige Naam", "Telefoonnummer", "E-mailadres", "Straatnaam", "Huisnummer"):
        assert not any(
            str(row[headings.index(name)]).strip(" -?") not in ("", "NNB", "onbekend") for row in rows
        )


@pytest.mark.parametrize(("jobseekers", "vacancies"), [(0, 0), (0, 1), (1, 0), (3, 2)])
def test_any_size_can_be_written_and_read(tmp_path: Path, jobseekers: int, vacancies: int) -> None:
    """A sample with hardly anybody, or nobody, is written to files that can be read."""
    sample = generate_region("AM13", jobseekers=jobseekers, vacancies=vacancies)
    write_exports(sample, tmp_path, messy=False)
    batch = read_folder(tmp_path)
    assert (len(batch.jobseekers), len(batch.vacancies)) == (jobseekers, vacancies)
    read_constraints(tmp_path / "constraints.toml")


def test_an_unknown_folder_is_refused() -> None:
    """A region that is not shipped says which are, and how to make one."""
    with pytest.raises(MarketError, match=r"shipped are drenthe\. generate_region makes any region"):
        sample_folder("groningen")


def test_every_group_has_a_word() -> None:
    """The words of the exports cover every value that a record can hold."""
    from matching import records
    from matching.datasets._words import words

    lists: dict[str, Any] = {
        "education_level": records.EducationLevel,
        "education_status": records.EducationStatus,
        "language_level": records.LanguageLevel,
        "language_mode": records.LanguageMode,
        "weekday": records.Weekday,
        "shift": records.Shift,
        "travel_mode": records.TravelMode,
        "contract_kind": records.ContractKind,
        "support": records.Support,
        "functional_item": records.FunctionalItem,
        "target_group": TargetGroup,
        "benefit": records.Benefit,
        "employer_sector": records.EmployerSector,
    }
    for name, values in lists.items():
        assert set(words(name)) == {str(value) for value in values}, name
