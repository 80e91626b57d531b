"""Faults put into exports on purpose, so that a reader can be tried on what really arrives."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import cycle, islice
from typing import TYPE_CHECKING

from matching.datasets._words import as_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    import numpy as np

    from matching.datasets._files import Table

SHARE = 0.02
"""Share of the rows of a table that get a fault; each kind comes at least once."""
BSN_PREFIX = "9999"
"""Numbers that begin so were never issued."""
DUPLICATE, EXTRA_CELL, NO_ID, BSN_IN_TEXT = "duplicate_id", "extra_cell", "no_id", "bsn_in_text"


@dataclass(frozen=True, slots=True)
class Fault:
    """One row that was broken on purpose.

    Parameters
    ----------
    file
        File name, and behind a bar the sheet.
    record
        Id of the record that the row is of.
    kind
        What is wrong with it.
    """

    file: str
    record: str
    kind: str


# What stands in which cells of a broken row; of a list of headings each table has one.
_MIN = ("Uren min", "Minimaal aantal uren")
_MAX = ("Uren max", "Maximaal aantal uren", "Beschikbare uren/wk", "Uren per week")
_TEXTS = ("Vaardigheden", "Competenties", "Omschrijving", "Vacaturetekst")
PEOPLE: dict[str, dict[tuple[str, ...], str]] = {
    "hours_400": {_MAX: "400"},
    "hours_crossing": {_MIN: "36", _MAX: "20"},
    "impossible_date": {("Beschikbaar vanaf", "Per wanneer beschikbaar"): "31-02-2026"},
    "two_digit_year": {("Geboortedatum",): "03-04-78"},
    "unknown_level": {("Opleidingsniveau", "Hoogst genoten opleiding"): "mbbo"},
    "unknown_licence": {("Rijbewijs", "Rijbewijzen"): "BX"},
    "unknown_municipality": {("Gemeente", "Gemeentecode"): "GM9999"},
    "bad_postcode": {("Postcode",): "78 1"},
    "impossible_age": {("Leeftijd",): "231"},
    NO_ID: {("Klantnummer", "Cliëntnummer", "ID_WZ"): ""},
    BSN_IN_TEXT: {_TEXTS: ""},
    DUPLICATE: {},
    EXTRA_CELL: {},
}
VACANCIES: dict[str, dict[tuple[str, ...], str]] = {
    "hours_400": {_MAX: "400"},
    "dates_crossing": {("Startdatum",): "01-12-2026", ("Einddatum",): "01-03-2026"},
    "impossible_date": {("Sluitingsdatum",): "30-02-2026"},
    "unknown_contract_kind": {("Contractvorm",): "payrol"},
    "wage_in_words": {("Bruto uurloon",): "conform cao"},
    "openings_in_words": {("Aantal plaatsen", "Aantal vacatures"): "meerdere"},
    "unknown_demand": {("Functiebelasting",): "tillenn 2"},
    "unknown_municipality": {("Gemeente",): "GM9999"},
    NO_ID: {("Vacaturenummer", "nummerVacature"): ""},
    BSN_IN_TEXT: {_TEXTS: ""},
    DUPLICATE: {},
}
EMPLOYERS: dict[str, dict[tuple[str, ...], str]] = {
    "size_in_words": {("Aantal werknemers",): "circa honderd"},
    "unknown_industry": {("SBI",): "8x"},
    DUPLICATE: {},
}
CONTRACTS: dict[str, dict[tuple[str, ...], str]] = {DUPLICATE: {}}
GROUPS: dict[str, dict[tuple[str, ...], str]] = {
    "unknown_group": {("Doelgroep",): "doelgroepregster"},
    "unknown_person": {("Klantnummer",): "W-X"},
    "impossible_date": {("Peildatum",): "32-01-2026"},
}


def bsn_like(start: int) -> Iterator[str]:
    """Numbers of nine digits that pass the eleven-test and belong to nobody, from the ``start``-th on.

    Examples
    --------
    >>> next(bsn_like(0))
    '999900006'
    """
    weights = (9, 8, 7, 6, 5, 4, 3, 2)
    for body in islice(cycle(range(10_000)), start, None):
        digits = f"{BSN_PREFIX}{body:04d}"
        last = sum(weight * int(digit) for weight, digit in zip(weights, digits, strict=True)) % 11
        if last < 10:
            yield f"{digits}{last}"


def break_rows(
    table: Table, kinds: dict[str, dict[tuple[str, ...], str]], rng: np.random.Generator
) -> list[Fault]:
    """Break some rows of a table and say which; the first column holds the id unless a fault names it."""
    usable = [
        kind
        for kind, cells in kinds.items()
        if all(_find(table, headings) >= 0 for headings in cells)
        # A workbook has no width: there a cell too many is a column without a heading.
        and not (kind == EXTRA_CELL and ".xlsx" in table.name)
    ]
    n = min(len(table.rows), max(len(usable), round(SHARE * len(table.rows))))
    chosen = rng.random(len(table.rows)).argsort(kind="stable")[:n]
    numbers = bsn_like(5_000)
    ids = ("Klantnummer", "Cliëntnummer", "ID_WZ", "Vacaturenummer", "nummerVacature")
    at_id = max(0, _find(table, ids))
    found = []
    for at, kind in zip(chosen.tolist(), cycle(usable), strict=False):
        row = table.rows[at]
        found.append(Fault(table.name, as_text(row[at_id]), kind))
        for headings, cell in kinds[kind].items():
            place = _find(table, headings)
            row[place] = f"{as_text(row[place])} BSN {next(numbers)}".strip() if kind == BSN_IN_TEXT else cell
        if kind == DUPLICATE:
            table.rows.append(list(row))
        elif kind == EXTRA_CELL:
            row.append("zie dossier")
    return found


def _find(table: Table, headings: tuple[str, ...]) -> int:
    """Position of the first of these headings that the table has, -1 when it has none."""
    return next((table.headings.index(name) for name in headings if name in table.headings), -1)
