"""Words exist in both languages, say the same fields, and numbers read as they are written there."""

from __future__ import annotations

import re
from datetime import date
from importlib.resources import files
from pathlib import Path
from string import Formatter
from typing import get_args

import pytest

import matching.report
from matching.constraints import UNIT_SCALE
from matching.exceptions import NotCoveredError
from matching.findings import Severity
from matching.policy import DEFAULTS, AccountState, LineKind
from matching.records import EducationLevel, TargetGroup
from matching.registers import SocialReturnRow, social_return_table, social_return_tables
from matching.report._certificate import law_shown
from matching.report._words import LANGUAGES, Words, table

ROOM = Path(str(files(matching.report)))
FAMILIES = (
    *("for_", "against_", "unknown_", "level_", "left_", "state_", "status_", "proof_", "severity_", "kind_"),
    *(
        "group_",
        "law_",
        "standing_",
        "of_",
        "unit_",
        "ground_",
        "s_",
        "title_",
        "kicker_",
        "proposals_intro_",
        "sheet_",
        "account_",
        "line_",
        "instrument_",
        "because_",
        "todo_",
        "change_",
        "indicator_",
        "measure_",
        "licence_",
        "attribution_",
        "choice_",
        "block_",
        "year_",
        "table_",
        "source_",
    ),
)


def fields(text: str) -> set[str]:
    return {field for _, field, _, _ in Formatter().parse(text) if field}


@pytest.mark.parametrize("key", sorted(table()))
def test_each_text_is_there_in_both_languages_with_the_same_fields(key: str) -> None:
    entry = table()[key]
    assert {"nl", "en"} <= set(entry) <= {"nl", "en", "nl_one", "en_one"}
    assert fields(entry["nl"]) == fields(entry["en"])
    for single in set(entry) - {"nl", "en"}:
        assert fields(entry[single]) <= fields(entry["nl"])


def test_every_text_that_is_asked_for_is_there_and_none_is_left_over() -> None:
    said = "\n".join(
        path.read_text(encoding="utf-8") for path in ROOM.rglob("*") if path.suffix in (".py", ".j2")
    )
    asked = set(re.findall(r"""\b(?:w|words|say|self\.words)\(\s*["']([a-z0-9_]+)["']\s*[,)]""", said))
    assert asked <= set(table())
    unused = {key for key in table() if f'"{key}"' not in said and f"'{key}'" not in said}
    assert {key for key in unused if not key.startswith(FAMILIES)} == set()


def test_what_other_rooms_can_say_has_words() -> None:
    families = {
        "level_": list(EducationLevel),
        "group_": list(TargetGroup),
        "law_": {row.setting for row in DEFAULTS.basis()},
        "unit_": list(UNIT_SCALE),
        "standing_": {row.standing for row in DEFAULTS.basis()},
        "severity_": get_args(Severity),
        "account_": get_args(AccountState),
        "line_": get_args(LineKind),
        "block_": {
            row.block
            for name in social_return_tables()
            for day in (date(2017, 1, 1), date(2026, 1, 1))
            for row in _rows(name, day)
        },
    }
    missing = {f"{family}{name}" for family, names in families.items() for name in names} - set(table())
    assert missing == set()


def _rows(name: str, day: date) -> tuple[SocialReturnRow, ...]:
    """Lines of a table on a day, none where it does not hold."""
    try:
        return social_return_table(name, day).rows
    except NotCoveredError:
        return ()


def test_figures_of_law_are_grounded_in_both_languages() -> None:
    """The English is that of the setting itself, so that the Dutch is looked at when it changes."""
    grounds = {row.setting: row.source for row in DEFAULTS.basis()}
    assert {name: table()[f"ground_{name}"]["en"] for name in grounds} == grounds
    assert [row.source for _, _, row in law_shown(Words("nl"))] == [
        table()[f"ground_{name}"]["nl"] for name in grounds
    ]


@pytest.mark.parametrize(
    ("value", "nl", "en"),
    [
        (1234567, "1.234.567", "1,234,567"),
        (25.5, "25,5", "25.5"),
        (1600.0, "1.600", "1,600"),
        (None, "\N{EN DASH}", "\N{EN DASH}"),
        ("W-1", "W-1", "W-1"),
        (date(2026, 3, 1), "1 maart 2026", "1 March 2026"),
    ],
)
def test_values_read_as_they_are_written_there(value: object, nl: str, en: str) -> None:
    assert (Words("nl").value(value), Words("en").value(value)) == (nl, en)


@pytest.mark.parametrize(
    ("share", "said"), [(0.0, "0%"), (0.001, "< 1%"), (0.5, "50%"), (0.999, "> 99%"), (1.0, "100%")]
)
def test_a_share_never_looks_like_all_or_nothing_when_it_is_not(share: float, said: str) -> None:
    assert Words("nl").percent(share) == said


def test_one_thing_is_not_many_things() -> None:
    said = [Words("nl")("of_heads", amount=str(n), n=n) for n in (1, 2)]
    assert said == ["1 persoon", "2 personen"]


def test_another_language_is_refused() -> None:
    with pytest.raises(ValueError, match="'nl' or 'en'"):
        Words("fr")  # type: ignore[arg-type]
    assert LANGUAGES == ("nl", "en")
