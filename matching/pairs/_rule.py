"""What a rule of eligibility is, and what it says when it refuses a pair."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, ClassVar, Literal

from matching.pairs._words import sentence

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy as np
    from numpy.typing import NDArray

    from matching.market import Market


class EligibilityRule(ABC):
    """A hard rule: it looks at a jobseeker and a vacancy and refuses the pair, or does not.

    A rule never refuses on missing data: leaving out a fact can only lift a refusal. Subclass it, give the
    five texts, and pass an instance in the ``rules`` of `find_pairs`; nothing else has to change.

    Parameters
    ----------
    code
        Stable code, to count and switch by.
    reads
        Columns of `VacancyTable` that `refuses` looks at: vacancies that are equal in these are tested as
        one. Left out, each vacancy is tested by itself.
    nl_name, en_name
        What is compared, in a word or two.
    nl, en
        Sentence about a refused pair, with the ``{values}`` of `compare` to fill.
    protected
        Whether the sentence tells of limits, age, benefit or target group: leave it out of what an employer
        sees.
    """

    __slots__ = ()

    code: ClassVar[str]
    reads: ClassVar[tuple[str, ...] | None] = None
    nl_name: ClassVar[str]
    en_name: ClassVar[str]
    nl: ClassVar[str]
    en: ClassVar[str]
    protected: ClassVar[bool] = False

    def __init_subclass__(cls) -> None:
        # A subclass with a test of its own may look at more than its parent does.
        if "refuses" in vars(cls) and "reads" not in vars(cls):
            cls.reads = None

    @abstractmethod
    def refuses(self, market: Market, rows: slice) -> NDArray[np.bool_]:
        """Which pairs of a block of jobseekers with all vacancies are refused: (n_rows, n_vacancies)."""

    @abstractmethod
    def compare(self, market: Market, i: int, j: int) -> Mapping[str, object] | None:
        """Return the values that make row ``i`` and column ``j`` a refused pair, ``None`` when it is not.

        Written apart from `refuses`, over the records instead of the columns, so that each checks the other.
        """


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why one rule refuses a pair.

    Parameters
    ----------
    code
        Code of the rule.
    nl, en
        The sentence, filled.
    values
        What was compared.
    protected
        As of the rule: leave it out of what an employer sees.

    Examples
    --------
    >>> print(Refusal("hours", "te weinig uren", "too few hours"))
    [hours] too few hours
    """

    code: str
    nl: str
    en: str
    values: Mapping[str, object] = field(default_factory=dict)
    protected: bool = False

    @classmethod
    def of(cls, rule: EligibilityRule, values: Mapping[str, object]) -> Refusal:
        """Word what a rule compared."""
        said: dict[Literal["nl", "en"], str] = {
            "nl": sentence(rule.nl, values, "nl"),
            "en": sentence(rule.en, values, "en"),
        }
        return cls(rule.code, said["nl"], said["en"], dict(values), rule.protected)

    def __str__(self) -> str:
        return f"[{self.code}] {self.en}"
