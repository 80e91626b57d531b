"""Seeded draws, each from a stream of its own, made from uniform numbers alone."""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING, TypeVar

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import ArrayLike, NDArray

T = TypeVar("T")


class Draws:
    """Draws under a seed; every name has its own stream, so that a new draw moves no other.

    Only uniform doubles of PCG64 are used, which are the same on every machine and in every version of
    NumPy; all else is looked up in cumulated weights. A longer draw begins with the shorter one.

    Parameters
    ----------
    seed
        At least 0.
    scope
        What the draws are for; two scopes share nothing.

    Examples
    --------
    >>> draws = Draws(7, "demo")
    >>> draws.uniform("age", 3).tolist() == draws.uniform("age", 5)[:3].tolist()
    True
    """

    def __init__(self, seed: int, scope: str) -> None:
        if seed < 0:
            msg = f"seed must be >= 0, got {seed}."
            raise ValueError(msg)
        self._seed = seed
        self._scope = scope

    def rng(self, name: str) -> np.random.Generator:
        """Make the generator of one stream."""
        entropy = [self._seed, zlib.crc32(f"{self._scope}/{name}".encode())]
        return np.random.Generator(np.random.PCG64(np.random.SeedSequence(entropy)))

    def uniform(self, name: str, n: int, low: float = 0.0, high: float = 1.0) -> NDArray[np.float64]:
        """``n`` numbers in [low, high)."""
        return low + (high - low) * self.rng(name).random(n)

    def table(self, name: str, n: int, width: int) -> NDArray[np.float64]:
        """Numbers in [0, 1) of shape (n, width)."""
        return self.rng(name).random((n, width))

    def whole(self, name: str, n: int, low: int, high: int) -> NDArray[np.int64]:
        """Whole numbers in [low, high], each as likely."""
        return low + np.floor(self.rng(name).random(n) * (high - low + 1)).astype(np.int64)

    def chance(self, name: str, n: int, share: ArrayLike) -> NDArray[np.bool_]:
        """Yes with probability ``share``, one for all or one each."""
        return np.asarray(self.rng(name).random(n) < np.asarray(share))

    def pick(self, name: str, n: int, weights: ArrayLike) -> NDArray[np.int64]:
        """Positions drawn with probability proportional to ``weights``."""
        return look_up(self.rng(name).random(n), weights)

    def choose(self, name: str, n: int, shares: Mapping[T, float]) -> list[T]:
        """Keys of a table, drawn with the probabilities that are its values."""
        keys = list(shares)
        return [keys[at] for at in self.pick(name, n, list(shares.values())).tolist()]

    def pick_by(self, name: str, kinds: NDArray[np.int64], weights: Sequence[ArrayLike]) -> NDArray[np.int64]:
        """Positions drawn with the weights of each one's kind; ``kinds`` are positions in ``weights``."""
        u = self.rng(name).random(len(kinds))
        drawn = np.zeros(len(kinds), np.int64)
        for kind, weight in enumerate(weights):
            here = kinds == kind
            drawn[here] = look_up(u[here], weight)
        return drawn


def look_up(u: NDArray[np.float64], weights: ArrayLike) -> NDArray[np.int64]:
    """Positions that uniform numbers fall on when the weights are laid end to end."""
    if not len(u):
        return np.zeros(0, np.int64)
    total = np.cumsum(np.asarray(weights, np.float64))
    if not len(total) or total[-1] <= 0:
        msg = "weights must have a positive sum."
        raise ValueError(msg)
    found: NDArray[np.int64] = np.searchsorted(total, u * total[-1], side="right").astype(np.int64)
    return np.minimum(found, len(total) - 1)
