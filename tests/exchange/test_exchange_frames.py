"""Tables in memory: pandas, dictionaries of lists, and what is no table."""

from __future__ import annotations

import math
from datetime import date, datetime
from decimal import Decimal

import pandas as pd
import pytest

from matching.exceptions import ExchangeError
from matching.exchange import read_table


def test_a_data_frame_is_read_as_a_file():
    """Numbers, dates, lists and the ways to say nothing of a data frame."""
    frame = pd.DataFrame(
        {
            "ID_WZ": ["W-1", "W-2", "W-2"],
            "Uren max": [32, math.nan, 8],
            "Beschikbaar vanaf": [pd.Timestamp("2026-02-01"), pd.NaT, pd.NaT],
            "Toestemming": [True, False, None],
            "Vaardigheden": [["lassen", "a; b"], None, None],
            "Looneis": [Decimal("15.50"), None, None],
        }
    )
    batch = read_table(frame, "jobseekers", on=date(2026, 1, 12))
    first, second = batch.jobseekers
    assert (first.hours_max, first.available_from, first.consent_to_share) == (32, date(2026, 2, 1), True)
    assert (first.skills, str(first.wage_floor_eur_per_hour)) == (("lassen", "a; b"), "15.50")
    assert (second.hours_max, second.available_from, second.consent_to_share) == (None, None, False)
    assert [(row.file, row.line) for row in batch.quarantine] == [("table", 4)]


def test_a_dictionary_of_lists_is_a_table():
    """Plain lists do, under any heading that a file may have."""
    batch = read_table({"Nr": ["V-1"], "Functie": ["kok"]}, "vacancies", mapping={"vacancies": {"Nr": "id"}})
    assert batch.vacancies[0].occupation.title == "kok"
    stamped = read_table({"id": ["V-1"], "start": [datetime(2026, 2, 1, 9)]}, "vacancies")
    assert stamped.vacancies[0].start == date(2026, 2, 1)


def test_an_empty_table_has_no_records():
    """No columns, or no rows: nothing, and no error."""
    assert read_table({"id": []}, "vacancies").rows_read == 0
    assert read_table({}, "vacancies").vacancies == ()


def test_what_is_no_table_is_refused():
    """Other things, columns of different lengths, and kinds that do not exist."""
    with pytest.raises(ExchangeError, match="neither a data frame"):
        read_table(3, "vacancies")
    with pytest.raises(ExchangeError, match="different lengths"):
        read_table({"id": ["V-1"], "openings": [1, 2]}, "vacancies")
    with pytest.raises(ExchangeError, match="known are"):
        read_table({"id": ["V-1"]}, "people")
