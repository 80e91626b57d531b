"""What changed since an earlier plan: every match has one fate, and every change a reason that is true."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

import matching
from matching.constraints import Quota
from matching.exceptions import ExchangeError
from matching.plan import CHANGE_REASONS, Change, Decision, EarlierPlan

if TYPE_CHECKING:
    from pathlib import Path

    from matching.market import Market

GROUND = {"legal_ground": "Wfsv art. 38b"}


def fate(changes: matching.plan.Changes, key: str) -> Change:
    (found,) = (entry for entry in changes.entries if entry.jobseeker == key)
    return found


def test_the_same_market_keeps_every_match(tiny: Market) -> None:
    """Nothing changed, so that there is nothing to explain."""
    before = matching.match(tiny)
    after = matching.match(tiny, previous=before)
    assert after.changes is not None
    assert after.changes.counts() == {"kept": len(before.placements), "moved": 0, "new": 0, "ended": 0}
    assert after.changes.by_reason() == {}
    assert before.changes is None


def test_who_or_what_is_gone_is_the_reason(tiny: Market) -> None:
    """The cook leaves; then the kitchen."""
    before = matching.match(tiny)
    records = tiny.records
    people = [one for one in records.jobseekers if one.id != "W-3"]
    gone = matching.match(tiny.with_records(jobseekers=people)).changes_since(before)
    assert (fate(gone, "W-3").kind, fate(gone, "W-3").reason) == ("ended", "person_gone")
    work = [one for one in records.vacancies if one.id != "V-2"]
    closed = matching.match(tiny.with_records(vacancies=work)).changes_since(before)
    assert (fate(closed, "W-3").kind, fate(closed, "W-3").reason) == ("ended", "vacancy_gone")
    back = before.changes_since(matching.match(tiny.with_records(vacancies=work)))
    assert (fate(back, "W-3").kind, fate(back, "W-3").reason) == ("new", "vacancy_new")


def test_a_rule_that_refuses_now_is_named(tiny: Market) -> None:
    """The kitchen asks for more hours than the cook can work."""
    before = matching.match(tiny)
    work = [
        one.model_copy(update={"hours_min": 38.0, "hours_max": 40.0}) if one.id == "V-2" else one
        for one in tiny.records.vacancies
    ]
    found = fate(matching.match(tiny.with_records(vacancies=work)).changes_since(before), "W-3")
    assert (found.kind, found.reason, found.detail) == ("ended", "not_eligible", "hours")
    assert found.nl.startswith("Het paar komt niet meer in aanmerking; de regel: ")


def test_a_promise_that_takes_a_place_is_named(tiny: Market) -> None:
    """Who of the two gets the only opening is decided by a promise that was not there before."""
    free = matching.match(tiny)
    first = next(p.jobseeker for p in free.placements if p.vacancy == "V-1")
    other = {"W-1": "W-2", "W-2": "W-1"}[first]
    by_id = {one.id: one for one in tiny.records.jobseekers}
    people = [
        one.model_copy(update={"protected": by_id["W-2" if one.id == other else "W-1"].protected})
        for one in tiny.records.jobseekers
    ]
    promise = Quota("banenafspraak", at_least=1, name="garantiebaan", **GROUND)
    changes = matching.match(tiny.with_records(jobseekers=people), constraints=[promise]).changes_since(free)
    for key, kind in ((first, "ended"), (other, "new")):
        found = fate(changes, key)
        assert (found.kind, found.reason, found.detail) == (kind, "promise_changed", "garantiebaan")
    assert changes.new_promises == ("garantiebaan",)
    kept = matching.match(tiny.with_records(jobseekers=people), constraints=[replace(promise, at_least=2)])
    more = kept.changes_since(matching.match(tiny.with_records(jobseekers=people), constraints=[promise]))
    assert (more.changed_promises, more.gone_promises) == (("garantiebaan",), ())


def test_decisions_are_reasons(tiny: Market) -> None:
    """A rejected pair ends, and somebody accepted takes the place of another."""
    before = matching.match(tiny)
    first = next(p.jobseeker for p in before.placements if p.vacancy == "V-1")
    other = {"W-1": "W-2", "W-2": "W-1"}[first]
    no = [Decision(jobseeker=first, vacancy="V-1", decided="rejected")]
    assert fate(matching.match(tiny, decisions=no).changes_since(before), first).reason == "rejected"
    yes = [Decision(jobseeker=other, vacancy="V-1", decided="accepted")]
    changes = matching.match(tiny, decisions=yes).changes_since(before)
    assert (fate(changes, first).reason, fate(changes, other).reason) == ("accepted", "accepted")


def test_openings_and_newcomers_are_reasons(tiny: Market) -> None:
    """A second opening in the warehouse, and a second cook for the second opening in the kitchen."""
    before = matching.match(tiny)
    left = next(key for key in ("W-1", "W-2") if key not in {p.jobseeker for p in before.placements})
    work = [
        one.model_copy(update={"openings": 2}) if one.id == "V-1" else one for one in tiny.records.vacancies
    ]
    cook = next(one for one in tiny.records.jobseekers if one.id == "W-3")
    people = [*tiny.records.jobseekers, cook.model_copy(update={"id": "W-5"})]
    after = matching.match(tiny.with_records(vacancies=work, jobseekers=people))
    changes = after.changes_since(before)
    assert fate(changes, left).reason == "more_openings"
    assert fate(changes, "W-5").reason == "person_new"
    fewer = before.changes_since(after)
    assert fate(fewer, left).reason == "fewer_openings"


def test_a_plan_is_compared_with_its_file(tmp_path: Path) -> None:
    """The JSON holds what is needed, whatever is in it; and each reason has words in both languages."""
    market = matching.load_region("drenthe", jobseekers=150, vacancies=60)
    before = matching.match(market, min_score=0.2)
    file = tmp_path / "plan.json"
    file.write_text(before.to_json(), encoding="utf-8")
    earlier = EarlierPlan.read(file)
    assert earlier == EarlierPlan.of(before)
    people = [one for at, one in enumerate(market.records.jobseekers) if at % 7]
    work = [one for at, one in enumerate(market.records.vacancies) if at % 11]
    quota = Quota("50plus", at_least=40, **GROUND)
    less = market.with_records(jobseekers=people, vacancies=work)
    after = matching.match(less, min_score=0.3, previous=earlier, constraints=[quota])
    changes = after.changes
    assert changes == after.changes_since(before)
    assert sum(changes.counts().values()) == len(
        {p.jobseeker for p in (*before.placements, *after.placements)}
    )
    counts = changes.counts()
    assert counts["kept"] + counts["moved"] + counts["new"] == len(after.placements)
    assert counts["kept"] + counts["moved"] + counts["ended"] == len(before.placements)
    for entry in changes.entries:
        assert (entry.reason in CHANGE_REASONS) or (entry.kind == "kept" and not entry.reason)
        assert bool(entry.nl) == bool(entry.en) == bool(entry.reason)
    assert json.loads(after.to_json())["changes"]["counts"] == counts
    assert f"{counts['kept']} kept" in str(after)


@pytest.mark.parametrize("text", ["{", "[]", "{}", '{"manifest": {"on": 3}}', "\x00"])
def test_what_is_no_plan_is_said_in_one_sentence(text: str, tmp_path: Path) -> None:
    """Neither broken JSON nor that of something else is read."""
    file = tmp_path / "plan.json"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(ExchangeError, match=r"plan\.json of an earlier run"):
        EarlierPlan.read(file)
    with pytest.raises(ExchangeError, match="cannot be read"):
        EarlierPlan.read(tmp_path / "nowhere.json")
