"""No protected fact and no functional limit moves a score by a bit."""

from __future__ import annotations

import ast
from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar, get_args, get_origin

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import BaseModel
from scipy.sparse import issparse

import matching
from matching.features import build, compare
from matching.findings import Issues
from matching.market import Market, OpenMarket, load_region
from matching.pairs import find_candidates, find_pairs
from matching.records import (
    FunctionalItem,
    Jobseeker,
    ProtectedFacts,
)
from matching.scoring import Screen, load_card, score_pairs

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

Filled = TypeVar("Filled", bound=BaseModel)
PACKAGE = Path(matching.__file__).parent


def value(kind: object, number: int) -> object:
    """Return a value of a type, another one for the next number."""
    options = [part for part in get_args(kind) if part is not type(None)]
    origin = get_origin(kind)
    if origin in (tuple, frozenset):
        return origin([value(options[0], number)])
    if options:  # a union with None, or a type with bounds
        return value(options[0], number)
    assert isinstance(kind, type), kind
    if issubclass(kind, BaseModel):
        return filled(kind, number)
    if issubclass(kind, StrEnum):
        return list(kind)[number % len(kind)]
    day, tenths = date(2000, 1, 1 + number % 28), number % 9 / 10
    return {date: day, float: tenths, Decimal: Decimal(number % 9), int: number % 9, str: f"t{number}"}[kind]


def filled(kind: type[Filled], number: int) -> Filled:
    """Fill every field of a record, as its type says, so that a field that is added takes part."""
    return kind(**{name: value(field.annotation, number) for name, field in kind.model_fields.items()})


def facts(number: int) -> ProtectedFacts:
    return filled(ProtectedFacts, number)


def limits(number: int) -> dict[FunctionalItem, int]:
    return {item: (number + at) % 4 for at, item in enumerate(FunctionalItem)}


FURTHER = ({"geslacht": "v", "land van herkomst": "X"}, {"geslacht": "m", "land van herkomst": "Y"})
"""What a region may hold besides: it is kept with the record, and nothing reads it."""


def arrays_of(value: object) -> Iterator[bytes]:
    """Every number and text in the features, but for the records that they were made of."""
    if isinstance(value, np.ndarray):
        yield value.tobytes()
    elif issparse(value):
        yield value.toarray().tobytes()
    elif isinstance(value, tuple | Issues):
        for part in value:
            yield from arrays_of(part)
    elif is_dataclass(value):
        for field in fields(value):
            yield from arrays_of(getattr(value, field.name))
    else:
        yield repr(value).encode()


@cache
def region() -> Market:
    return load_region("drenthe", jobseekers=40, vacancies=25, seed=5)


def outcome(market: Market) -> tuple[list[bytes], bytes, bytes]:
    """Features, evidence and points over all pairs."""
    n, m = market.n_jobseekers, market.n_vacancies
    row, column = np.divmod(np.arange(n * m), m)
    made = build(market.open)
    everyone = find_pairs(market, rules=())
    scores = score_pairs(made, everyone, load_card())
    return list(arrays_of(made)), compare(made, row, column).values.tobytes(), scores.total.tobytes()


@cache
def plain() -> tuple[list[bytes], bytes, bytes]:
    return outcome(region())


def changed(change: Callable[[Jobseeker, int], dict[str, object]]) -> Market:
    people = [p.model_copy(update=change(p, number)) for number, p in enumerate(region().records.jobseekers)]
    return region().with_records(jobseekers=people)


def test_what_is_protected_is_in_a_field_of_its_own_by_type() -> None:
    held = {name for name, field in Jobseeker.model_fields.items() if field.annotation is ProtectedFacts}
    assert held == {"protected"}
    assert facts(0).model_fields_set == set(ProtectedFacts.model_fields)
    assert set(limits(0)) == set(FunctionalItem)
    # No field of its own says who somebody is; a column for it could only come as a further fact.
    words = {word for name in Jobseeker.model_fields for word in name.split("_")}
    assert not words & {"sex", "gender", "origin", "nationality", "birth", "age", "health", "benefit"}


@pytest.mark.parametrize("field", ProtectedFacts.model_fields)
def test_flipping_a_protected_fact_changes_no_bit_of_a_feature_or_score(field: str) -> None:
    def flip(person: Jobseeker, number: int) -> dict[str, object]:
        given = {name: getattr(facts(number), name) for name in facts(number).model_fields_set}
        return {"protected": ProtectedFacts(**given | {field: getattr(facts(number + 1), field)})}

    one, other = changed(lambda person, number: {"protected": facts(number)}), changed(flip)
    assert one.data_hash != other.data_hash
    assert outcome(one) == outcome(other) == plain()


@settings(max_examples=5, deadline=None)
@given(seed=st.integers(0, 10_000))
def test_whatever_is_known_or_not_changes_no_bit_of_a_feature_or_score(seed: int) -> None:
    """Of every person another part of the facts, limits and further facts is known, and of some nothing."""
    rng = np.random.default_rng(seed)

    def some(person: Jobseeker, number: int) -> dict[str, object]:
        every = facts(int(rng.integers(40)))
        kept = [name for name in ProtectedFacts.model_fields if rng.random() < 0.5]
        return {
            "protected": ProtectedFacts.model_construct(**{name: getattr(every, name) for name in kept}),
            "functional_limits": limits(number) if rng.random() < 0.5 else {},
            "further": FURTHER[int(rng.integers(2))] if rng.random() < 0.5 else {},
        }

    market = changed(some)
    assert outcome(market) == plain()
    card = load_card()
    found, known = (
        find_candidates(one, Screen(build(one.open), card), rules=()) for one in (market, region())
    )
    assert np.array_equal(found.micro, known.micro)


def test_flipping_limits_and_further_facts_changes_no_bit_of_a_feature_or_score() -> None:
    def flip(by: int) -> Market:
        return changed(
            lambda person, n: {"functional_limits": limits(n + by), "further": FURTHER[(n + by) % 2]}
        )

    one, other = flip(0), flip(1)
    assert one.data_hash != other.data_hash
    assert one.limits.levels.tolist() != other.limits.levels.tolist()
    assert outcome(one) == outcome(other) == plain()


def test_points_read_evidence_and_the_card_only() -> None:
    market = load_region("drenthe", jobseekers=30, vacancies=20, seed=5)
    pairs = find_pairs(market)
    evidence = compare(build(market.open), pairs.jobseeker, pairs.vacancy)
    once, again = (score_pairs(evidence, pairs, load_card()) for _ in range(2))
    assert once.points.tobytes() == again.points.tobytes()


def test_the_open_market_has_no_way_to_them() -> None:
    assert set(OpenMarket.__slots__) == {
        *("on", "jobseekers", "vacancies", "languages", "industries", "travel_times")
    }
    forbidden = {"protected", "limits", "functional_limits", "facts", "records"}
    for name in OpenMarket.__slots__:
        assert name not in forbidden
    market = load_region("drenthe", jobseekers=3, vacancies=3)
    assert not forbidden & {
        name for part in (market.open.jobseekers, market.open.vacancies) for name in dir(part)
    }


def test_features_and_scoring_import_nothing_of_protected_tables() -> None:
    forbidden = {
        "Market",
        "ProtectedTable",
        "LimitTable",
        "ProtectedFacts",
        "TargetGroupFact",
        "Benefit",
        "policy",
    }
    for room in ("features", "scoring"):
        for path in (PACKAGE / room).rglob("*.py"):
            tree = ast.parse(path.read_text(encoding="utf-8"))
            names = {
                alias.name
                for node in ast.walk(tree)
                if isinstance(node, ast.ImportFrom)
                for alias in node.names
            }
            assert not names & forbidden, path.name
            whole = {
                alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names
            }
            assert not [name for name in whole if name.split(".")[0] == "matching"], path.name
            attributes = {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
            # Attributes may be named by texts too, as those that a component reads are.
            texts = {
                node.value
                for node in ast.walk(tree)
                if isinstance(node, ast.Constant) and isinstance(node.value, str)
            }
            named = attributes | {part for text in texts for part in text.split(".")}
            unread = {"protected", "functional_limits", "limits", "records", "organisation", "consultant"}
            assert not named & unread, path.name
