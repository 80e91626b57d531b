"""Cells: numbers, euros, dates, words of lists, lists, languages, jobs."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

import pytest

from matching.exchange import _cells as cells
from matching.exchange import _compound as compound
from matching.exchange import _dates as dates
from matching.exchange import _numbers as numbers
from matching.exchange import _words as words
from matching.exchange._cells import CellError
from matching.exchange._fields import division, postcode
from matching.exchange._further import further_value


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("32", 32.0),
        ("32,5", 32.5),
        ("32.5", 32.5),
        (" 32 uur", 32.0),
        ("32 uur per week", 32.0),
        ("1.234,5", 1234.5),
        ("1,234,567", 1234567.0),
        ("-3", -3.0),
        ("1e3", 1000.0),
        (7.0, 7.0),
        ("", None),
        ("NNB", None),
        ("??", None),
        ("n.v.t.", None),
    ],
)
def test_numbers_are_read_as_they_are_written_here(cell, value):
    """Decimal comma or point, units, and the words for unknown."""
    assert numbers.number(numbers.HOURS)(cell) == value


@pytest.mark.parametrize(
    "cell",
    ["veel", "12-16", "30 min", "2500 per maand", "1,2,3", "inf", "1_000", "٣", "--5", date(2026, 1, 1)],
)
def test_what_is_no_number_is_never_guessed(cell):
    """Ranges, words and the numbers of other notations are no number."""
    with pytest.raises(CellError):
        numbers.number(numbers.HOURS)(cell)


def test_a_unit_counts_for_what_it_is():
    """An hour and a half of travel is ninety minutes, half a year of experience six months."""
    assert numbers.number(numbers.MINUTES)("1,5 uur") == 90
    assert numbers.number(numbers.YEARS)("6 maanden") == 0.5
    assert numbers.number(numbers.KILOMETRES)("25km") == 25
    with pytest.raises(CellError):
        numbers.euros("2.500 per maand")


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("€ 14,50", "14.50"),
        ("14.5", "14.50"),
        ("EUR 1.250.000", "1250000.00"),
        ("1.250", "1250.00"),
        ("1,250", "1250.00"),
        ("€ 2.500,-", "2500.00"),
        ("1 250 000,75", "1250000.75"),
        ("14,50 per uur", "14.50"),
        (14.125, "14.13"),
        (1.25, "1.25"),
        (1234.0, "1234.00"),
    ],
)
def test_euros_are_read_to_the_cent(cell, value):
    """Three digits after the only point or comma are thousands; a number of a workbook is what it is."""
    assert numbers.euros(cell) == Decimal(value)


@pytest.mark.parametrize(
    "cell",
    [
        "12-1-2026",
        "12/01/2026",
        "12.1.2026",
        "12 januari 2026",
        "12 jan. 2026",
        "12-jan-2026",
        "12 January 2026",
        "2026-01-12",
        "20260112",
        "2026-01-12T00:00:00",
        "12-1-2026 09:30",
        "46034",
        46034.0,
        date(2026, 1, 12),
        datetime(2026, 1, 12, 9, 30),
    ],
)
def test_one_day_is_written_in_many_ways(cell):
    """Dutch, ISO and Excel dates are the same day; the day comes before the month."""
    assert dates.day(cell) == date(2026, 1, 12)


@pytest.mark.parametrize(
    ("cell", "rule"),
    [
        ("12-1-26", "exchange.two_digit_year"),
        ("12 jan 26", "exchange.two_digit_year"),
        ("31-02-2026", "exchange.date"),
        ("01/25/2026", "exchange.date"),
        ("binnenkort", "exchange.date"),
        ("2026", "exchange.date"),
        (12.0, "exchange.date"),
        ("31-12-9999", "exchange.open_date"),
        ("01-01-1900", "exchange.open_date"),
    ],
)
def test_an_impossible_or_unclear_date_is_unknown(cell, rule):
    """What is no clear date has a finding of its own kind."""
    with pytest.raises(CellError) as caught:
        dates.day(cell)
    assert caught.value.rule.code == rule


@pytest.mark.parametrize(
    ("cell", "value"),
    [("Ja", True), ("1", True), (1.0, True), ("x", True), ("nee", False), ("2", False), (2.0, False)]
    + [(word, None) for word in ("0", "", "onbekend", "nnb", "??", "-", 0.0, "8")],
)
def test_zero_is_unknown_and_two_is_no(cell, value):
    """Yes and no as VUM and people write them; unknown is a third answer."""
    assert words.yes_no(cell) is value


def test_what_is_neither_yes_nor_no_is_doubted():
    """A third word is no answer."""
    with pytest.raises(CellError):
        words.yes_no("misschien")


@pytest.mark.parametrize(
    ("name", "cell", "value"),
    [
        ("education_level", "4", "mbo"),
        ("education_level", 4.0, "mbo"),
        ("education_level", "MBO niveau 3", "mbo"),
        ("education_level", "9", None),
        ("work_level", "1", "none"),
        ("work_level", "4", "mbo"),
        ("work_level", "7", None),
        ("language_level", "2", "A2"),
        ("language_level", "8", None),
        ("licence", "B+", "B+"),
        ("licence", "b+e", "BE"),
        ("target_group", "50+", "50plus"),
        ("contract_kind", "04", "work_experience"),
        ("weekday", "wo", "wednesday"),
    ],
)
def test_codes_and_words_of_lists(name, cell, value):
    """Codes of VUM, words of practice, and the codes that say nothing."""
    assert words.one_of(name)(cell) == value


def test_an_unknown_code_names_the_nearest_valid_one():
    """The finding shows the code and what it may have meant, and reads nothing."""
    with pytest.raises(CellError) as caught:
        words.one_of("education_level")("mboo")
    assert "'mbo'" in caught.value.rule.en.format(**caught.value.values)


def test_a_code_on_health_or_income_is_not_shown():
    """Of a target group, benefit or limit the finding says the list only."""
    for name in ("target_group", "benefit", "functional_item"):
        with pytest.raises(CellError) as caught:
            words.one_of(name)("geheim woord")
        assert "geheim" not in caught.value.rule.en.format(**caught.value.values)


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("ma, di en wo", {"monday", "tuesday", "wednesday"}),
        ("ma t/m vr", {"monday", "tuesday", "wednesday", "thursday", "friday"}),
        ("ma-wo; za", {"monday", "tuesday", "wednesday", "saturday"}),
        ("geen", set()),
        ("", None),
        ("onbekend", None),
    ],
)
def test_sets_of_days(cell, value):
    """Runs and spans of days; none is something else than unknown."""
    assert words.some_of("weekday")(cell) == (None if value is None else frozenset(value))


def test_licences_are_split_at_any_mark():
    """``B,BE,CE`` and ``B/BE`` are sets; a B+ is not a B."""
    read = words.some_of("licence")
    assert read("B,BE,CE,T") == {"B", "BE", "CE", "T"}
    assert read("B/BE") == read("B + BE") == {"B", "BE"}
    assert read("B+") == {"B+"}


@pytest.mark.parametrize("mark", [";", "|", "\n", ",", "; "])
def test_lists_are_split_at_the_strongest_mark(mark):
    """Semicolons, bars and line ends split a list, commas where none of them is."""
    assert cells.texts(mark.join(["lassen", "frezen"])) == ("lassen", "frezen")
    assert cells.texts("lassen, mig; frezen") == ("lassen, mig", "frezen")


def test_a_list_of_letters_is_no_word_for_nothing():
    """``N; O`` is two texts, not "no"; ``geen`` is an empty list."""
    assert cells.texts("N; O") == cells.texts('["N", "O"]') == ("N", "O")
    assert cells.texts("geen") == ()


def test_hours_as_a_range():
    """``24-32`` is least and most; a single number is the most."""
    assert numbers.hours_range("24-32") == numbers.hours_range("24 tot 32 uur") == (24, 32)
    assert numbers.hours_range(32.0) == (None, 32)


def test_percentages_and_fractions():
    """A wage value of 60, 60 % or 0,6 is the same; a fraction in a workbook is taken for a percentage."""
    assert numbers.fraction("60%") == numbers.fraction(60.0) == numbers.fraction("0,6") == 0.6
    noted = numbers.percentage(0.05)
    assert isinstance(noted, cells.Noted)
    assert noted.value == 5
    doubted = numbers.percentage("0,05")
    assert isinstance(doubted, cells.Noted)
    assert (str(doubted.value), doubted.rule.severity) == ("0.05", "doubted")
    assert numbers.percentage("5 %") == numbers.percentage(5.0) == 5


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("Nederlands B1; Arabisch C1", {"nld": "B1", "ara": "C1"}),
        ("Nederlands: goed, Engels: redelijk", {"nld": "B2", "eng": "A2"}),
        ("Tigrinya (moedertaal)", {"tir": "C2"}),
        ("Nederlandse taal: zeer goed", {"nld": "C1"}),
    ],
)
def test_languages_in_a_cell(cell, value):
    """A level without a mode holds for all four modes."""
    assert compound.languages(cell) == {
        code: dict.fromkeys(compound.MODES, level) for code, level in value.items()
    }


def test_languages_by_mode_in_a_cell():
    """A mode that is named has its own level."""
    found = compound.languages("Nederlands mondeling B1; Nederlands schriftelijk A2")
    assert found == {"nld": {"speaking": "B1", "writing": "A2"}}


@pytest.mark.parametrize("cell", ["Nederlands", "B1", "Klingon B1", "Nederlands Z9"])
def test_a_language_without_a_known_name_and_level_is_doubted(cell):
    """Half a fact on a language is none."""
    with pytest.raises(CellError):
        compound.languages(cell)


@pytest.mark.parametrize(
    ("cell", "start", "end"),
    [
        ("magazijnmedewerker 2019-2022", date(2019, 1, 1), date(2022, 12, 31)),
        ("magazijnmedewerker (2019 - 2022)", date(2019, 1, 1), date(2022, 12, 31)),
        ("magazijnmedewerker mrt 2019 t/m mei 2020", date(2019, 3, 1), date(2020, 5, 31)),
        ("magazijnmedewerker 03-2019 - heden", date(2019, 3, 1), None),
        ("magazijnmedewerker (12-03-2019 t/m 31-05-2020)", date(2019, 3, 12), date(2020, 5, 31)),
        ("magazijnmedewerker sinds 2021", date(2021, 1, 1), None),
        ("magazijnmedewerker 2018", date(2018, 1, 1), date(2018, 12, 31)),
    ],
)
def test_jobs_held_with_their_dates(cell, start, end):
    """A year or month stands for all of it; an open end stays open."""
    assert compound.work_history(cell) == (
        {"occupation": {"title": "magazijnmedewerker"}, "start": start, "end": end},
    )


def test_a_job_without_dates_is_a_title():
    """Several jobs in a cell, with and without dates."""
    found = compound.work_history("kok; ober 2020-2021; MBO 4 docent")
    assert [job["occupation"] for job in found] == [
        {"title": "kok"},
        {"title": "ober"},
        {"title": "MBO 4 docent"},
    ]


def test_functional_items_with_levels():
    """Dutch names and levels 0 to 3; a level outside is refused, not clipped."""
    assert compound.levels("tillen 1; nachtwerk: 0; werken op hoogte=2") == {
        "lifting": 1,
        "night": 0,
        "heights": 2,
    }
    for cell in ("tillen 4", "tillen", "vliegen 1"):
        with pytest.raises(CellError):
            compound.levels(cell)


def test_demands_say_whether_the_law_asks_them():
    """Only ``wettelijk`` makes a certificate or licence legally required."""
    assert compound.certificate_demands("VCA (wettelijk verplicht); BHV (verplicht)") == (
        {"name": "VCA", "legally_required": True},
        {"name": "BHV (verplicht)", "legally_required": False},
    )
    assert compound.licence_demands("C (wettelijk), B") == (
        {"category": "C", "legally_required": True},
        {"category": "B", "legally_required": False},
    )


def test_postcodes_and_industries():
    """Postcodes with or without letters; industries as two digits, lost zeros put back."""
    assert postcode("7811 ap") == "7811AP"
    assert postcode(7811.0) == "7811"
    assert [division(cell) for cell in ("52102", "1013", 113.0, "01", "62.01", "99999")] == [
        "52", "10", "01", "01", "62", None,
    ]  # fmt: skip
    for cell in ("0811", "78111", "Emmen"):
        with pytest.raises(CellError):
            postcode(cell)


def test_further_facts_keep_their_type():
    """Whole numbers, fractions, dates and truths are read as such, what is quoted as text."""
    assert [further_value(cell) for cell in ("3", "3.5", "true", "2026-01-12", '"3"', "drie", "-")] == [
        3, 3.5, True, date(2026, 1, 12), "3", "drie", None,
    ]  # fmt: skip
