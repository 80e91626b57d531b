"""Texts to concepts of a register: the labels that they are most like."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, Self

import numpy as np
from scipy import sparse

from matching.features._arrays import BLOCK_ROWS, frozen
from matching.features._closest import ClosestLabels
from matching.features._normalise import HEADS, fold, fold_all, normal_title, split_compounds
from matching.features._spelling import Speller, same_letters
from matching.features._tfidf import TfidfSpace
from matching.features.labels._meaning import Meaning
from matching.features.labels._register import register_labels

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from matching.features.labels import Encoder

_COMMON = 1000
"""N-grams of more labels than this do not lead to a label; they count once it is found."""
_LOOKED_AT = 40
"""Labels of which the exact likeness is computed."""
_IN_ORDER = 30
"""Concepts that are put in order with all that is known; the others keep the order of the first look."""
_EQUAL = 1 - 1e-5
"""Likeness from which a label is equal to a text."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Ranking:
    """The concepts that texts are most like, best first; the arrays are read-only.

    Parameters
    ----------
    concept : int32 of shape (n_texts, k)
        Positions in ``LabelRanker.concepts_``, -1 behind the last.
    label : int32 of shape (n_texts, k)
        Position of the label that was most like the text, -1 behind the last.
    score : float32 of shape (n_texts, k)
        In [0, 1], 0 behind the last: for concepts of ESCO the probability that the text stands for it, never
        above that of the concept before, 1 when a label is equal to the text without what is around a title
        and but for one letter doubled, halved or swapped; else likeness, of titles after slips are mended.
    """

    concept: NDArray[np.int32]
    label: NDArray[np.int32]
    score: NDArray[np.float32]


class LabelRanker:
    """Rank the concepts of a register by what a text means.

    Of a list of labels whose concepts are at least half ESCO's, the concepts are ranked by an encoder trained
    from the labels, descriptions and skills of ESCO, in Dutch and English, and adapted to public lists of
    Flemish and Dutch titles and competences; it finds synonyms that are no label. Shared words, parts of
    compounds and, of occupations, the ISCO group help to draw up the list, n-grams to order its first. Other
    concepts are ranked by likeness to their labels: the cosine of character and word n-grams weighted by
    rarity [1]_. Typing errors, compounds and word order hurt little either way.

    Parameters
    ----------
    kind
        What the texts are: job titles are stripped of what is written around them, skills are not.
    encoder
        Encoder of that kind in place of the one that is shipped.

    Attributes
    ----------
    concepts_
        Distinct concepts, in order of first appearance.
    labels_
        Labels as given.

    Notes
    -----
    Parameters are read and set, and copies without what was learned made, as of estimators of scikit-learn.

    References
    ----------
    .. [1] Retyk, F., L. Gasco, C.P. Carrino, D. Deniz and R. Zbib (2024). MELO: an evaluation benchmark for
       multilingual entity linking of occupations. *RecSys in HR 2024*. https://arxiv.org/abs/2410.08319

    Examples
    --------
    >>> ranker = LabelRanker("occupation").fit(["kok", "chef-kok", "schilder"], ["cook", "chef", "painter"])
    >>> found = ranker.rank(["Gezocht: kok (m/v)", "huisschilder"], k=2)
    >>> [ranker.concepts_[at] for at in found.concept[:, 0]]
    ['cook', 'painter']
    >>> found.score[0, 0].round(3)
    np.float32(1.0)
    >>> ranker.labels_[found.label[1, 0]]
    'schilder'
    """

    concepts_: tuple[str, ...]
    labels_: tuple[str, ...]

    def __init__(self, kind: Literal["occupation", "skill"], *, encoder: Encoder | None = None) -> None:
        self.kind = kind
        self.encoder = encoder

    def get_params(self, deep: bool = True) -> dict[str, object]:
        """Parameters by name; none of them has parameters of its own, so ``deep`` changes nothing."""
        return {"kind": self.kind, "encoder": self.encoder}

    def set_params(self, **params: object) -> Self:
        """Set parameters by name; they count from the next `fit`.

        Raises
        ------
        ValueError
            When a name is unknown.
        """
        for name, value in params.items():
            if name not in self.get_params():
                msg = f"LabelRanker has no parameter {name!r}; it has {', '.join(self.get_params())}."
                raise ValueError(msg)
            setattr(self, name, value)
        return self

    def __repr__(self) -> str:
        own = "" if self.encoder is None else ", encoder=..."
        return f"LabelRanker({self.kind!r}{own})"

    def fit(self, labels: Sequence[str] | None = None, concepts: Sequence[str] | None = None) -> Self:
        """Learn the labels of a register.

        Parameters
        ----------
        labels, concepts
            Each label and the concept that it names, in step; a concept may have many labels. Left out, those
            of ESCO as shipped and `registers.everyday_titles`; words of these that the encoder never saw are
            read as ESCO names the work.

        Raises
        ------
        ValueError
            When their numbers differ, or one is given without the other, or ``kind`` is not known.
        TypeError
            When they are not lists of texts.
        """
        if self.kind not in ("occupation", "skill"):
            msg = f"kind must be 'occupation' or 'skill', got {self.kind!r}."
            raise ValueError(msg)
        as_shipped = labels is None and concepts is None
        if as_shipped:
            labels, concepts = register_labels(self.kind)
        if labels is None or concepts is None:
            msg = "labels and concepts must be given both or neither."
            raise ValueError(msg)
        _check_texts("labels", labels)
        _check_texts("concepts", concepts)
        if len(labels) != len(concepts):
            msg = f"labels and concepts must be in step, got {len(labels):,} and {len(concepts):,}."
            raise ValueError(msg)
        number: dict[str, int] = {}
        self._concept = np.array([number.setdefault(c, len(number)) for c in concepts], np.int32)
        self.concepts_, self.labels_ = tuple(number), tuple(labels)
        self._is_first = np.zeros(len(labels), bool)
        self._is_first[np.unique(self._concept, return_index=True)[1]] = True
        folded = fold_all([label.replace("\n", " ") for label in labels])
        everyday = as_shipped and self.kind == "occupation"
        self._meaning = Meaning.of(
            self.kind, self.encoder, self.concepts_, folded, self._concept, everyday=everyday
        )
        if self.kind == "occupation":
            folded = split_compounds("\n".join(folded)).split("\n")
            self._speller = Speller(folded)
        self._space = TfidfSpace()
        vectors = self._space.fit_transform(folded)
        self._called: dict[str, list[int]] = {}
        for text, at in zip(folded, self._concept.tolist(), strict=True):
            if text:  # nothing is left of names in other alphabets
                self._called.setdefault(text, []).append(at)
        if self._meaning is not None:
            self._closest = ClosestLabels(vectors, self._concept, len(number))
        else:
            self._labels = vectors
            frequency = np.bincount(vectors.indices, minlength=vectors.shape[1])
            self._rare = np.flatnonzero(frequency <= _COMMON)
            self._to_label = sparse.csr_array(vectors[:, self._rare].T)
        return self

    def transform(self, texts: Sequence[str]) -> sparse.csr_array:
        """Vectors of texts, float32; the inner product of two is their likeness in [0, 1].

        Raises
        ------
        sklearn.exceptions.NotFittedError
            Before `fit`.
        TypeError
            When ``texts`` is not a list of texts.
        """
        normal = self._mended(self._checked(texts))
        return self._space.transform(normal)

    def _checked(self, texts: Sequence[str]) -> list[str]:
        self._check_fitted()
        _check_texts("texts", texts)
        return self._normal(texts)

    def rank(self, texts: Sequence[str], k: int) -> Ranking:
        """Find the ``k`` concepts that each text is most like.

        Concepts that have a label equal to the text come first: of these the ones of which it is the first
        label in the list, then, of ESCO, by what else speaks for them. Other equal scores keep the order of
        the labels that explain them; a concept that has equal labels is explained by the first. Of ESCO a
        bare *medewerker* or *operator* is equal to a first label only, as it says too little. The first
        concepts are the same whatever ``k``.

        Raises
        ------
        sklearn.exceptions.NotFittedError
            Before `fit`.
        TypeError
            When ``texts`` is not a list of texts.
        ValueError
            When ``k`` is below 1.

        Notes
        -----
        Below 1 ms a text against 25,000 labels, from 100 texts on.
        """
        normal = self._checked(texts)
        mended = self._mended(normal)
        vectors = self._space.transform(mended)
        if k < 1:
            msg = f"k must be at least 1, got {k!r}."
            raise ValueError(msg)
        if self._meaning is not None:
            normal = [new if same_letters(old, new) else old for old, new in zip(normal, mended, strict=True)]
            return self._by_meaning(self._meaning, texts, normal, vectors, k)
        near = np.full((len(texts), _LOOKED_AT), -1, np.int32)
        rare = vectors[:, self._rare]
        for start in range(0, len(texts), BLOCK_ROWS):
            found = sparse.csr_array(rare[start : start + BLOCK_ROWS] @ self._to_label)
            for row in range(found.shape[0]):
                span = slice(found.indptr[row], found.indptr[row + 1])
                label = _best(found.indices[span], found.data[span], _LOOKED_AT)
                near[start + row, : len(label)] = label
        at, place = np.nonzero(near >= 0)
        likeness = np.zeros(near.shape, np.float32)
        likeness[at, place] = _row_products(vectors[at], self._labels[near[at, place]])
        return self._by_concept(near, likeness, k)

    def _check_fitted(self) -> None:
        if not hasattr(self, "concepts_"):
            from sklearn.exceptions import NotFittedError  # only when it is raised: importing it takes long

            msg = "This LabelRanker is not fitted yet; call fit() first."
            raise NotFittedError(msg)

    def _normal(self, texts: Sequence[str]) -> list[str]:
        """Texts in the form of the labels; what is a label as it stands is left as it is."""
        if self.kind == "skill":
            return [fold(text) for text in texts]
        whole = [split_compounds(fold(text)) for text in texts]
        return [
            one if one in self._called else split_compounds(normal_title(text))
            for one, text in zip(whole, texts, strict=True)
        ]

    def _mended(self, normal: Sequence[str]) -> list[str]:
        if self.kind == "skill":
            return list(normal)
        # Apart before mending, so that a compound that the register lacks is not mended to one it has.
        return [split_compounds(text) for text in self._speller.mend(normal)]

    def _by_meaning(
        self, meaning: Meaning, texts: Sequence[str], normal: Sequence[str], vectors: sparse.csr_array, k: int
    ) -> Ranking:
        """Take the concepts that the texts stand for, each with its label that is most like the text.

        A concept that is called exactly so is always among them, also in a language that the encoder does
        not know.
        """
        concept = np.full((len(texts), k), -1, np.int32)
        label, score = concept.copy(), np.zeros((len(texts), k), np.float32)
        width = min(k, len(self.concepts_))
        for start in range(0, len(texts), BLOCK_ROWS):
            rows = slice(start, start + BLOCK_ROWS)
            near, depth = meaning.look(texts[rows])
            called = np.array([text in self._called for text in normal[rows]], bool)
            for row in np.flatnonzero(called).tolist():
                depth[row, self._called[normal[start + row]]] = np.inf
            bare = np.array([self.kind == "occupation" and text in HEADS for text in normal[rows]], bool)
            drawn = _highest(depth, max(width, _IN_ORDER))
            named, likeness = self._closest.find(vectors[rows], drawn)
            # Of the first only, so that these do not depend on how many are asked for.
            found = meaning.shares(near, drawn, likeness[:, :_IN_ORDER])
            # Equal labels first, of these the first of a concept; then by what else speaks for them.
            first = found[:, :_IN_ORDER]
            equal = (likeness[:, :_IN_ORDER] >= _EQUAL) & called[:, None]
            own = equal & self._is_first[named[:, :_IN_ORDER]]
            equal &= own | ~bare[:, None]
            order = np.lexsort((named[:, :_IN_ORDER], -first, ~own, ~equal), axis=1)
            first[equal] = 1
            for array in (drawn, named, found):
                array[:, :_IN_ORDER] = np.take_along_axis(array[:, :_IN_ORDER], order, axis=1)
            there = np.minimum.accumulate(found[:, :width], axis=1)
            score[rows, :width] = there
            concept[rows, :width] = np.where(there > 0, drawn[:, :width], -1)
            label[rows, :width] = np.where(there > 0, named[:, :width], -1)
        return Ranking(concept=frozen(concept), label=frozen(label), score=frozen(score))

    def _by_concept(self, near: NDArray[np.int32], likeness: NDArray[np.float32], k: int) -> Ranking:
        """Keep the best label of each concept."""
        order = np.lexsort((near, -likeness), axis=1)
        concept = np.full((len(near), k), -1, np.int32)
        label = concept.copy()
        score = np.zeros((len(near), k), np.float32)
        for row, places in enumerate(order):
            seen: set[int] = set()
            for at in places[near[row, places] >= 0]:
                one = int(self._concept[near[row, at]])
                if one in seen:
                    continue
                concept[row, len(seen)], label[row, len(seen)] = one, near[row, at]
                score[row, len(seen)] = min(likeness[row, at], 1)
                seen.add(one)
                if len(seen) == k:
                    break
        return Ranking(concept=frozen(concept), label=frozen(label), score=frozen(score))


def _check_texts(what: str, texts: Sequence[str]) -> None:
    if isinstance(texts, str):
        msg = f"{what} must be a list of texts, got one text; write [text]."
        raise TypeError(msg)
    for at, text in enumerate(texts):
        if not isinstance(text, str):
            msg = f"{what}[{at}] must be a text, got {type(text).__name__}."
            raise TypeError(msg)


def _highest(value: NDArray[np.float32], most: int) -> NDArray[np.int32]:
    """Columns of the highest values of each row, highest first, the first columns where they are equal."""
    most = min(most, value.shape[1])
    column = np.sort(np.argpartition(-value, most - 1, axis=1)[:, :most], axis=1)
    order = np.argsort(-np.take_along_axis(value, column, axis=1), axis=1, kind="stable")
    return np.take_along_axis(column, order, axis=1).astype(np.int32)


def _best(label: NDArray[np.int32], value: NDArray[np.float32], most: int) -> NDArray[np.int32]:
    """Labels of the highest values, the first labels where values are equal, in any order."""
    if len(label) <= most:
        return label
    least = np.partition(value, len(value) - most)[len(value) - most]
    above = label[value > least]
    level = np.sort(label[value == least])
    return np.concatenate([above, level[: most - len(above)]])


def _row_products(a: sparse.csr_array, b: sparse.csr_array) -> NDArray[np.float32]:
    """Inner product of each row of ``a`` with the same row of ``b``."""
    return np.asarray(a.multiply(b).sum(axis=1), np.float32).ravel()
