"""Vacancies that a rule cannot tell apart may be tested as one: each rule reads only the columns it names."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import TYPE_CHECKING

import numpy as np
import pytest
from pair_records import random_market

from matching.pairs import DEFAULT_RULES, EligibilityRule, distinct, find_pairs, rule

if TYPE_CHECKING:
    from matching.market import Market

MARKETS = [random_market(seed, 24, 18) for seed in range(20, 24)]


def rolled(market: Market, kept: tuple[str, ...]) -> Market:
    """The market with all columns of its vacancies but some moved to the next vacancy."""
    table, other = market.vacancies, market.records.vacancies
    turned = market.with_records(
        vacancies=[
            record.model_copy(update={"id": own.id})
            for own, record in zip(other, (*other[1:], other[0]), strict=True)
        ]
    ).vacancies
    columns = {field.name: getattr(turned, field.name) for field in fields(table) if field.name not in kept}
    return replace(market, vacancies=replace(table, **columns))


@pytest.mark.parametrize("one", DEFAULT_RULES, ids=lambda one: one.code)
def test_a_rule_looks_at_no_column_that_it_does_not_name(one: EligibilityRule) -> None:
    assert one.reads is not None
    for market in MARKETS:
        rows = slice(0, market.n_jobseekers)
        assert np.array_equal(one.refuses(market, rows), one.refuses(rolled(market, one.reads), rows))


def test_every_named_column_is_there_and_matters() -> None:
    names = {field.name for field in fields(MARKETS[0].vacancies)}
    for one in DEFAULT_RULES:
        assert set(one.reads or ()) <= names, one.code
        if one.reads:
            alike = [
                np.array_equal(one.refuses(market, rows), one.refuses(rolled(market, ()), rows))
                for market in MARKETS
                for rows in [slice(0, market.n_jobseekers)]
            ]
            assert not all(alike), one.code


class OnlyNamesakes(EligibilityRule):
    """A rule of somebody else's, that does not say what it reads."""

    code = "namesakes"
    nl_name = en_name = nl = en = "namesakes"

    def refuses(self, market: Market, rows: slice) -> np.ndarray:
        people = np.array([int(key[2:]) for key in market.jobseekers.ids[rows]])
        offers = np.array([int(key[2:]) for key in market.vacancies.ids])
        return (people[:, None] + offers[None]) % 3 != 0

    def compare(self, market: Market, i: int, j: int) -> None:
        return None


class OwnHours(type(rule("hours"))):  # type: ignore[misc]  # a rule of the list, with a test of its own
    """A rule that looks at more than the rule it is made of."""

    def refuses(self, market: Market, rows: slice) -> np.ndarray:
        return super().refuses(market, rows) | (market.vacancies.start > np.datetime64(market.on))


def test_a_rule_that_names_nothing_is_tested_with_every_vacancy() -> None:
    market = MARKETS[0]
    for one in (OnlyNamesakes(), OwnHours()):
        assert one.reads is None
        found = find_pairs(market, rules=[one], block_rows=5)
        expected = np.argwhere(~one.refuses(market, slice(0, market.n_jobseekers)))
        assert 0 < len(expected) < 24 * 18
        assert np.array_equal(np.column_stack([found.jobseeker, found.vacancy]), expected)


def test_a_rule_made_of_another_keeps_what_it_reads() -> None:
    class Renamed(type(rule("hours"))):  # type: ignore[misc]
        code = "renamed"

    assert Renamed.reads == rule("hours").reads


def test_unknown_values_are_one_class() -> None:
    days = np.array(["2026-01-12", "NaT", "NaT"], "M8[D]")
    numbers = np.array([1.0, np.nan, np.nan])
    levels = np.array([[1, 2], [3, 4], [3, 4]], np.int8)
    first, of = distinct([days, numbers, levels, ("a", None, None)], 3)
    assert len(first) == 2
    assert of[1] == of[2] != of[0]
    assert distinct([days], 3)[0].tolist() == [0, 1]
    assert [part.tolist() for part in distinct([], 2)] == [[0], [0, 0]]
    assert [part.tolist() for part in distinct([days[:0]], 0)] == [[], []]
