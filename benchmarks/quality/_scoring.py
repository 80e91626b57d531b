"""Reading of the public sets, and the scoring rule of their publishers."""

from __future__ import annotations

import csv
import gzip
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Corpus:
    """Labels to be ranked: their ids, concepts (last parts of URIs) and texts, in step."""

    ids: NDArray[np.str_]
    concepts: NDArray[np.str_]
    labels: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Queries:
    """Texts, and the concepts that are right for each, with the kind of the link or nothing."""

    texts: tuple[str, ...]
    right: tuple[dict[str, str], ...]

    def where(self, keep: Sequence[int] | NDArray[np.int64]) -> Queries:
        return Queries(tuple(self.texts[at] for at in keep), tuple(self.right[at] for at in keep))

    def linked(self, kind: str) -> Queries:
        """Those with a link of a kind, with these links only."""
        some = [{name: link for name, link in right.items() if link == kind} for right in self.right]
        keep = [at for at, right in enumerate(some) if right]
        return Queries(tuple(self.texts[at] for at in keep), tuple(some[at] for at in keep))


def _rows(path: Path) -> list[list[str]]:
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        return list(csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE))[1:]


def _last(uri: str) -> str:
    return uri.rsplit("/", 1)[-1]


def read_corpus(path: Path) -> Corpus:
    """Read labels with an id, a concept and a text; where there is no id the concept is the id."""
    rows = [row if len(row) == 3 else [row[0], *row] for row in _rows(path)]
    ids, concepts, labels = zip(*rows, strict=True)
    return Corpus(np.array(ids), np.array([_last(one) for one in concepts]), labels)


def read_queries(path: Path) -> Queries:
    rows = _rows(path)
    right = tuple(
        {_last(one.split(":")[0]): one.partition(":")[2] for one in concepts.split("|")}
        for *_, concepts in rows
    )
    return Queries(tuple(text for _, text, _ in rows), right)


def bare(text: str) -> str:
    """Lower case without accents, as the published lexical baselines read texts."""
    apart = unicodedata.normalize("NFKD", text.lower())
    return "".join(one for one in apart if not unicodedata.combining(one))


def first_right(
    scores: NDArray[np.floating], corpus: Corpus, queries: Queries
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Rank of the first right label of each query, 1 is best, and of its concept when each counts once.

    As trec_eval does: scores in single precision, equal scores by descending id.
    """
    by_id = np.argsort(corpus.ids, kind="stable")[::-1]
    ranks = np.empty((2, len(queries.texts)), np.int64)
    for at, right in enumerate(queries.right):
        order = by_id[np.argsort(-scores[at].astype(np.float32)[by_id], kind="stable")]
        names = corpus.concepts[order]
        before = names[: np.flatnonzero(np.isin(names, list(right)))[0]]
        ranks[:, at] = 1 + len(before), 1 + len(set(before.tolist()))
    return ranks[0], ranks[1]


def figures(ranks: NDArray[np.int64]) -> tuple[float, ...]:
    """MRR, hit@1, hit@5, hit@10 and recall@150."""
    return (float((1 / ranks).mean()), *(float((ranks <= k).mean()) for k in (1, 5, 10, 150)))
