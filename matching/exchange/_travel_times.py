"""A table of travel times of the user's own: minutes from postcode to postcode by means of travel."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from matching.exceptions import ExchangeError, SizeError
from matching.exchange._cells import CellError
from matching.exchange._fields import postcode
from matching.exchange._folder import read_tables
from matching.exchange._numbers import MINUTES, number
from matching.exchange._rules import Findings, Where
from matching.exchange._values import fold
from matching.exchange._words import one_of
from matching.findings import Issues, Rule
from matching.records import TravelMode

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from os import PathLike

    from numpy.typing import NDArray

    from matching.exchange._tables import Cell, RawTable

_HEADINGS = {
    "from": ("from", "van", "origin", "herkomst", "van pc4", "from pc4", "pc4 van", "postcode van"),
    "to": ("to", "naar", "destination", "bestemming", "naar pc4", "to pc4", "pc4 naar", "postcode naar"),
    "mode": ("mode", "travel mode", "vervoer", "vervoermiddel", "vervoersmiddel", "vervoerswijze"),
    "minutes": ("minutes", "minuten", "reistijd", "reistijd minuten", "travel time", "min"),
}
_MOST_MINUTES = 600
_MAX_BYTES = 2 << 30

_UNREADABLE = Rule(
    "travel_times.row",
    "refused",
    "geen postcode, vervoermiddel of aantal minuten van 0 tot 600; de schatting geldt",
    "no postcode, means of travel or number of minutes from 0 to 600; the estimate holds",
)
_TWICE = Rule(
    "travel_times.twice",
    "refused",
    "deze reis staat eerder in de tabel; de eerste tijd geldt",
    "this journey is in the table already; the first time holds",
)
_Journey = tuple[str, str, str]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class TravelTimes:
    """Minutes one way between four-digit postcodes; a journey that is not in it is estimated.

    A time from A to B says nothing about the way back.

    Parameters
    ----------
    origins, destinations
        Postcodes, sorted.
    minutes
        For each means of travel float32 of shape (n_origins, n_destinations); NaN is unknown.
    source
        Where the times come from, as shown next to a plan.
    issues
        Rows that were left out, and why.

    Examples
    --------
    >>> times = TravelTimes.of([("7811", "9401", "car", 34), ("7811", "7741", "bicycle", 75)])
    >>> times.between(TravelMode.CAR, times.rows(["7811AP", "9401"]), times.columns(["9401", "9401"]))
    array([34., nan])
    """

    origins: tuple[str, ...]
    destinations: tuple[str, ...]
    minutes: Mapping[TravelMode, NDArray[np.float32]]
    source: str = "travel times"
    issues: Issues = field(default_factory=Issues)

    @classmethod
    def of(
        cls,
        journeys: Iterable[tuple[str, str, str, float]],
        *,
        source: str = "travel times",
        issues: Issues | None = None,
    ) -> TravelTimes:
        """Make a table of (from, to, means of travel, minutes); of a journey given twice the last holds.

        Raises
        ------
        SizeError
            When the table would take more than 2 GB; raised before it is made.
        """
        known = {(a[:4], b[:4], mode): float(minutes) for a, b, mode, minutes in journeys}
        origins, destinations = (tuple(sorted({key[side] for key in known})) for side in (0, 1))
        modes = sorted({TravelMode(mode) for _, _, mode in known})
        size = 4 * len(modes) * len(origins) * len(destinations)
        if size > _MAX_BYTES:
            msg = f"{source}: a table of {len(origins):,} x {len(destinations):,} postcodes for {len(modes)} "
            msg += f"means of travel takes {size / 2**30:.1f} GB; leave out postcodes outside the region."
            raise SizeError(msg)
        row, column = _places(origins), _places(destinations)
        minutes = {mode: np.full((len(origins), len(destinations)), np.nan, np.float32) for mode in modes}
        for (a, b, mode), value in known.items():
            minutes[TravelMode(mode)][row[a], column[b]] = value
        for table in minutes.values():
            table.setflags(write=False)
        return cls(
            origins=origins,
            destinations=destinations,
            minutes=minutes,
            source=source,
            issues=issues or Issues(),
        )

    def rows(self, postcodes: Sequence[str | None]) -> NDArray[np.int32]:
        """Row of each postcode, of four characters or six; -1 where the table has none."""
        return _find(_places(self.origins), postcodes)

    def columns(self, postcodes: Sequence[str | None]) -> NDArray[np.int32]:
        """Column of each postcode, of four characters or six; -1 where the table has none."""
        return _find(_places(self.destinations), postcodes)

    def between(
        self, mode: TravelMode, rows: NDArray[np.int32], columns: NDArray[np.int32]
    ) -> NDArray[np.float64]:
        """Minutes of journeys, in the common shape of both arrays; NaN where unknown."""
        rows, columns = np.broadcast_arrays(rows, columns)
        table = self.minutes.get(mode)
        if table is None:
            return np.full(rows.shape, np.nan)
        return np.where((rows < 0) | (columns < 0), np.nan, table[rows, columns].astype(np.float64))

    @property
    def n_journeys(self) -> int:
        """Number of times that are known."""
        return sum(int(np.count_nonzero(~np.isnan(table))) for table in self.minutes.values())

    @property
    def digest(self) -> str:
        """SHA-256 of the table."""
        found = hashlib.sha256("|".join((*self.origins, "", *self.destinations)).encode())
        for mode, table in self.minutes.items():
            found.update(mode.encode() + table.tobytes())
        return found.hexdigest()

    def __repr__(self) -> str:
        return f"TravelTimes of {self.n_journeys:,} journeys from {self.source!r}"


def read_travel_times(path: str | PathLike[str], *, mode: str | None = None) -> TravelTimes:
    r"""Read travel times from a CSV file or workbook with one journey a row.

    Parameters
    ----------
    path
        A file with headings like ``from``, ``to``, ``mode``, ``minutes`` or ``van``, ``naar``,
        ``vervoermiddel``, ``minuten``.
    mode
        Means of travel of all rows, for a file without a column for it: ``car``, ``moped``, ``bicycle`` or
        ``public_transport``, or a Dutch word.

    Returns
    -------
    TravelTimes
        ``issues`` lists the rows that were left out; a bad row never costs the others.

    Raises
    ------
    ExchangeError
        When the file is not there, or has no column for one of the facts.
    SizeError
        When the table would take more than 2 GB.

    Notes
    -----
    About 20 microseconds a row: 6 seconds for three means between 320 postcodes, all to all.

    Examples
    --------
    >>> import tempfile, pathlib
    >>> file = pathlib.Path(tempfile.mkdtemp()) / "reistijden.csv"
    >>> text = "van;naar;vervoermiddel;minuten\n7811;9401;auto;34\n7811;9401;ov;52\n7811;x;ov;9\n"
    >>> _ = file.write_text(text)
    >>> times = read_travel_times(file)
    >>> times, len(times.issues)
    (TravelTimes of 2 journeys from 'reistijden.csv', 1)
    """
    file = Path(path)
    if not file.is_file():
        msg = f"{path}: there is no such file."
        raise ExchangeError(msg)
    findings = Findings()
    tables = read_tables(file, file.name, findings)
    if not tables:
        msg = f"{file.name}: {findings.issues()[0].en if findings.issues() else 'no table in it'}."
        raise ExchangeError(msg)
    known: dict[_Journey, float] = {}
    for table in tables:
        _gather(table, mode, known, findings)
    journeys = [(*journey, minutes) for journey, minutes in known.items()]
    return TravelTimes.of(journeys, source=file.name, issues=findings.issues())


def _gather(table: RawTable, mode: str | None, known: dict[_Journey, float], findings: Findings) -> None:
    """Take the journeys of one table, each row on its own."""
    columns = _columns(table, needs_mode=mode is None)
    means = columns.get("mode") or [mode or ""] * len(table.lines)
    read_mode, read_minutes = one_of("travel_mode"), number(MINUTES)
    facts = zip(table.lines, columns["from"], columns["to"], means, columns["minutes"], strict=True)
    for line, *cells in facts:
        try:
            a, b = postcode(cells[0]), postcode(cells[1])
            by, minutes = read_mode(cells[2]), read_minutes(cells[3])
        except CellError:
            a = b = by = minutes = None
        if a is None or b is None or by is None or minutes is None or not 0 <= minutes <= _MOST_MINUTES:
            findings.add(_UNREADABLE, Where(table.label, line))
            continue
        journey = (a[:4], b[:4], str(by))
        if journey in known:
            findings.add(_TWICE, Where(table.label, line))
        known.setdefault(journey, minutes)


def _columns(table: RawTable, *, needs_mode: bool) -> dict[str, list[Cell]]:
    headings = [fold(heading) for heading in table.headings]
    found = {}
    for fact, names in _HEADINGS.items():
        at = next((headings.index(name) for name in map(fold, names) if name in headings), None)
        if at is not None:
            found[fact] = table.columns[at]
        elif fact != "mode" or needs_mode:
            msg = f"{table.label}: no column for {fact!r}; name it one of {', '.join(names)}."
            raise ExchangeError(msg)
    return found


def _places(postcodes: tuple[str, ...]) -> dict[str, int]:
    return {code: at for at, code in enumerate(postcodes)}


def _find(places: Mapping[str, int], postcodes: Sequence[str | None]) -> NDArray[np.int32]:
    return np.array([-1 if code is None else places.get(code[:4], -1) for code in postcodes], np.int32)
