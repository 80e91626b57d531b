"""Constraints are read from TOML, and every problem of a file is named at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from matching.constraints import Quota, SocialReturn, from_dict, read_constraints
from matching.exceptions import ConstraintError

if TYPE_CHECKING:
    from pathlib import Path

GOOD = """
[[quota]]
group = "banenafspraak"
at_least = 40
unit = "jobs"
legal_ground = "Wfsv art. 38b"

[[quota]]
at_most = 3
where = { employer = ["E-1", "E-2"] }
priority = 2
name = "twee werkgevers"

[[social_return]]
contract = "K-01"
owed = 12500.50
"""
BAD = """
[[quota]]
group = "banenafsprak"
at_least = 40

[[quota]]
at_lest = 3

[[quota]]
at_least = 3

[[social_retrun]]
contract = "K-01"

[[social_return]]
price = 3.0

[quotas]
at_least = 3
"""


def write(folder: Path, text: str | bytes) -> Path:
    path = folder / "afspraken.toml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_a_file_is_read(tmp_path: Path, mark: bytes) -> None:
    assert read_constraints(write(tmp_path, mark + GOOD.encode())) == (
        Quota("banenafspraak", at_least=40, unit="jobs", legal_ground="Wfsv art. 38b"),
        Quota(at_most=3, where={"employer": ["E-1", "E-2"]}, priority=2, name="twee werkgevers"),
        SocialReturn("K-01", owed=12500.5),
    )


def test_every_problem_is_named_with_its_entry(tmp_path: Path) -> None:
    with pytest.raises(ConstraintError) as error:
        read_constraints(write(tmp_path, BAD))
    assert str(error.value).splitlines() == [
        "afspraken.toml: 5 problems:",
        "  quota 1: no target group 'banenafsprak'; the nearest is 'banenafspraak'",
        "  quota 2: no field 'at_lest'; the nearest is 'at_least'",
        "  social_retrun 1: no kind of constraint 'social_retrun'; the nearest is 'social_return'",
        "  social_return 1: contract is missing",
        "  quotas: write [[quotas]], a table for each constraint",
    ]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[[quota]\n", "is not TOML"),
        (b"\xff\xfe", "is not TOML in UTF-8"),
        ("quota = 3\n", r"write \[\[quota\]\]"),
        ("quota = [3]\n", "quota 1: must be a table"),
        ("[[quota]]\nat_least = [3]\n", "quota 1: at_least must be one value, got list"),
        ("[[quota]]\nat_least = 3\nwhere = 3\n", "quota 1: where: must be a table"),
    ],
)
def test_what_cannot_be_read_is_one_clear_error(tmp_path: Path, text: str | bytes, message: str) -> None:
    with pytest.raises(ConstraintError, match=message):
        read_constraints(write(tmp_path, text))


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(ConstraintError, match=r"nowhere\.toml: cannot be read"):
        read_constraints(tmp_path / "nowhere.toml")


def test_an_empty_file_has_no_constraints(tmp_path: Path) -> None:
    assert read_constraints(write(tmp_path, "")) == ()


def test_an_unknown_kind_is_refused() -> None:
    with pytest.raises(ConstraintError, match="no kind of constraint ''"):
        from_dict({"at_least": 3})
