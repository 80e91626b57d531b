"""A table of travel times of the user's own is read row by row, and a bad row costs only itself."""

from __future__ import annotations

import numpy as np
import pytest

from matching.exceptions import ExchangeError, SizeError
from matching.exchange import TravelTimes, read_travel_times
from matching.exchange import _travel_times as module
from matching.records import TravelMode


def test_rows_that_cannot_be_read_are_findings_with_their_line(tmp_path):
    """Every row is a time or a finding that names its line."""
    file = tmp_path / "times.csv"
    lines = [
        "From;To;Mode;Minutes",
        "7811AP;9401;car;34",
        "7811;9401;auto;36",
        "7811;9401;luchtballon;9",
        "0811;9401;car;9",
        "7811;9401;bicycle;601",
        "7811;9401;bicycle;-1",
        "7811;9401;bicycle;",
        "7811;9401;fiets;1,5 uur",
    ]
    file.write_text("\n".join(lines), encoding="utf-8")
    times = read_travel_times(file)
    assert times.n_journeys == 2
    assert [(issue.rule, issue.line) for issue in times.issues] == [
        ("travel_times.twice", 3),
        *(("travel_times.row", line) for line in range(4, 9)),
    ]
    a, b = times.rows(["7811"]), times.columns(["9401XX"])
    assert times.between(TravelMode.CAR, a, b).tolist() == [34]
    assert times.between(TravelMode.BICYCLE, a, b).tolist() == [90]


def test_what_is_not_in_the_table_is_unknown():
    """Neither a postcode, a means nor the way back is made up."""
    times = TravelTimes.of([("7811", "9401", "car", 34)])
    assert times.rows([None, "9401", "7811"]).tolist() == [-1, -1, 0]
    back = times.between(TravelMode.CAR, times.rows(["9401"]), times.columns(["7811"]))
    other = times.between(TravelMode.MOPED, times.rows(["7811"]), times.columns(["9401"]))
    assert np.isnan(back).all()
    assert np.isnan(other).all()


def test_a_file_without_a_column_of_means_needs_it_said(tmp_path):
    """The error names the column; the means of the whole file may be given."""
    file = tmp_path / "auto.csv"
    file.write_text("van,naar,minuten\n7811,9401,34\n", encoding="utf-8")
    with pytest.raises(ExchangeError, match="'mode'"):
        read_travel_times(file)
    assert read_travel_times(file, mode="auto").minutes[TravelMode.CAR].tolist() == [[34]]
    with pytest.raises(ExchangeError, match="no such file"):
        read_travel_times(tmp_path / "none.csv")


def test_equal_tables_have_equal_digests():
    """The order of rows does not matter; a minute does."""
    rows = [("7811", "9401", "car", 34), ("7741", "9401", "bicycle", 80)]
    assert TravelTimes.of(rows).digest == TravelTimes.of(rows[::-1]).digest
    assert TravelTimes.of(rows).digest != TravelTimes.of([("7811", "9401", "car", 35), rows[1]]).digest


def test_a_table_that_would_not_fit_is_refused_before_it_is_made(monkeypatch):
    """The message says how large it would be and what to leave out."""
    monkeypatch.setattr(module, "_MAX_BYTES", 15)
    with pytest.raises(SizeError, match="outside the region"):
        TravelTimes.of([(str(code), str(code), "car", 1) for code in (7811, 9401)])
