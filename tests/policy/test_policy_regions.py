"""Regions by date, and the same jobs counted under two maps."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching import policy, registers
from matching.exceptions import NotCoveredError, RuleError

BEFORE, AFTER = date(2015, 7, 1), date(2025, 7, 1)
CODES = [row.code for row in registers.municipalities(BEFORE)]


@pytest.mark.parametrize(
    ("name", "regions"),
    [
        ("Heerde", ["AM36", "AM06", "AM06"]),
        ("Elburg", ["AM06", "AM06", "AM36"]),
        ("Olst-Wijhe", ["AM06", "AM06", "AM36"]),
        ("Uitgeest", ["AM37", "AM15", "AM15"]),
        ("Emmen", ["AM03", "AM03", "AM03"]),
    ],
)
def test_a_municipality_may_change_region_without_redivision(name: str, regions: list[str]) -> None:
    found = [policy.region_on(date(year, 6, 1), municipality=name) for year in (2015, 2020, 2025)]
    assert [row.region for row in found] == regions


def test_a_new_postcode_falls_back_to_the_municipality() -> None:
    day = date(2026, 1, 12)
    assert policy.region_on(day, postcode="9999ZZ", municipality="GM0114").by == "municipality"
    assert policy.region_on(day, postcode="7811AP").by == "postcode"
    assert policy.region_on(day, postcode="1000") is None
    assert policy.region_on(day) is None


@pytest.mark.parametrize(
    ("postcode", "day", "region", "municipality", "possible"),
    [
        ("5076", date(2019, 1, 1), "AM27", "GM0788", ["AM27"]),  # the town of Haaren, before it was divided
        ("5076", date(2021, 1, 1), "AM26", "GM0824", ["AM26"]),
        ("9601", date(2016, 1, 1), "AM01", None, ["AM01"]),  # one of three that became Midden-Groningen
        ("5061", date(2019, 1, 1), "AM26", "GM0824", ["AM26"]),  # the town of Oisterwijk
        ("5066", date(2019, 1, 1), "AM26", None, ["AM26", "AM27"]),  # Moergestel: was it Haaren?
    ],
)
def test_a_postcode_before_a_redivision_lies_where_it_did(
    postcode: str, day: date, region: str, municipality: str | None, possible: list[str]
) -> None:
    """What is open is said: every region that it may have been is there."""
    found = policy.region_on(day, postcode=postcode)
    assert found is not None
    assert (found.region, found.municipality, list(found.possible)) == (region, municipality, possible)


def test_a_postcode_that_may_have_been_anywhere_is_nowhere() -> None:
    """Vijfheerenlanden was made of municipalities of two regions: which of them had Lexmond is not known."""
    assert policy.region_on(date(2018, 1, 1), postcode="4128") is None
    with pytest.raises(NotCoveredError):
        policy.region_on(date(2014, 1, 1), postcode="4128")


def test_regions_of_ones_own_are_by_code() -> None:
    with pytest.raises(RuleError, match="custom: 'Emmen' is no code"):
        policy.region_on(date(2026, 1, 12), municipality="Emmen", custom={"Emmen": "Zuidoost"})
    with pytest.raises(RuleError, match="custom: 'GM9999' is no code"):
        policy.recount([], before=BEFORE, after=AFTER, custom={"GM9999": "Zuidoost"})


def test_a_region_of_ones_own_goes_first() -> None:
    found = policy.region_on(date(2026, 1, 12), municipality="Emmen", custom={"GM0114": "Zuidoost"})
    assert (found.region, found.by) == ("Zuidoost", "custom")


def test_a_municipality_that_is_no_more_has_no_region() -> None:
    assert policy.region_on(date(2026, 1, 12), municipality="Haaren") is None
    with pytest.raises(NotCoveredError):
        policy.region_on(date(2014, 1, 1), municipality="Haaren")


def test_crossing_a_border_is_unknown_when_a_side_is() -> None:
    day = date(2026, 1, 12)
    home = policy.region_on(day, municipality="Emmen")
    assert policy.crosses_border(home, None) is None
    assert policy.crosses_border(home, policy.region_on(day, municipality="Borger-Odoorn")) is False


def test_six_links_cross_a_region_border() -> None:
    """Since 2015 only these moved jobs over a border, and not one of them in Groningen."""
    crossing = {
        (link.old_name, link.new_name) for link in registers.redivisions() if link.crosses_region_border
    }
    assert crossing == {
        ("Haarlemmerliede en Spaarnwoude", "Haarlemmermeer"),
        ("Vianen", "Vijfheerenlanden"),
        ("Lingewaal", "West Betuwe"),
        ("Haaren", "Oisterwijk"),
        ("Haaren", "Tilburg"),
        ("Weesp", "Amsterdam"),
    }


def test_shares_that_do_not_matter_need_not_be_known() -> None:
    """Littenseradiel was split in unknown parts, all of them in one region."""
    found = policy.heirs("GM0140", date(2017, 1, 1), date(2018, 1, 1))
    assert [(heir.region, heir.share) for heir in found] == [("AM02", 1)]


def test_shares_that_matter_must_be_given() -> None:
    own = {"GM0080": "Noord"}
    with pytest.raises(RuleError, match="give shares"):
        policy.heirs("GM0140", date(2017, 1, 1), date(2018, 1, 1), custom=own)
    third = Fraction(1, 3)
    shares = {("GM0140", new): third for new in ("GM0080", "GM1900", "GM1949")}
    found = policy.heirs("GM0140", date(2017, 1, 1), date(2018, 1, 1), custom=own, shares=shares)
    assert [(heir.region, heir.share) for heir in found] == [("AM02", 2 * third), ("Noord", third)]


def test_haaren_keeps_49_2_of_100_jobs_in_its_region() -> None:
    """40.7 to Oisterwijk and 10.1 to Tilburg leave; 34.1 in Vught and 15.1 in Boxtel stay."""
    job = policy.CountedJob(id="P-1", jobs=Fraction(100), residence="GM0788")
    counted = policy.recount([job], before=date(2020, 12, 31), after=date(2021, 1, 1))
    rows = {row.region: row for row in counted.regions}
    assert rows["AM27"].counted_after == Fraction("49.2")
    assert rows["AM26"].counted_after == Fraction("50.8")
    assert {item.reason for item in counted.corrections} == {"redivision"}
    assert {item.cause for item in counted.corrections} == {"geographic"}


def groningen() -> list[policy.CountedJob]:
    """Jobs at the municipality of Groningen, of which some are lent by a joint body; Ten Boer merges too."""
    return [
        policy.CountedJob(id="own", jobs=Fraction(300), residence="GM0014", employer="E-G"),
        policy.CountedJob(id="market", jobs=Fraction(90), residence="GM0009", employer="E-M", lender="E-GR"),
        policy.CountedJob(id="lent", jobs=Fraction(80), residence="GM0014", employer="E-G", lender="E-GR"),
        policy.CountedJob(id="nowhere", jobs=Fraction(2), employer="E-G", lender="E-GR"),
    ]


def test_a_merged_employer_ends_the_count_but_not_the_jobs() -> None:
    """The Groningen correction: no job moves over a border, 80 stop counting, all of them stay."""
    merger = policy.EmployerMerger(body="E-GR", into="E-G", effective_date=date(2019, 1, 1))
    counted = policy.recount(groningen(), before=date(2018, 12, 31), after=date(2019, 1, 1), mergers=[merger])
    rows = {row.region: row for row in counted.regions}
    assert rows["AM01"].counted_before == 470
    assert rows["AM01"].jobs_after == 470
    assert (rows["AM01"].geographic, rows["AM01"].employer_identity) == (0, -80)
    assert rows["AM01"].counted_after == 390
    assert rows[policy.UNKNOWN_REGION].employer_identity == -2
    lent = next(item for item in counted.corrections if item.job == "lent")
    assert (lent.reason, lent.effective_date) == ("employer_merged", date(2019, 1, 1))


def test_a_merger_before_or_after_the_two_dates_changes_nothing() -> None:
    for year in (2018, 2020):
        merger = policy.EmployerMerger(body="E-GR", into="E-G", effective_date=date(year, 1, 1))
        counted = policy.recount(
            groningen(), before=date(2018, 12, 31), after=date(2019, 1, 1), mergers=[merger]
        )
        assert all(row.employer_identity == 0 for row in counted.regions)


@settings(max_examples=40, deadline=None)
@given(
    jobs=st.lists(
        st.tuples(st.sampled_from([*CODES, None]), st.integers(0, 400), st.booleans()), max_size=12
    ),
    attribution=st.sampled_from(["residence", "workplace"]),
)
def test_jobs_move_but_are_never_lost(
    jobs: list[tuple[str | None, int, bool]], attribution: policy.Attribution
) -> None:
    """Over the country the map changes nothing; every part of the difference is an item of the list."""
    given_jobs = [
        policy.CountedJob(
            id=str(at),
            jobs=Fraction(hundredths, 100),
            residence=code,
            workplace=code,
            employer="E",
            lender="GR" if lent else None,
        )
        for at, (code, hundredths, lent) in enumerate(jobs)
    ]
    merger = policy.EmployerMerger(body="GR", into="E", effective_date=date(2019, 1, 1))
    counted = policy.recount(
        given_jobs, before=BEFORE, after=AFTER, mergers=[merger], attribution=attribution
    )
    total = sum(job.jobs for job in given_jobs)
    assert sum(row.counted_before for row in counted.regions) == total
    assert sum(row.jobs_after for row in counted.regions) == total
    assert sum(row.geographic for row in counted.regions) == 0
    lent_jobs = sum(job.jobs for job in given_jobs if job.lender)
    assert sum(row.employer_identity for row in counted.regions) == -lent_jobs
    difference = sum(row.counted_after - row.counted_before for row in counted.regions)
    assert difference == sum(item.jobs for item in counted.corrections)


def test_one_municipality_that_was_not_there_does_not_stop_the_others() -> None:
    """GM9999 never was and Haaren is no more: both jobs stay, in no region, and each is named."""
    places = {"P-1": "GM0114", "P-2": "GM9999", "P-3": "GM0788"}
    jobs = [policy.CountedJob(id=key, jobs=Fraction(2), residence=place) for key, place in places.items()]
    counted = policy.recount(jobs, before=date(2022, 1, 1), after=date(2023, 1, 1))
    rows = {row.region: (row.counted_before, row.counted_after) for row in counted.regions}
    assert rows == {"AM03": (2, 2), policy.UNKNOWN_REGION: (4, 4)}
    assert [issue.record for issue in counted.issues] == ["P-2", "P-3"]
    assert "no municipality 'GM0788'" in counted.issues[1].en


def test_what_cannot_be_counted_says_so() -> None:
    job = policy.CountedJob(id="P-1", jobs=Fraction(1), residence="GM0788")
    with pytest.raises(RuleError, match="more than once"):
        policy.recount([job, job], before=date(2020, 1, 1), after=date(2021, 1, 1))
    with pytest.raises(RuleError, match="in order"):
        policy.recount([job], before=date(2020, 1, 1), after=date(2019, 1, 1))
    with pytest.raises(RuleError, match="in order"):
        policy.recount([], before=date(2020, 1, 1), after=date(2019, 1, 1))
    with pytest.raises(NotCoveredError):
        policy.recount([job], before=date(2014, 1, 1), after=date(2019, 1, 1))
    with pytest.raises(RuleError, match="at least 0"):
        policy.CountedJob(id="P-2", jobs=Fraction(-1))
