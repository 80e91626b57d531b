"""Promises, leftovers and findings are put in the order of who has to act, and worded with their unit."""

from __future__ import annotations

from dataclasses import replace
from math import inf
from typing import TYPE_CHECKING

import pytest

from matching.findings import Issue
from matching.plan import Unmatched
from matching.report._lines import _price as price
from matching.report._lines import finding_groups, leftovers, place_of, promises, with_rejections
from matching.report._words import Words

if TYPE_CHECKING:
    import matching


def test_what_is_not_kept_comes_first(plan: matching.Plan) -> None:
    told = promises(plan, Words("nl"))
    assert [p.row.state for p in told] == ["short", "not_computable", "tight", "met", "met"]
    assert next(p.row.name for p in told) == "statushouder"


def test_amounts_have_their_unit(plan: matching.Plan) -> None:
    told = {p.row.name: p for p in promises(plan, Words("en"))}
    assert told["statushouder"].asked == "at least 3 people"
    assert told["statushouder"].missing == "3 people short"
    assert told["geheime afspraak"].asked == "at least 1 job"
    assert told["geheim contract"].asked == "at least \N{EURO SIGN}\N{NO-BREAK SPACE}5,000"
    assert (told["drie mensen"].share, told["statushouder"].share) == (1.0, 0.0)
    assert "names no value table" in told["social return K-ander"].note


def test_a_promise_says_why_it_shows_a_number_that_the_rates_leave_out(plan: matching.Plan) -> None:
    """Of a target group, in people: one in jobs, or about everybody, tells of no group."""
    told = {p.row.name: p.note for p in promises(plan, Words("nl"))}
    few = Words("nl")("few_promise")
    assert told["statushouder"].endswith(few)
    assert {name for name, note in told.items() if few in note} == {"statushouder"}


@pytest.mark.parametrize(
    ("state", "unit", "dual", "stated", "shown"),
    [
        ("tight", "heads", 0.25, 9, 0.25),
        ("tight", "heads", -0.25, 9, 0.25),
        ("tight", "heads", 1e-7, 9, None),
        ("tight", "heads", inf, 9, None),
        ("short", "heads", 0, 0.75, 0.75),
        ("over", "jobs", 0, 0.75, 0.75),
        ("short", "heads", 0, inf, None),
        ("short", "eur", 0, 0.00125, 1.25),
        ("tight", "eur", 0.002, 9, 2.0),
        ("met", "heads", 1, 9, None),
    ],
)
def test_the_price_of_the_last_unit_is_shown(
    plan: matching.Plan, state: str, unit: str, dual: float, stated: float, shown: float | None
) -> None:
    row = replace(plan.rows[0], state=state, unit=unit, price=dual)  # type: ignore[arg-type]
    assert price(row, stated) == shown


def test_a_promise_that_is_short_has_the_price_that_was_stated(plan: matching.Plan) -> None:
    """Priority 1: 3,000 score units for all of three people."""
    (short,) = [p for p in promises(plan, Words("nl")) if p.row.state == "short"]
    assert short.price == pytest.approx(3000 / 3)


def test_the_largest_group_of_leftovers_comes_first() -> None:
    def left(key: str, reason: str, best: float | None) -> Unmatched:
        return Unmatched(id=key, reason=reason, openings=0, detail="", best=best, nl="", en="")

    groups = leftovers([left("a", "x", 0.1), left("b", "y", None), left("c", "x", 0.9)])
    assert [(g.reason, [e.id for e in g.entries]) for g in groups] == [("x", ["c", "a"]), ("y", ["b"])]


def test_a_reason_without_words_of_its_own_speaks_for_itself() -> None:
    entry = Unmatched(id="a", reason="brand_new", openings=0, detail="", best=0.5, nl="Nieuw.", en="New.")
    (group,) = leftovers([entry])
    assert (group.heading(Words("nl")), group.heading(Words("en"))) == ("Nieuw.", "New.")


def test_a_rejected_proposal_is_the_reason_of_who_is_left(decided: matching.Plan) -> None:
    """W-1 was rejected for the warehouse: others did not come before."""
    (entry,) = [e for e in with_rejections(decided, "jobseeker") if e.id == "W-1"]
    assert (entry.reason, entry.en) == (
        "rejected",
        "A suitable proposal was rejected; this plan has no other.",
    )
    assert {e.reason for e in with_rejections(decided, "vacancy") if e.id == "V-1"} <= {"rejected"}


def test_findings_are_grouped_by_rule_the_gravest_first() -> None:
    found = [
        Issue("b.often", "doubted", "nl", "en", count=9),
        Issue("a.grave", "refused", "nl", "en", "f.csv", 1234, "kop", "W-1"),
        Issue("b.often", "doubted", "nl", "en other"),
    ]
    groups = finding_groups(found)
    assert [(g.rule, g.count, g.is_one_sentence) for g in groups] == [
        ("a.grave", 1, True),
        ("b.often", 10, False),
    ]
    assert place_of(found[1], Words("nl")) == "f.csv, regel 1234, kolom kop, W-1"
