"""What was proven about a plan, and what it was computed with, in words."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from math import ceil
from numbers import Real
from typing import TYPE_CHECKING

from matching import policy, registers

if TYPE_CHECKING:
    from matching.plan import Plan
    from matching.policy import Basis
    from matching.report._words import Words

# Settings of the rules that are stored in hundredths of an hour.
_HUNDREDTHS = ("job_hours", "fte_hours", "unknown_hours_max")


def proof(plan: Plan, words: Words) -> str:
    """How good the plan is, in one sentence for somebody who does not know what a bound is."""
    return words(
        f"proof_{_status(plan)}",
        # Rounded up to a hundredth of a percent, so that the sentence stays true.
        gap=words.percent(ceil(plan.gap * 1e4) / 1e4, 2),
        conflict=words("and").join(plan.conflict),
    )


def settings_shown(plan: Plan, words: Words) -> tuple[tuple[str, str], ...]:
    """Name and value of everything that is needed to make the plan again."""
    settings, manifest, counts = plan.settings, plan.manifest, plan.counts()
    limit = settings.time_limit
    shown = {
        "market": manifest.market,
        "on": words.day(date.fromisoformat(manifest.on)),
        "status": words(f"status_{_status(plan)}"),
        "objective": words(
            "s_objective_value", objective=words.number(plan.objective, 3), bound=words.number(plan.bound, 3)
        ),
        "gap": words("s_gap_value", gap=words.percent(plan.gap, 3), asked=words.percent(settings.gap, 3)),
        "pairs": words(
            "s_pairs_value", eligible=counts["eligible_pairs"], good=counts["pairs_above_min_score"]
        ),
        "min_score": words.number(settings.min_score, 2),
        "caps": words(
            "s_caps_value", jobseeker=settings.proposals_per_jobseeker, opening=settings.proposals_per_opening
        ),
        **(
            {"second_jobs": words("s_second_jobs_value", n=counts["second_jobs"])}
            if settings.second_jobs
            else {}
        ),
        "time_limit": words("s_none") if limit is None else words("s_seconds", n=limit),
        "seed": str(settings.seed),
        "engine": manifest.engine,
        "data_hash": manifest.data_hash,
        "card_hash": manifest.card_hash,
        "plan_hash": manifest.plan_hash,
        "versions": ", ".join(_with_version(plan, name) for name in manifest.versions),
    }
    return tuple((words(f"s_{name}"), value) for name, value in shown.items())


def _status(plan: Plan) -> str:
    """Status by which words go: another goal by its name; spent work is not a clock that stopped it."""
    if plan.status == "optimal" and plan.goal != "total score":
        return plan.goal
    return "work_limit" if plan.stopped_by == "work" else plan.status


def made_with(plan: Plan) -> str:
    """Name this package with its version."""
    return _with_version(plan, "arbeidsmatch")


def _with_version(plan: Plan, name: str) -> str:
    """Name a package with its version, which a source tree that is not installed does not have."""
    version = plan.manifest.versions[name]
    return f"{name} {version}" if version[:1].isdigit() else name


def law_shown(
    words: Words, settings: policy.PolicySettings = policy.DEFAULTS
) -> tuple[tuple[str, str, Basis], ...]:
    """Every figure of law and policy as configured: what it is, its value, and where it comes from.

    Those that differ from the default come first, with the default as their source.
    """
    shown = []
    for row in sorted(settings.basis(), key=lambda row: row.standing != "own"):
        key = f"law_{row.setting}"
        # A setting that has no words of its own yet is shown under its own name rather than left out.
        name = words(key) if words.has(key) else row.setting.replace("_", " ")
        ground = f"ground_{row.setting}"
        source = words(ground) if words.has(ground) else row.source
        if row.standing == "own":
            source = words("own_figure", default=_law_value(row.setting, row.default, words), ground=source)
        shown.append((name, _law_value(row.setting, row.value, words), replace(row, source=source)))
    return tuple(shown)


def sources_shown(words: Words) -> tuple[registers.Source, ...]:
    """Where each shipped table comes from, in words where the register writes another language."""
    return tuple(
        replace(
            row,
            table=_worded(f"table_{row.table}", row.table, words),
            year=_worded(f"year_{row.year}", row.year, words),
            source=_worded(f"source_{row.table}", row.source, words),
            licence=_worded(f"licence_{row.licence}", row.licence, words),
        )
        for row in registers.sources()
    )


def attributions(words: Words) -> tuple[str, ...]:
    """Sentences that the licences of the shipped tables ask for, each once."""
    licences = dict.fromkeys(part for row in registers.sources() for part in row.licence.split("; "))
    return tuple(words(key) for each in licences if words.has(key := f"attribution_{each}"))


def _worded(key: str, otherwise: str, words: Words) -> str:
    return words(key) if words.has(key) else otherwise


def _law_value(setting: str, value: object, words: Words) -> str:
    if isinstance(value, frozenset):
        return ", ".join(sorted(words(f"group_{group}") for group in value))
    if isinstance(value, bool):
        return words("yes" if value else "no")
    if isinstance(value, Real):
        number = float(value)
        return words.short(number / 100 if setting in _HUNDREDTHS else number)
    choice = f"choice_{value}"
    return words(choice) if words.has(choice) else words.value(value)
