"""Tie keys from ids: who is who decides between equal scores, never the order in which records came."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import numpy as np

from matching.solvers import KEY_SCALE, mix

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray


def id_digests(ids: Sequence[str], kind: str, seed: int) -> NDArray[np.uint64]:
    """64-bit digest of every id, of shape (n_ids,); ``kind`` keeps equal ids of two kinds apart."""
    salt = f"{kind}:{seed}:".encode()
    raw = b"".join(hashlib.blake2b(salt + key.encode(), digest_size=8).digest() for key in ids)
    return np.frombuffer(raw, dtype="<u8").astype(np.uint64)


def candidate_keys(
    ids: tuple[Sequence[str], Sequence[str], Sequence[str]],
    positions: tuple[NDArray[np.int32], NDArray[np.int32], NDArray[np.int32]],
    seed: int,
) -> NDArray[np.int64]:
    """Tie key of every candidate from its jobseeker, vacancy and claim.

    Parameters
    ----------
    ids
        Ids of jobseekers and vacancies, and names of claims.
    positions
        Positions of each candidate in those three, of shape (n_candidates,); claim -1 is no claim.
    seed
        Another seed breaks ties another way.

    Returns
    -------
    of shape (n_candidates,)
        Numbers in [0, 2**20).

    Examples
    --------
    >>> at = np.array([0, 0], np.int32)
    >>> none = np.array([-1, -1], np.int32)
    >>> keys = candidate_keys((["a"], ["v"], []), (at, at, none), seed=0)
    >>> bool(keys[0] == keys[1]), bool(0 <= keys[0] < 2**20)
    (True, True)
    """
    kinds = ("jobseeker", "vacancy", "contract")
    key = np.zeros(len(positions[0]), np.uint64)
    for kind, names, at in zip(kinds, ids, positions, strict=True):
        digests = np.append(id_digests(names, kind, seed), np.uint64(0))  # position -1 reads the last
        key = mix(key ^ digests[at])
    return (key % np.uint64(KEY_SCALE)).astype(np.int64)
