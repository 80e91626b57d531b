"""What a component of the comparison is: a name, and evidence for pairs."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from matching.features._features import Features


class Component(ABC):
    """One thing that is compared, with how it is called.

    Parameters
    ----------
    name
        Stable name, the key of the score card.
    reads
        Arrays of `Features`, one entry a vacancy, that are all that `evidence` looks at of a vacancy:
        vacancies that are equal in these are compared as one. Left out, each is compared by itself.
    nl, en
        How a report calls it.
    """

    __slots__ = ()

    name: ClassVar[str]
    reads: ClassVar[tuple[str, ...] | None] = None
    nl: ClassVar[str]
    en: ClassVar[str]

    def __init_subclass__(cls) -> None:
        # A subclass with evidence of its own may look at more than its parent does.
        if "evidence" in vars(cls) and "reads" not in vars(cls):
            cls.reads = None

    @abstractmethod
    def evidence(
        self, features: Features, jobseeker: NDArray[np.int32], vacancy: NDArray[np.int32]
    ) -> NDArray[np.float32]:
        """Evidence of pairs in [-1, 1]: 1 speaks for the pair, NaN is unknown.

        Positions are of shape (n_pairs,) each, or (n_some, 1) and (1, n_others) for all pairs of these; the
        evidence is of their common shape. The value of a pair depends on that pair alone, not on the others
        in the call.
        """
