"""The door to the inner engines: the compiled one where it is present, else the reference."""

from __future__ import annotations

from typing import TYPE_CHECKING

from matching.exceptions import ProblemError
from matching.solvers import _native_engine, _reference

if TYPE_CHECKING:
    from matching.solvers._inner import InnerEngine


def engine(name: str | None = None) -> str:
    """Name of the engine in use: ``"native"`` (compiled) or ``"reference"`` (Python).

    Parameters
    ----------
    name
        Engine asked for; default: the fastest present.

    Raises
    ------
    ProblemError
        When there is no engine of that name here.

    Examples
    --------
    >>> engine("reference")
    'reference'
    """
    return find_engine(name).name


def find_engine(name: str | None = None) -> InnerEngine:
    """Engine of that name, or the fastest present."""
    if not (name is None or (isinstance(name, str) and name in ("native", "reference"))):
        msg = f"engine: must be 'native', 'reference' or None, got {name!r}."
        raise ProblemError(msg)
    if name == "reference":
        return _reference
    if _native_engine.available():
        return _native_engine
    if name == "native":
        msg = "engine: 'native' is not installed here; install with a C++ compiler, or use 'reference'."
        raise ProblemError(msg)
    return _reference
