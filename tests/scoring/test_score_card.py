"""A points card is read strictly and survives a round trip."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from matching.exceptions import RuleError
from matching.features import COMPONENTS
from matching.scoring import ScoreCard, Weight, load_card

if TYPE_CHECKING:
    from pathlib import Path


def test_the_shipped_card_weighs_every_component_and_says_where_it_comes_from() -> None:
    card = load_card()
    assert list(card.components) and set(card.components) == {component.name for component in COMPONENTS}
    assert card.source and isinstance(card.date, date)
    assert card.base < 0


def test_it_survives_a_round_trip() -> None:
    card = load_card()
    assert ScoreCard.from_dict(card.to_dict()) == card


def toml(table: dict[str, Any]) -> str:
    lines = [f"{key} = {value!r}" for key, value in table.items() if key not in ("components", "date")]
    lines += [f"date = {table['date']}"] if "date" in table else []
    for name, part in table.get("components", {}).items():
        lines += [f"[components.{name}]", *(f"{key} = {value!r}" for key, value in part.items())]
    return "\n".join(lines)


def test_a_card_of_your_own_is_read_from_a_file(tmp_path: Path) -> None:
    table = load_card().to_dict() | {"base": -2, "name": "own"}
    path = tmp_path / "card.toml"
    path.write_text(toml(table), encoding="utf-8")
    assert load_card(path) == replace(load_card(), base=-2.0, name="own")


def change(table: dict[str, Any], path: str, value: object) -> dict[str, Any]:
    head, _, rest = path.partition(".")
    if rest:
        return table | {head: change(table[head], rest, value)}
    return {key: one for key, one in table.items() if key != head} if value is None else table | {head: value}


@pytest.mark.parametrize(
    ("path", "value", "message"),
    [
        ("weights", 1, "card has unknown weights; allowed are name, source"),
        ("source", None, "source must be given"),
        ("base", "high", "base must be a number"),
        ("base", float("nan"), "base must be a number"),
        ("components", 3, "components must be tables"),
        ("components.shoe_size", {"side": "vacancy", "weight": 1.0}, "components has unknown shoe_size"),
        ("components.travel", None, "travel must be given; weight 0 leaves one out"),
        ("components.travel.wait", 1, "components.travel has unknown wait"),
        ("components.travel.side", None, "components.travel must have a side and a weight"),
        ("components.travel.side", "employer", r"travel.side must be one of \('jobseeker', 'vacancy'\)"),
        ("components.travel.weight", -1.0, r"travel.weight must be in \[0, 20\], got -1.0"),
        ("components.travel.unknown", 2.0, r"travel.unknown must be in \[-1, 1\], got 2.0"),
    ],
)
def test_a_card_that_is_not_well_formed_is_refused(path: str, value: object, message: str) -> None:
    with pytest.raises(RuleError, match=message):
        ScoreCard.from_dict(change(load_card().to_dict(), path, value))


@pytest.mark.parametrize("content", [b"base = ", b"\xff\xfe"])
def test_a_file_that_cannot_be_read_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "card.toml"
    path.write_bytes(content)
    with pytest.raises(RuleError, match="cannot be read"):
        load_card(path)
    with pytest.raises(RuleError, match="cannot be read"):
        load_card(tmp_path / "nothing.toml")


def test_a_pair_that_suits_one_side_only_stays_below_the_usual_floor() -> None:
    best = {side: 0.0 for side in ("jobseeker", "vacancy")}
    worst = dict(best)
    lowest = {
        "skills": -0.8,
        "experience": -0.8,
        "qualifications": -0.7,
        "skills_welcome": -0.2,
        "sector": -0.5,
        "wage": 0.0,
    }
    card = load_card()
    for name, weight in card.components.items():
        best[weight.side] += weight.weight
        worst[weight.side] += weight.weight * lowest.get(name, -1.0)
    limit = -0.619  # the log-odds of a score of 0.35
    assert card.base + best["jobseeker"] + worst["vacancy"] < limit
    assert card.base + best["vacancy"] + worst["jobseeker"] < limit
    assert card.base + best["jobseeker"] + best["vacancy"] > 3


def test_a_weight_without_a_neutral_value_counts_unknown_as_zero() -> None:
    assert Weight(side="vacancy", weight=1.0).unknown == 0
