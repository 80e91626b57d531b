"""Equal columns as one: which vacancies no rule and no component can tell apart."""

from __future__ import annotations

from dataclasses import fields, is_dataclass, replace
from typing import TYPE_CHECKING, TypeVar

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Sequence

    from numpy.typing import NDArray

    from matching.market import Market

T = TypeVar("T")


def some_people(market: Market, rows: NDArray[np.intp]) -> Market:
    """Take some of the jobseekers, in the order given."""
    people = market.records.jobseekers
    return replace(
        market,
        records=replace(market.records, jobseekers=tuple(people[at] for at in rows.tolist())),
        jobseekers=take(market.jobseekers, rows),
        limits=take(market.limits, rows),
        protected=take(market.protected, rows),
    )


def some_vacancies(market: Market, columns: NDArray[np.intp]) -> Market:
    """Take some of the vacancies, in the order given."""
    offers = market.records.vacancies
    return replace(
        market,
        records=replace(market.records, vacancies=tuple(offers[at] for at in columns.tolist())),
        vacancies=take(market.vacancies, columns),
    )


def take(table: T, positions: NDArray[np.intp]) -> T:
    """Take some entries of a table whose fields are arrays, tuples or tables of one entry a record."""
    values: dict[str, object] = {}
    at = positions.tolist()
    for field in fields(table):  # type: ignore[arg-type]  # every table is a dataclass
        value = getattr(table, field.name)
        if is_dataclass(value):
            values[field.name] = take(value, positions)
        elif isinstance(value, np.ndarray):
            values[field.name] = value[positions]
        else:
            values[field.name] = tuple(value[place] for place in at)
    return type(table)(**values)


def distinct(columns: Iterable[object], n: int) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Put records with equal values in one class.

    Parameters
    ----------
    columns
        Arrays, tuples or tables of one entry a record.
    n
        Number of records.

    Returns
    -------
    first : of shape (n_classes,)
        The first record of each class.
    of : of shape (n,)
        Class of each record.

    Examples
    --------
    >>> first, of = distinct([np.array([8, 8, 4, 8]), ("a", "b", "a", "a")], 4)
    >>> first.tolist(), of.tolist()
    ([2, 0, 1], [1, 2, 0, 1])
    """
    first, of = np.zeros(min(n, 1), np.intp), np.zeros(n, np.intp)
    for column in columns:
        own = _numbers(column, n)
        both = of * np.intp(own.max(initial=0) + 1) + own
        _, first, of = np.unique(both, return_index=True, return_inverse=True)
        of = of.reshape(n)
    return first, of


def distinct_rows(array: NDArray[np.generic]) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """First row of each kind of a 2-D array, and the kind of each row; rows are compared byte by byte."""
    n = len(array)
    flat = np.ascontiguousarray(array.reshape(n, -1) if array.size else np.zeros((n, 1), np.int8))
    key = flat.view(np.dtype((np.void, flat.dtype.itemsize * flat.shape[1]))).ravel()
    _, first, of = np.unique(key, return_index=True, return_inverse=True)
    return first, of.reshape(n)


def _numbers(column: object, n: int) -> NDArray[np.intp]:
    if is_dataclass(column):
        return distinct((getattr(column, field.name) for field in fields(column)), n)[1]
    if not isinstance(column, np.ndarray):
        return _hashed(column)  # type: ignore[arg-type]  # what is no array or table is a tuple
    if column.ndim > 1:
        return distinct_rows(column)[1]
    return np.unique(column, return_inverse=True)[1].reshape(n)


def _hashed(column: Sequence[Hashable]) -> NDArray[np.intp]:
    number: dict[Hashable, int] = {}
    return np.array([number.setdefault(value, len(number)) for value in column], np.intp)
