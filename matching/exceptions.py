"""Everything this library raises or warns on purpose, in one tree.

::

    MatchingError
    ├── RecordError (ValueError)          a record breaks its rules; `.issues` lists all of them
    ├── RegisterError (LookupError)       a reference table has no such row
    │   └── NotCoveredError               ... because the table does not cover the date asked for
    ├── ExchangeError (ValueError)        a file cannot be read at all, or is unsafe to read
    ├── MarketError (ValueError)          records do not form one market, or an id is not in it
    ├── RuleError (ValueError)            a rule, a score card or a value table is not well formed
    ├── ConstraintError (ValueError)      a promise is not well formed or cannot be read
    ├── ProblemError (ValueError)         the arrays of an assignment problem disagree
    ├── SolverError (RuntimeError)        a solver stopped without an answer it can stand for
    ├── VerificationError (RuntimeError)  a plan does not hold up when it is recomputed
    ├── PlanStatusError (RuntimeError)    raised by `Plan.raise_for_status()`
    ├── SizeError (MemoryError)           the work would not fit; raised before it is begun
    └── MissingExtraError (ImportError)   an optional package is needed; the text says what to type

    MatchingWarning (UserWarning)
    └── AssumptionWarning                 a stated default was used
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from matching.findings import Issue


class MatchingError(Exception):
    """Base of every error that this library raises on purpose."""


class RecordError(MatchingError, ValueError):
    """A record breaks its rules.

    Parameters
    ----------
    message
        What is wrong, in one sentence.
    issues
        Every finding, so that a program can count them; empty when there is only the message.
    """

    def __init__(self, message: str, issues: Iterable[Issue] = ()) -> None:
        super().__init__(message)
        self.issues: tuple[Issue, ...] = tuple(issues)


class RegisterError(MatchingError, LookupError):
    """A reference table has no such row."""


class NotCoveredError(RegisterError):
    """A reference table does not cover the date asked for."""


class ExchangeError(MatchingError, ValueError):
    """A file cannot be read at all, or is unsafe to read."""


class MarketError(MatchingError, ValueError):
    """Records do not form one market, or an id is not in it."""


class RuleError(MatchingError, ValueError):
    """A rule, a score card or a value table is not well formed."""


class ConstraintError(MatchingError, ValueError):
    """A promise is not well formed or cannot be read."""


class ProblemError(MatchingError, ValueError):
    """The arrays of an assignment problem disagree or are out of range."""


class SolverError(MatchingError, RuntimeError):
    """A solver stopped without an answer it can stand for."""


class VerificationError(MatchingError, RuntimeError):
    """A plan does not hold up when it is recomputed."""


class PlanStatusError(MatchingError, RuntimeError):
    """The plan has a status that the caller said not to accept."""


class SizeError(MatchingError, MemoryError):
    """The work would not fit in memory; raised before it is begun."""


class MissingExtraError(MatchingError, ImportError):
    """An optional package is needed; the message says what to install."""


class MatchingWarning(UserWarning):
    """Base of every warning that this library gives."""


class AssumptionWarning(MatchingWarning):
    """A stated default was used because the input was silent."""
