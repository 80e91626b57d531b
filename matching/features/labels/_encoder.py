"""The encoder: a text as the sum of the vectors of its parts, near the vectors of what it may mean."""

from __future__ import annotations

import io
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Literal, Self

import numpy as np
from scipy import sparse

from matching.features.labels._parts import text_parts, word_code
from matching.features.labels._words import Compounds

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Encoder:
    """Vectors of the parts of texts, and of the concepts that texts stand for; the arrays are read-only.

    Parameters
    ----------
    words : uint8 of shape (n_bytes,)
        Words that compounds are made of, in ASCII, with spaces between.
    codes : uint64 of shape (n_parts,)
        Parts that are known, ascending; see `text_parts`.
    scale : float32 of shape (n_parts,)
        What the row of a part is multiplied by: its rarity and the step of its whole numbers.
    rows : int8 of shape (n_parts, n_dimensions)
        Vectors of parts, in whole steps.
    concepts
        Last parts of the URIs of the concepts.
    vectors : int8 of shape (n_concepts, n_dimensions)
        Directions of the concepts.
    """

    words: NDArray[np.uint8]
    codes: NDArray[np.uint64]
    scale: NDArray[np.float32]
    rows: NDArray[np.int8]
    concepts: tuple[str, ...]
    vectors: NDArray[np.int8]
    compounds: Compounds = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "compounds", Compounds(self.words.tobytes().decode("ascii").split()))
        for array in (self.words, self.codes, self.scale, self.rows, self.vectors):
            array.setflags(write=False)

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Vectors of folded texts of length 1, of shape (n_texts, n_dimensions); 0 where no part is known.

        Notes
        -----
        About 0.2 ms a text.
        """
        there = counts(texts, self.codes, self.compounds)
        used, column = np.unique(there.indices, return_inverse=True)
        few = sparse.csr_array((there.data, column, there.indptr), shape=(len(texts), len(used)))
        return unit(few @ (self.rows[used].astype(np.float32) * self.scale[used, None]))

    def knows(self, words: Sequence[str]) -> NDArray[np.bool_]:
        """Whether the stem of each folded word is a part that is known."""
        return np.isin([word_code(word) for word in words], self.codes)

    def full_rows(self) -> NDArray[np.float32]:
        """Vectors of the parts."""
        return self.rows.astype(np.float32) * self.scale[:, None]

    def directions(self) -> NDArray[np.float32]:
        """Vectors of the concepts, of length 1."""
        return unit(self.vectors.astype(np.float32))

    @classmethod
    def load(cls, data: bytes, *, adapted: bool = True) -> Self:
        """Read what `save` wrote: as adapted to the world, or as trained from ESCO alone."""
        with np.load(io.BytesIO(data), allow_pickle=False) as stored:
            arrays = {name: stored[name] for name in stored.files if adapted or name[:4] != "told"}
        names = arrays.pop("concepts").tobytes().decode("ascii")
        if adapted:
            at = arrays.pop("told_parts")
            arrays["rows"][at] = arrays.pop("told_rows")
            arrays["scale"][at] = arrays.pop("told_scale")
            arrays["vectors"] = arrays.pop("told_vectors")
        return cls(concepts=tuple(names.split()), **arrays)

    def save(self, path: Path, adapted: Encoder | None = None) -> None:
        """Write the arrays, and what `adapted` has otherwise; the same encoders give the same bytes."""
        told = adapted or self
        at = np.flatnonzero((told.rows != self.rows).any(axis=1) | (told.scale != self.scale))
        np.savez_compressed(
            path,
            words=self.words,
            codes=self.codes,
            scale=self.scale,
            rows=self.rows,
            concepts=np.frombuffer(" ".join(self.concepts).encode("ascii"), np.uint8),
            vectors=self.vectors,
            told_parts=at.astype(np.int32),
            told_rows=told.rows[at],
            told_scale=told.scale[at],
            told_vectors=told.vectors,
        )


@cache
def encoder(kind: Literal["occupation", "skill"], *, adapted: bool = True) -> Encoder:
    """Give the encoder that is shipped, of titles or of skills; read once in a process, in about 0.2 s.

    It was learned from ESCO: labels in Dutch and English, Dutch descriptions of occupations, English
    alternative labels of skills, and relations. The one ``adapted`` learned besides from public lists: 328
    Flemish and 1,317 Dutch titles of MELO, and 3,994 competences of VDAB with their ESCO skills.
    `matching.features.train` makes both files again.
    """
    data = (files("matching.features.labels") / "data" / f"{kind}.npz").read_bytes()
    return Encoder.load(data, adapted=adapted)


def counts(texts: Sequence[str], codes: NDArray[np.uint64], compounds: Compounds) -> sparse.csr_array:
    """Whether each text has each known part, 0 or 1 in float32, of shape (n_texts, n_parts)."""
    text, code = text_parts(texts, compounds)
    column = np.minimum(np.searchsorted(codes, code), len(codes) - 1)
    known = codes[column] == code
    ones = np.ones(int(known.sum()), np.float32)
    table = sparse.csr_array(
        sparse.coo_array((ones, (text[known], column[known])), shape=(len(texts), len(codes)))
    )
    table.data[:] = 1
    return table


def unit(rows: NDArray[np.float32]) -> NDArray[np.float32]:
    """Rows scaled to length 1; a row of zeros stays."""
    length = np.sqrt(np.einsum("ij,ij->i", rows, rows))
    return np.asarray(rows / np.where(length > 0, length, 1)[:, None], np.float32)
