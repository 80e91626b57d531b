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
    nl, en
        How a report calls it.
    """

    __slots__ = ()

    name: ClassVar[str]
    nl: ClassVar[str]
    en: ClassVar[str]

    @abstractmethod
    def evidence(
        self, features: Features, jobseeker: NDArray[np.int32], vacancy: NDArray[np.int32]
    ) -> NDArray[np.float32]:
        """Evidence of pairs in [-1, 1], of shape (n_pairs,): 1 speaks for the pair, NaN is unknown.

        The value of a pair depends on that pair alone, not on the others in the call.
        """
