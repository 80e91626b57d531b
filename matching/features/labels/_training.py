"""Training of the encoder: texts near the concepts that they speak of, by a softmax over concepts."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np
from scipy import sparse

from matching.features.labels._encoder import Encoder, counts, unit
from matching.features.labels._parts import text_parts
from matching.features.labels._words import Compounds

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from matching.features.labels._lessons import Lessons

Table = sparse.csr_array
_STEPS = 11
"""Steps between 0 and the largest number of a vector: coarse, so that the file stays small."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainingParams:
    """Settings of the training.

    Parameters
    ----------
    n_dimensions, n_parts
        Size of the vectors, and how many parts of texts get one: the most frequent.
    epochs, batch, rate
        Passes over the texts, texts a step, and the first step of AdaGrad; steps shrink to 0.
    dropout
        Share of the parts of a text that is left out at each step.
    sharpness
        What cosines are multiplied by before the softmax.
    n_others
        Concepts drawn at each step that a text must not be near to; all when there are no more.
    concept_pace
        Steps of the concepts, as a share of those of the parts.
    seed
        Seed of all draws.
    """

    n_dimensions: int = 96
    n_parts: int = 56_000
    epochs: int = 6
    batch: int = 1024
    rate: float = 0.1
    dropout: float = 0.3
    sharpness: float = 14.0
    n_others: int = 4096
    concept_pace: float = 1.0
    seed: int = 0


ADAPTING = {
    "occupation": TrainingParams(epochs=6, batch=256, rate=0.1, dropout=0.2, concept_pace=0.05),
    "skill": TrainingParams(epochs=6, batch=256, rate=0.15, dropout=0.2, concept_pace=0.2),
}
"""How `adapt` goes on. What words say of the world holds for other concepts too, so these move less."""
_REHEARSED = 4
"""Labels of ESCO to each text that is told."""


def train(lessons: Lessons, params: TrainingParams, *, beside: Lessons | None = None) -> Encoder:
    """Train an encoder.

    Parameters
    ----------
    lessons
        Of the concepts that are wanted.
    params
        Settings.
    beside
        Lessons of other concepts, from which the parts are learned too: more texts say more about words.

    Notes
    -----
    A bag of parts [1]_ with a softmax over concepts as the loss. The same lessons and settings give the same
    bytes on one machine with one thread.

    References
    ----------
    .. [1] Bojanowski, P., E. Grave, A. Joulin and T. Mikolov (2017). Enriching word vectors with subword
       information. *TACL* 5: 135-146. https://doi.org/10.1162/tacl_a_00051
    """
    both = [lessons] if beside is None else [lessons, beside]
    texts = [text for some in both for text in some.texts]
    words = _compound_words(texts)
    codes, rarity = _vocabulary(texts, Compounds(words), params.n_parts)
    learner = _Learner(codes, params)
    tasks = [learner.task(some, rarity, Compounds(words)) for some in both]
    for epoch in range(params.epochs):
        learner.epoch(epoch, tasks)
    rows, scale = whole_rows(learner.rows * rarity[:, None])
    return Encoder(
        words=np.frombuffer(" ".join(words).encode("ascii"), np.uint8).copy(),
        codes=codes,
        scale=scale,
        rows=rows,
        concepts=lessons.concepts,
        vectors=whole(tasks[0].concepts),
    )


def adapt(encoder: Encoder, told: Lessons, known: Lessons, params: TrainingParams) -> Encoder:
    """Train an encoder further with texts of which the concepts are told.

    Only the parts of these texts move, and the concepts a little.

    Parameters
    ----------
    encoder
        Trained from ESCO.
    told
        Texts of the world, each with its concepts.
    known
        Labels of ESCO, drawn `_REHEARSED` times as often, so that they stay known.
    params
        Settings; see `ADAPTING`. Sizes are those of the encoder.
    """
    compounds = Compounds(encoder.words.tobytes().decode("ascii").split())
    learner = _Learner(encoder.codes, params)
    new, old = (counts(one.texts, encoder.codes, compounds) for one in (told, known))
    learner.rows = encoder.full_rows().copy()
    moved = np.bincount(new.indices, minlength=len(learner.rows)) > 0
    # A step is relative to the length of a row, 0 where the texts say nothing.
    size = np.sqrt((learner.rows**2).mean(axis=1, keepdims=True))
    learner.pace = np.asarray(10 * size * moved[:, None], np.float32)
    task = _Task(
        sparse.csr_array(sparse.vstack([new, old], format="csr")),
        _matrix([*told.targets, *known.targets], len(encoder.concepts)),
        np.full(len(told.texts) + len(known.texts), 1 + _REHEARSED, np.float32),
        encoder.directions().copy(),
        np.full((len(encoder.concepts), 1), 1e-6, np.float32),
        np.float32(params.concept_pace),
    )
    n, steps = len(told.texts), -(-len(told.texts) // params.batch)
    for epoch in range(params.epochs):
        for at, batch in enumerate(np.array_split(learner.rng.permutation(n), steps)):
            drawn = n + learner.rng.choice(len(known.texts), _REHEARSED * len(batch))
            done = (epoch + at / steps) / params.epochs
            learner.step(task, np.concatenate([batch, drawn]), np.float32(params.rate * (1 - done)))
    rows, scale = whole_rows(learner.rows)
    return replace(
        encoder,
        rows=np.where(moved[:, None], rows, encoder.rows),
        scale=np.where(moved, scale, encoder.scale),
        vectors=whole(task.concepts),
    )


@dataclass(frozen=True, slots=True, eq=False)
class _Task:
    """Texts as parts, the concepts that they speak of, and the vectors of these in training."""

    inputs: Table
    targets: Table
    weights: NDArray[np.float32]
    concepts: NDArray[np.float32]
    seen: NDArray[np.float32]
    pace: np.float32 = field(default=np.float32(1))


class _Learner:
    """Vectors of parts in training, with the sums of squares of AdaGrad."""

    def __init__(self, codes: NDArray[np.uint64], params: TrainingParams) -> None:
        self.codes, self.params = codes, params
        self.rng = np.random.default_rng(params.seed)
        self.rows, self.seen = self._draw(len(codes))
        self.pace = np.ones((len(codes), 1), np.float32)

    def _draw(self, n: int) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        size = (n, self.params.n_dimensions)
        rows = self.rng.standard_normal(size, dtype=np.float32) / np.float32(np.sqrt(size[1]))
        return rows, np.full((n, 1), 1e-6, np.float32)

    def task(self, lessons: Lessons, rarity: NDArray[np.float32], compounds: Compounds) -> _Task:
        """Start to learn some lessons."""
        inputs = counts(lessons.texts, self.codes, compounds)
        inputs.data *= rarity[inputs.indices]
        length = np.sqrt(np.bincount(_row_of(inputs), inputs.data**2, minlength=len(lessons.texts)))
        inputs.data /= np.maximum(length, 1e-6).astype(np.float32)[_row_of(inputs)]
        targets = _matrix(lessons.targets, len(lessons.concepts))
        weights = np.asarray(lessons.weights, np.float32)
        return _Task(inputs, targets, weights, *self._draw(len(lessons.concepts)))

    def epoch(self, epoch: int, tasks: Sequence[_Task]) -> None:
        """Go through all texts once, the batches of the tasks in turn."""
        steps = []
        for number, task in enumerate(tasks):
            n = task.inputs.shape[0]
            batches = np.array_split(self.rng.permutation(n), -(-n // self.params.batch))
            steps += [(at / len(batches), number, np.sort(batch)) for at, batch in enumerate(batches)]
        for part, number, batch in sorted(steps, key=lambda step: step[:2]):
            done = (epoch + part) / self.params.epochs
            self.step(tasks[number], batch, np.float32(self.params.rate * (1 - done)))

    def step(self, task: _Task, batch: NDArray[np.int64], rate: np.float32) -> None:
        """Move parts and concepts by one batch."""
        keep = np.float32(1 - self.params.dropout)
        x = task.inputs[batch]
        x.data = x.data * (self.rng.random(len(x.data), dtype=np.float32) < keep)
        raw = x @ self.rows
        length = np.sqrt((raw * raw).sum(axis=1, keepdims=True)) + np.float32(1e-6)
        points = raw / length
        aim, drawn = self._some_concepts(task.targets[batch])
        weight = task.weights[batch] * np.float32(self.params.sharpness / len(batch))
        pull, slope = _pull(points, task.concepts[drawn], aim, weight, self.params.sharpness)
        pull = (pull - (pull * points).sum(axis=1, keepdims=True) * points) / length
        turned = sparse.csr_array(x.T)
        touched = np.flatnonzero(np.diff(turned.indptr))
        change = turned[touched] @ pull
        self.seen[touched] += (change * change).mean(axis=1, keepdims=True)
        self.rows[touched] -= rate * self.pace[touched] * change / np.sqrt(self.seen[touched])
        task.seen[drawn] += (slope * slope).mean(axis=1, keepdims=True)
        task.concepts[drawn] -= rate * task.pace * slope / np.sqrt(task.seen[drawn])

    def _some_concepts(self, aim: Table) -> tuple[Table, NDArray[np.int64]]:
        """Those of a batch and others drawn at random; the targets among these."""
        n = aim.shape[1]
        if n <= self.params.n_others:
            return aim, np.arange(n)
        drawn = np.unique(
            np.concatenate([aim.indices, self.rng.choice(n, self.params.n_others, replace=False)])
        )
        place = np.searchsorted(drawn, aim.indices)
        return sparse.csr_array((aim.data, place, aim.indptr), shape=(aim.shape[0], len(drawn))), drawn


def _pull(
    points: NDArray[np.float32],
    concepts: NDArray[np.float32],
    aim: Table,
    weight: NDArray[np.float32],
    sharpness: float,
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Slopes of the weighted cross-entropy to points of length 1 and to concepts of any length."""
    length = np.sqrt((concepts * concepts).sum(axis=1, keepdims=True)) + np.float32(1e-6)
    directions = concepts / length
    share = np.float32(sharpness) * (points @ directions.T)
    share -= share.max(axis=1, keepdims=True)
    np.exp(share, out=share)
    share /= share.sum(axis=1, keepdims=True)
    share[_row_of(aim), aim.indices] -= aim.data
    share *= weight[:, None]
    slope = share.T @ points
    slope = (slope - (slope * directions).sum(axis=1, keepdims=True) * directions) / length
    return share @ directions, slope


def whole_rows(rows: NDArray[np.float32]) -> tuple[NDArray[np.int8], NDArray[np.float32]]:
    """Rows in whole steps, and the step of each."""
    step = np.maximum(np.abs(rows).max(axis=1), 1e-9) / _STEPS
    return np.rint(rows / step[:, None]).astype(np.int8), step.astype(np.float32)


def whole(rows: NDArray[np.float32]) -> NDArray[np.int8]:
    """Directions of rows in whole steps."""
    directions = unit(rows)
    steps: NDArray[np.int8] = np.rint(
        directions * (_STEPS / np.abs(directions).max(axis=1, keepdims=True))
    ).astype(np.int8)
    return steps


def _matrix(targets: Sequence[Sequence[int]], n_concepts: int) -> Table:
    size = np.array([len(some) for some in targets], np.int64)
    flat = np.array([at for some in targets for at in some], np.int64)
    share = (1 / np.repeat(size, size)).astype(np.float32)
    return sparse.csr_array(
        (share, flat, np.concatenate([[0], np.cumsum(size)])), shape=(len(size), n_concepts)
    )


def _row_of(table: Table) -> NDArray[np.int64]:
    return np.repeat(np.arange(table.shape[0]), np.diff(table.indptr))


def _compound_words(texts: Sequence[str]) -> list[str]:
    """Words of at least four letters that two texts have."""
    frequency = Counter(word for text in texts for word in set(text.split()))
    return sorted(word for word, n in frequency.items() if n > 1 and 4 <= len(word) <= 18)


def _vocabulary(
    texts: Sequence[str], compounds: Compounds, n_parts: int
) -> tuple[NDArray[np.uint64], NDArray[np.float32]]:
    """Most frequent parts and their rarity."""
    text, code = text_parts(texts, compounds)
    order = np.lexsort((text, code))
    text, code = text[order], code[order]
    first = np.concatenate([[True], (text[1:] != text[:-1]) | (code[1:] != code[:-1])])
    codes, frequency = np.unique(code[first], return_counts=True)
    most = np.sort(np.lexsort((codes, -frequency))[:n_parts])
    return codes[most], np.log(len(texts) / frequency[most]).astype(np.float32)
