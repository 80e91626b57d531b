"""No protected fact and no functional limit moves a score by a bit."""

from __future__ import annotations

import ast
from datetime import date
from pathlib import Path

import numpy as np

import matching
from matching.features import build, compare
from matching.market import Market, OpenMarket, load_region
from matching.records import (
    Benefit,
    EducationLevel,
    FunctionalItem,
    Jobseeker,
    ProtectedFacts,
    TargetGroup,
    TargetGroupFact,
)
from matching.scoring import load_card, score_pairs

PACKAGE = Path(matching.__file__).parent


def flipped(person: Jobseeker, number: int) -> Jobseeker:
    """Return the same person with every protected fact and every limit another one."""
    groups = list(TargetGroup)
    facts = ProtectedFacts(
        target_groups=(TargetGroupFact(group=groups[number % len(groups)], source="other"),),
        benefit=list(Benefit)[number % len(Benefit)],
        benefit_since=date(2020, 1, 1),
        former_wage_eur_per_hour=99,
        former_level=EducationLevel.WO,
        wage_value=number % 11 / 10,
        integration_hours_per_week=number % 20,
        birth_date=date(1950 + number % 55, 2, 3),
    )
    limits = {item: (number + at) % 4 for at, item in enumerate(FunctionalItem)}
    return person.model_copy(update={"protected": facts, "functional_limits": limits})


def test_flipping_them_all_changes_no_bit_of_a_score() -> None:
    market = load_region("drenthe", jobseekers=120, vacancies=60, seed=5)
    people = [flipped(person, number) for number, person in enumerate(market.records.jobseekers)]
    other = market.with_records(jobseekers=people)
    row, column = np.divmod(np.arange(120 * 60), 60)

    def evidence(of: Market) -> bytes:
        return compare(build(of.open), row, column).values.tobytes()

    assert evidence(market) == evidence(other)
    assert market.limits.levels.tolist() != other.limits.levels.tolist()


def test_points_read_evidence_and_the_card_only() -> None:
    market = load_region("drenthe", jobseekers=30, vacancies=20, seed=5)
    from matching.pairs import find_pairs

    pairs = find_pairs(market)
    evidence = compare(build(market.open), pairs.jobseeker, pairs.vacancy)
    once, again = (score_pairs(evidence, pairs, load_card()) for _ in range(2))
    assert once.points.tobytes() == again.points.tobytes()


def test_the_open_market_has_no_way_to_them() -> None:
    assert set(OpenMarket.__slots__) == {"on", "jobseekers", "vacancies", "languages", "industries"}
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
        for path in (PACKAGE / room).glob("*.py"):
            tree = ast.parse(path.read_text(encoding="utf-8"))
            names = {
                alias.name
                for node in ast.walk(tree)
                if isinstance(node, ast.ImportFrom)
                for alias in node.names
            }
            assert not names & forbidden, path.name
            attributes = {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
            assert not attributes & {"protected", "functional_limits", "limits"}, path.name
