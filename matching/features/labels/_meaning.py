"""What texts mean: the share of each concept of ESCO, by the encoder that is shipped."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, Self

import numpy as np

from matching.features._normalise import fold, normal_title
from matching.features.labels._encoder import encoder
from matching.features.labels._plain import plain_title

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

_SHARPNESS = np.float32(14)
"""What cosines are multiplied by, as in training; of shares of 0.8 some eight in ten are right."""


class Meaning:
    """Concepts that texts stand for.

    Parameters
    ----------
    kind
        Titles or skills.
    concepts : int64 of shape (n_concepts,)
        Positions in the encoder.
    """

    def __init__(self, kind: Literal["occupation", "skill"], concepts: NDArray[np.int64]) -> None:
        self.kind: Literal["occupation", "skill"] = kind
        self._directions = encoder(kind).directions()[concepts].T

    @classmethod
    def of(cls, kind: Literal["occupation", "skill"], concepts: Sequence[str]) -> Self | None:
        """Meaning among concepts by id or URI, ``None`` unless the encoder knows all of them."""
        last = [concept.rsplit("/", 1)[-1] for concept in concepts]
        if not last or "-" not in last[0]:  # not an id of ESCO: the encoder need not be read
            return None
        number = {name: at for at, name in enumerate(encoder(kind).concepts)}
        places = np.array([number.get(name, -1) for name in last], np.int64)
        return cls(kind, places) if (places >= 0).all() else None

    def shares(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Probability that a text stands for each concept, of shape (n_texts, n_concepts).

        A row adds up to 1, or is 0 when no part of the text is known.
        """
        plain = [fold(text) for text in texts]
        if self.kind == "occupation":
            plain = [plain_title(normal_title(text)) for text in texts]
        points = encoder(self.kind).encode(plain)
        share = _SHARPNESS * (points @ self._directions)
        share -= share.max(axis=1, keepdims=True)
        np.exp(share, out=share)
        share /= share.sum(axis=1, keepdims=True)
        share[~points.any(axis=1)] = 0
        return np.asarray(share, np.float32)
