"""Regions, municipalities and redivisions: one map for each date."""

from collections import Counter
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching import registers
from matching.exceptions import NotCoveredError, RegisterError

TODAY = date(2026, 3, 1)
DATES = [date(year, month, 1) for year in range(2015, 2027) for month in (1, 4, 12)]


@pytest.mark.parametrize("on", DATES, ids=str)
def test_every_date_has_a_whole_map(on):
    """On any date each municipality has one code, one name and a known region, and each region has some."""
    rows = registers.municipalities(on)
    regions = {region.code for region in registers.regions(on)}
    assert len({row.code for row in rows}) == len({row.name for row in rows}) == len(rows)
    assert {row.region_code for row in rows} == regions
    assert len(regions) == 35


@pytest.mark.parametrize(("year", "edition"), [(2019, 2020), (2024, 2025)])
def test_redivisions_lead_from_one_edition_to_the_next(year, edition):
    """The map on the last day before an edition, and its redivisions, is the map of the edition."""
    before = {row.code for row in registers.municipalities(date(year, 12, 31))}
    for link in registers.redivisions(date(edition, 1, 1), date(edition, 1, 2)):
        before = (before - {link.old_code}) | {link.new_code}
    assert before == {row.code for row in registers.municipalities(date(edition, 1, 1))}


@pytest.mark.parametrize(
    ("on", "edition"),
    [
        (date(2015, 1, 1), 2015),
        (date(2019, 12, 31), 2015),
        (date(2020, 1, 1), 2020),
        (date(2024, 12, 31), 2020),
        (date(2025, 1, 1), 2025),
        (date(2031, 1, 1), 2025),
    ],
)
def test_a_date_uses_the_latest_edition_not_after_it(on, edition):
    """Which edition answered is in the row."""
    assert registers.municipality("Emmen", on).year == edition
    assert edition in registers.EDITIONS


@pytest.mark.parametrize(
    "look_up",
    [registers.municipalities, registers.regions, lambda on: registers.municipality("Emmen", on)],
)
def test_before_2015_is_not_covered(look_up):
    """A date before the first edition raises and says from when the table is known."""
    with pytest.raises(NotCoveredError, match="2015-01-01"):
        look_up(date(2014, 12, 31))


@pytest.mark.parametrize("on", [date(2015, 6, 1), date(2020, 6, 1), TODAY], ids=str)
def test_every_name_and_code_finds_its_own_row(on):
    """Official names and codes are never ambiguous."""
    for row in registers.municipalities(on):
        assert registers.municipality(row.name, on) is row
        assert registers.municipality(row.code, on) is row
        assert registers.municipality(row.code.removeprefix("GM").lstrip("0"), on) is row


@pytest.mark.parametrize(
    ("spelling", "code"),
    [
        ("Den Haag", "GM0518"),
        ("'s Gravenhage", "GM0518"),
        ("DEN BOSCH", "GM0796"),
        ("Hengelo", "GM0164"),
        ("Bergen (L)", "GM0893"),
        ("Bergen NH", "GM0373"),
        ("Sudwest Fryslan", "GM1900"),
        ("Nuenen c.a.", "GM0820"),
        ("gemeente Emmen", "GM0114"),
        ("Gemeente Groningen", "GM0014"),
        ("Alphen a/d Rijn", "GM0484"),
        ("De Friese Meren", "GM1940"),
        ("gm0114 ", "GM0114"),
    ],
)
def test_common_spellings_are_understood(spelling, code):
    """What people write finds the municipality."""
    assert registers.municipality(spelling, TODAY).code == code


def test_the_spellings_point_at_municipalities_of_today():
    """No alias is left behind by a redivision."""
    from matching.registers._municipalities import _SPELLINGS

    today = {row.code for row in registers.municipalities(TODAY)}
    assert set(_SPELLINGS.values()) <= today


def test_a_name_of_two_municipalities_is_not_guessed():
    """An ambiguous name raises and names both."""
    with pytest.raises(RegisterError, match=r"Bergen \(NH\.\).*Bergen \(L\.\)"):
        registers.municipality("Bergen", TODAY)


@pytest.mark.parametrize(
    ("key", "hint"),
    [
        ("Hogeveen", "Hoogeveen"),
        ("Haaren", "Boxtel and Oisterwijk and Tilburg and Vught"),
        ("GM0018", "Midden-Gron"),
    ],
)
def test_an_unknown_municipality_names_the_way_out(key, hint):
    """The error names the nearest name, or what the municipality became."""
    with pytest.raises(RegisterError, match=hint):
        registers.municipality(key, TODAY)


def test_a_municipality_exists_from_its_redivision_on():
    """Vianen belonged to Midden-Utrecht until it joined Vijfheerenlanden, which belongs to Gorinchem."""
    assert registers.region_of_municipality("GM0620", date(2018, 12, 31)).code == "AM13"
    assert registers.region_of_municipality("GM1961", date(2019, 1, 1)).code == "AM35"
    with pytest.raises(RegisterError):
        registers.municipality("GM1961", date(2018, 12, 31))


def test_redivisions_hold_what_the_correction_needs():
    """Six links cross a region border, and the parts of Haaren add up to the whole."""
    links = registers.redivisions()
    assert sum(link.crosses_region_border for link in links) == 6
    haaren = {link.new_name: link.share for link in links if link.old_name == "Haaren"}
    assert haaren == {"Oisterwijk": 0.407, "Vught": 0.341, "Boxtel": 0.151, "Tilburg": 0.101}
    assert all(link.share == 1.0 for link in links if link.relation == "merge")
    assert [link.share for link in links if link.old_name == "Littenseradiel"] == [None] * 3
    assert Counter(link.effective_date.year for link in links)[2024] == 0


def test_redivisions_are_cut_to_a_half_open_period():
    """The first day belongs to the period, the last does not."""
    day = date(2021, 1, 1)
    assert (
        registers.redivisions(before=day) + registers.redivisions(on_or_after=day) == registers.redivisions()
    )
    assert all(link.effective_date < day for link in registers.redivisions(before=day))


@pytest.mark.parametrize(
    ("key", "code"), [("drenthe", "AM03"), ("am03", "AM03"), ("IJsselvechtstreek", "AM36")]
)
def test_regions_go_by_code_and_by_former_name(key, code):
    """Capitals and the name of 2015 do not matter."""
    assert registers.region(key).code == code


def test_the_drenthe_region_is_not_the_province():
    """Six of the municipalities in the province belong to the region."""
    drenthe = [row.name for row in registers.municipalities(TODAY) if row.region_code == "AM03"]
    assert len(drenthe) == 6
    assert registers.region("AM03").centre_municipality == registers.municipality("Emmen", TODAY).code
    assert registers.region_of_municipality("Assen", TODAY).name == "Groningen"


@given(st.text(max_size=12))
def test_any_text_is_answered_or_refused_in_words(key):
    """No key breaks a look-up in another way than RegisterError."""
    for look_up in (registers.region, lambda text: registers.municipality(text, TODAY)):
        try:
            look_up(key)
        except RegisterError as error:
            assert str(error).endswith(".")
