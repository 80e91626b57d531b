"""The ranker finds labels by their likeness, one concept once, and a text's score stands by itself."""

from __future__ import annotations

import pickle
from math import inf, isclose, log, sqrt

import numpy as np
import pytest

from matching.features import LabelRanker
from matching.features._ngrams import character_ngrams, word_ngrams
from matching.features._tfidf import CHARACTER_SHARE, TfidfSpace

LABELS = ["verpleegkundige", "wijkverpleegkundige", "kok", "chef-kok", "schilder", "kunstschilder", "hulpkok"]
CONCEPTS = ["nurse", "nurse", "cook", "chef", "painter", "artist", "cook"]


@pytest.fixture(scope="module")
def ranker() -> LabelRanker:
    return LabelRanker("occupation").fit(LABELS, CONCEPTS)


def test_a_label_finds_itself_and_each_concept_once(ranker: LabelRanker) -> None:
    found = ranker.rank(LABELS, k=5)
    for row, (label, concept) in enumerate(zip(LABELS, CONCEPTS, strict=True)):
        assert LABELS[found.label[row, 0]] == label
        assert ranker.concepts_[found.concept[row, 0]] == concept
        assert isclose(found.score[row, 0], 1, abs_tol=1e-6)
        there = found.concept[row][found.concept[row] >= 0]
        assert len(set(there.tolist())) == len(there)
        assert (np.diff(found.score[row]) <= 0).all()


def test_what_is_not_found_is_minus_one_with_score_zero(ranker: LabelRanker) -> None:
    found = ranker.rank(["zzzz", ""], k=3)
    assert (found.concept == -1).all()
    assert (found.label == -1).all()
    assert (found.score == 0).all()


def test_the_score_of_a_text_does_not_depend_on_the_other_texts(ranker: LabelRanker) -> None:
    texts = ["koks", "Schilder (m/v)", "verpleger", "kok"]
    together = ranker.rank(texts, k=2)
    for row, text in enumerate(texts):
        alone = ranker.rank([text], k=2)
        assert np.array_equal(alone.concept[0], together.concept[row])
        assert np.array_equal(alone.score[0], together.score[row])


def test_equal_labels_keep_their_order() -> None:
    ranker = LabelRanker("skill").fit(["lassen", "lassen"], ["second", "first"])
    found = ranker.rank(["lassen"], k=2)
    assert [ranker.concepts_[at] for at in found.concept[0]] == ["second", "first"]


def test_no_texts_and_no_labels_are_fine(ranker: LabelRanker) -> None:
    assert ranker.rank([], k=3).concept.shape == (0, 3)
    assert (LabelRanker("skill").fit([], []).rank(["lassen"], k=1).concept == -1).all()


def test_labels_and_concepts_are_in_step() -> None:
    with pytest.raises(ValueError, match="in step, got 2 and 1"):
        LabelRanker("skill").fit(["a", "b"], ["c"])


def test_it_survives_pickling(ranker: LabelRanker) -> None:
    again = pickle.loads(pickle.dumps(ranker))
    assert np.array_equal(again.rank(["chefkok"], 3).score, ranker.rank(["chefkok"], 3).score)


def grams(text: str) -> dict[str, int]:
    """Character n-grams by a plain loop."""
    found: dict[str, int] = {}
    for word in text.split():
        padded = f" {word} "
        for n in (2, 3, 4):
            for at in range(len(padded) - n + 1):
                found[padded[at : at + n]] = found.get(padded[at : at + n], 0) + 1
    return found


def test_character_ngrams_are_those_of_a_plain_loop() -> None:
    texts = ["kok", "chef kok", "", "a b", "hulp in de keuken 4+"]
    text, code = character_ngrams(texts)
    for row, one in enumerate(texts):
        counts = np.unique(code[text == row], return_counts=True)[1]
        assert sorted(counts.tolist()) == sorted(grams(one).values())


def test_words_and_neighbours_are_told_apart() -> None:
    text, code = word_ngrams(["kok chef", "chef kok"])
    assert len(set(code[text == 0].tolist()) & set(code[text == 1].tolist())) == 2


def test_the_inner_product_is_the_mean_of_two_cosines() -> None:
    texts = ["kok", "hulpkok", "chef kok"]
    space = TfidfSpace()
    vectors = space.fit_transform(texts)

    def cosine(a: dict[str, int], b: dict[str, int], all_of_them: list[dict[str, int]]) -> float:
        def weigh(one: dict[str, int]) -> dict[str, float]:
            n = len(all_of_them)
            return {
                g: c * (log((1 + n) / (1 + sum(g in o for o in all_of_them))) + 1) for g, c in one.items()
            }

        x, y = weigh(a), weigh(b)
        length = sqrt(sum(v * v for v in x.values()) * sum(v * v for v in y.values())) or inf
        return sum(v * y.get(g, 0) for g, v in x.items()) / length

    letters = [grams(text) for text in texts]
    words = [{"kok": 1}, {"hulpkok": 1}, {"chef": 1, "kok": 1, "chef kok": 1}]
    expected = [
        CHARACTER_SHARE * cosine(letters[0], letters[k], letters)
        + (1 - CHARACTER_SHARE) * cosine(words[0], words[k], words)
        for k in range(3)
    ]
    assert (vectors[[0]] @ vectors.T).toarray()[0] == pytest.approx(expected, abs=1e-6)
    assert np.allclose(space.transform(texts).toarray(), vectors.toarray())


def test_strange_letters_make_a_text_less_like_its_label() -> None:
    space = TfidfSpace()
    kok = space.fit_transform(["kok", "bakker"])[[0]]
    plain, strange = (
        float((space.transform([text]) @ kok.T).toarray()[0, 0]) for text in ("kok", "kok qqxx")
    )
    assert strange < 0.7 < plain
