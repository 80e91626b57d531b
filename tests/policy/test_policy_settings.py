"""Figures of the rules: their kinds, their way through a file, and that every call passes them on."""

from __future__ import annotations

import ast
import inspect
import json
from dataclasses import fields, replace
from datetime import date, datetime
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import matching
from matching import policy
from matching.exceptions import RuleError
from matching.policy import DEFAULTS, PolicySettings
from matching.records import TargetGroup

ROOT = Path(matching.__file__).parent
WITH_SETTINGS = {
    name
    for name in policy.__all__
    if inspect.isfunction(found := getattr(policy, name))
    and "settings" in inspect.signature(found).parameters
}


def calls_without_settings(source: Path) -> list[str]:
    """Calls in a file of public functions of the rules that leave their figures to the default."""
    tree = ast.parse(source.read_text(encoding="utf-8"))
    nodes = list(ast.walk(tree))
    own = {node.name for node in nodes if isinstance(node, ast.FunctionDef)}
    rules = own if source.parent.name == "policy" else set()
    for node in nodes:
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("matching.policy"):
            rules = rules | {name.name for name in node.names}
    found = []
    for node in nodes:
        match node:
            case ast.Call(func=ast.Attribute(value=ast.Name(id="policy"), attr=name)):
                is_rule = name in WITH_SETTINGS
            case ast.Call(func=ast.Name(id=name)):
                is_rule = name in WITH_SETTINGS & rules
            case _:
                continue
        passed = {word.arg for word in node.keywords} | {ast.unparse(value) for value in node.args}
        if is_rule and not passed & {"settings", "self._settings", "market.policy"}:
            found.append(f"{source.relative_to(ROOT)}:{node.lineno} {name}")
    return found


def values_of(name: str) -> st.SearchStrategy[object]:
    """Values that a setting may have."""
    kind = next(item for item in fields(PolicySettings) if item.name == name).metadata["kind"]
    groups = st.frozensets(st.sampled_from(TargetGroup))
    by_kind = {
        "hours": st.integers(100, 16_800),
        "whole": st.integers(int(kind.low), int(kind.high)),
        "fraction": st.fractions(kind.low, kind.high),
        "yes_no": st.booleans(),
        "day": st.dates(),
        "groups": groups,
        "choice": st.sampled_from(kind.choices or ("",)),
    }
    return by_kind[kind.name]


OWN = st.fixed_dictionaries({}, optional={item.name: values_of(item.name) for item in fields(PolicySettings)})


def test_every_call_of_a_rule_passes_the_figures_on():
    """No call, in any room, lets a rule fall back on the default figures."""
    assert len(WITH_SETTINGS) > 25
    assert [call for file in ROOT.rglob("*.py") for call in calls_without_settings(file)] == []


def test_a_call_that_passes_no_figures_is_found(tmp_path, monkeypatch):
    """The check above can fail."""
    file = tmp_path / "rule.py"
    file.write_text(
        "policy.agreement_jobs(3200)\npolicy.agreement_jobs(3200, settings=own)", encoding="utf-8"
    )
    monkeypatch.setitem(globals(), "ROOT", tmp_path)
    assert calls_without_settings(file) == ["rule.py:1 agreement_jobs"]


@given(own=OWN)
def test_figures_come_back_from_a_file(own: dict):
    """Whatever is set comes back the same from plain values, through JSON too."""
    settings = PolicySettings(**own)
    written = json.loads(json.dumps(settings.to_dict()))
    assert PolicySettings.from_dict(written) == settings
    assert set(written) == {row.setting for row in settings.deviations()}
    assert all(str(row).startswith(row.setting) for row in settings.basis())


def test_defaults_write_nothing():
    """Who has nothing of its own has an empty table, and an empty table is the default."""
    assert DEFAULTS.to_dict() == {}
    assert PolicySettings.from_dict({}) == DEFAULTS
    assert DEFAULTS.deviations() == ()


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("fte_hours", "40", r"fte_hours: must be hours a week in \[1, 168\].* such as 25.5, got text"),
        ("fte_hours", 3600, r"fte_hours: must be hours a week in \[1, 168\].*got 3600"),
        ("fte_hours", 36.005, "to a hundredth"),
        ("months_max_runs_on", 1, "months_max_runs_on: must be true or false, got 1"),
        ("hire_before_months", 2.5, r"hire_before_months: must be a whole number in \[0, 600\], got 2.5"),
        ("hire_before_months", True, "got yes or no"),
        ("holiday_pay", 8, r"holiday_pay: must be a number in \[0, 1\] such as 0.08, got 8"),
        ("holiday_pay", "1/0", "got text"),
        (
            "agreement_from",
            datetime(2013, 1, 1, 10),
            "without quotes such as 2026-01-31, got a date with a time",
        ),
        ("agreement_from", "soon", "got text"),
        (
            "register_facts",
            ["ww", "wwx"],
            "register_facts: must be a list of target groups out of banenafspraak",
        ),
        ("register_facts", "ww", "got text"),
        ("register_facts", {"ww": 1}, "got a table"),
        ("attribution", "home", "attribution: must be one of residence, workplace, got text"),
        ("fte_hour", 40, "fte_hour: is not a setting; the nearest is 'fte_hours'"),
    ],
)
def test_wrong_figures_are_refused_by_name_kind_and_way_out(name: str, value: object, said: str):
    """Each names the setting, the kind of value and what to write."""
    with pytest.raises(RuleError, match=said):
        PolicySettings.from_dict({name: value})


def test_all_wrong_figures_are_named_at_once():
    """Two wrong ones make one error with both."""
    with pytest.raises(RuleError, match=r"(?s)2 problems:.*fte_hours.*holiday_pay"):
        PolicySettings.from_dict({"fte_hours": 0, "holiday_pay": 2})


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"job_hours": 0}, r"job_hours must be hundredths of an hour in \[100, 16800\], got 0"),
        ({"fte_hours": 36}, "fte_hours must be hundredths of an hour"),
        ({"fte_hours": 36.0}, "got 36.0"),
        ({"hours_share_max": Fraction(0)}, "hours_share_max must be a Fraction"),
        ({"holiday_pay": 0.08}, r"holiday_pay must be a Fraction in \[0, 1\], got 0.08"),
        ({"register_facts": frozenset({"ww"})}, "register_facts must be a frozenset of TargetGroup"),
        ({"agreement_from": datetime(2013, 1, 1)}, "agreement_from must be a date"),
        ({"months_max_runs_on": None}, "months_max_runs_on must be True or False, got NoneType"),
        ({"youth_below": 14}, r"youth_below must be whole in \[15, 120\], got 14"),
        ({"attribution": "home"}, "attribution must be one of residence, workplace"),
    ],
)
def test_impossible_settings_are_refused(wrong: dict, said: str):
    """A value that is out of range or of another kind never becomes a setting."""
    with pytest.raises(RuleError, match=said):
        replace(DEFAULTS, **wrong)


def test_what_was_set_says_so():
    """A figure of one's own is no longer law or default, and shows what it would have been."""
    own = PolicySettings(fte_hours=4000, agreement_from=date(2014, 1, 1))
    assert [(row.setting, row.standing) for row in own.deviations()] == [
        ("agreement_from", "own"),
        ("fte_hours", "own"),
    ]
    assert [str(row) for row in own.deviations()] == [
        "agreement_from 2014-01-01 (default 2013-01-01)",
        "fte_hours 40 (default 36)",
    ]
