"""Imports point down the list of rooms only; read from the sources, so that no run can hide one."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import matching

PACKAGE = Path(matching.__file__).parent
LEVELS = (
    ("__main__",),
    ("cli", "testing"),
    ("backoffice",),
    ("scenarios",),
    ("report",),
    ("explain",),
    ("pipeline",),
    ("plan",),
    ("constraints", "scoring"),
    ("pairs",),
    ("features",),
    ("market",),
    ("datasets",),
    ("exchange",),
    ("policy",),
    ("records",),
    ("registers",),
    ("findings",),
    ("exceptions",),
)
LEVEL = {room: level for level, rooms in enumerate(LEVELS) for room in rooms}
# The door itself and findings, which exceptions name in a hint only, are the two stated exceptions.
SOURCES = sorted(
    path for path in PACKAGE.rglob("*.py") if path.relative_to(PACKAGE).parts != ("__init__.py",)
)


def room_of(path: Path) -> str:
    first = path.relative_to(PACKAGE).parts[0]
    return first.removesuffix(".py")


def imports_of(path: Path) -> set[str]:
    """Rooms that a file imports when it runs; imports for hints only do not count."""
    found: set[str] = set()

    def visit(node: ast.AST) -> None:
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.dump(node.test):
            for other in node.orelse:
                visit(other)
            return
        if isinstance(node, ast.Import):
            found.update(name.name.split(".")[1] for name in node.names if name.name.startswith("matching."))
        if isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path.name}: imports are absolute"
            parts = (node.module or "").split(".")
            if parts[0] == "matching":
                found.update([parts[1]] if len(parts) > 1 else [name.name for name in node.names])
        for child in ast.iter_child_nodes(node):
            visit(child)

    visit(ast.parse(path.read_text(encoding="utf-8")))
    return found


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_imports_point_down(path: Path) -> None:
    room = room_of(path)
    others = imports_of(path) - {room}
    if room == "solvers":
        assert others <= {"exceptions"}
        return
    for other in others:
        if other == "solvers":
            assert LEVEL[room] <= LEVEL["plan"], f"{room} may not import solvers"
        elif other in LEVEL:
            assert LEVEL[room] < LEVEL[other], f"{room} may not import {other}"
        else:
            assert hasattr(matching, other), f"{other} is not a room and not a public name"


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_rooms_are_entered_by_the_door(path: Path) -> None:
    """A room imports names of another room, never from its inner files."""
    room = room_of(path)
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("matching."):
            parts = (node.module or "").split(".")
            assert parts[1] == room or len(parts) == 2, f"{node.module} is an inner file of another room"


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_files_are_small_and_say_what_they_are_for(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.count("\n") <= 500
    assert ast.get_docstring(ast.parse(text)), "a file opens with one sentence"


def test_features_and_scores_cannot_reach_protected_facts() -> None:
    """Neither room names a protected table, a protected record or functional limits."""
    banned = ("protected", "ProtectedFacts", "LimitTable", "functional_limits", "target_group")
    for path in SOURCES:
        if room_of(path) in ("features", "scoring"):
            names = {
                node.attr for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Attribute)
            }
            names |= {node.id for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Name)}
            assert not names & set(banned), path.name
