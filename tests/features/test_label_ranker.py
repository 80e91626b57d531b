"""The ranker finds labels by their likeness, one concept once, and a text's score stands by itself."""

from __future__ import annotations

import pickle
from math import inf, isclose, log, sqrt
from typing import TYPE_CHECKING

import numpy as np
import pytest
from sklearn.base import clone
from sklearn.exceptions import NotFittedError

from matching import registers
from matching.features import LabelRanker
from matching.features._closest import ClosestLabels
from matching.features._ngrams import character_ngrams, word_ngrams
from matching.features._tfidf import CHARACTER_SHARE, TfidfSpace

if TYPE_CHECKING:
    from collections.abc import Callable

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


def test_parameters_are_read_set_and_cloned_as_in_scikit_learn(ranker: LabelRanker) -> None:
    assert ranker.get_params() == {"kind": "occupation", "encoder": None}
    again = clone(ranker)
    assert again.get_params() == ranker.get_params() and not hasattr(again, "concepts_")
    assert again.set_params(kind="skill") is again
    assert again.kind == "skill" and repr(again) == "LabelRanker('skill')"
    with pytest.raises(ValueError, match="no parameter 'k'; it has kind, encoder"):
        again.set_params(k=3)


@pytest.mark.parametrize("use", [lambda one: one.rank(["kok"], 1), lambda one: one.transform(["kok"])])
def test_what_is_not_fitted_says_so(use: Callable[[LabelRanker], object]) -> None:
    with pytest.raises(NotFittedError, match="call fit"):
        use(LabelRanker("skill"))


def test_what_is_no_list_of_texts_is_refused(ranker: LabelRanker) -> None:
    with pytest.raises(TypeError, match="got one text"):
        ranker.rank("kok", 1)
    with pytest.raises(TypeError, match=r"texts\[1\] must be a text, got NoneType"):
        ranker.rank(["kok", None], 1)
    with pytest.raises(TypeError, match=r"labels\[0\] must be a text, got int"):
        LabelRanker("skill").fit([1], ["a"])
    with pytest.raises(ValueError, match="k must be at least 1, got 0"):
        ranker.rank(["kok"], 0)
    with pytest.raises(ValueError, match="kind must be 'occupation' or 'skill', got 'title'"):
        LabelRanker("title").fit(["a"], ["a"])


def test_fitting_again_forgets(ranker: LabelRanker) -> None:
    again = clone(ranker).fit(LABELS, CONCEPTS).fit(["lasser"], ["welder"])
    assert again.concepts_ == ("welder",) and again.labels_ == ("lasser",)
    assert (again.rank(["kok"], 1).concept == -1).all()


def test_the_closest_label_is_that_of_a_plain_loop() -> None:
    vectors = TfidfSpace().fit_transform(LABELS)
    concept = np.array([CONCEPTS.index(one) for one in CONCEPTS])
    concept = np.unique(concept, return_inverse=True)[1].astype(np.int32)
    n = int(concept.max()) + 1
    every = np.tile(np.arange(n, dtype=np.int32), (len(LABELS), 1))
    label, likeness = ClosestLabels(vectors, concept, n).find(vectors, every)
    product = (vectors @ vectors.T).toarray()
    for row in range(len(LABELS)):
        for one in range(n):
            own = np.flatnonzero(concept == one)
            assert label[row, one] == own[product[row, own].argmax()]
            assert likeness[row, one] == pytest.approx(product[row, own].max(), abs=1e-6)


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


@pytest.fixture(scope="module")
def of_esco() -> LabelRanker:
    return LabelRanker("occupation").fit()


def test_a_label_that_only_other_letters_make_equal_is_not_certain(of_esco: LabelRanker) -> None:
    found = of_esco.rank(["Seksuoloog", "Klompenmaker", "sondeerder"], k=3)
    assert (found.score[:, 0] < 1).all()


def test_a_label_with_a_letter_doubled_halved_or_swapped_is_certain(of_esco: LabelRanker) -> None:
    texts = ["klokkenmaker (m/v)", "Klokkennmaker", "klokenmaker", "klokknemaker"]
    found = of_esco.rank(texts, k=3)
    assert (found.score[:, 0] == 1).all()
    assert {of_esco.labels_[at] for at in found.label[:, 0]} == {"klokkenmaker"}


def test_a_literal_label_comes_before_the_label_without_what_is_around_it() -> None:
    pairs = {"directeur": "1", "algemeen directeur": "2", "timmerman": "3", "leerling timmerman": "4"}
    ranker = LabelRanker("occupation").fit(list(pairs), list(pairs.values()))
    found = ranker.rank([*pairs, "Leerling-timmerman", "ervaren timmerman"], 1)
    assert [ranker.concepts_[at] for at in found.concept[:, 0]] == ["1", "2", "3", "4", "4", "3"]
    assert found.score[:5, 0] == pytest.approx(1, abs=1e-6)


def test_of_equal_labels_the_first_of_a_concept_comes_first(of_esco: LabelRanker) -> None:
    names = {row.id: row.label for row in registers.occupations()}
    found = of_esco.rank(["tuinier"], 2)
    assert names[of_esco.concepts_[found.concept[0, 0]]] == "tuinier"
    assert (found.score[0] == 1).all()  # it is an alternative label of another one


@pytest.mark.parametrize("text", ["Medewerker", "Operator m/v", "monteur", "bediener", "manager"])
def test_a_bare_head_is_no_occupation_for_certain(of_esco: LabelRanker, text: str) -> None:
    assert of_esco.rank([text], 1).score[0, 0] < 1


def test_a_bare_head_that_is_a_first_label_is_certain() -> None:
    some = registers.occupations()[:3]
    ranker = LabelRanker("occupation").fit(
        ["monteur", *(row.label for row in some)], [row.id for row in (some[0], *some)]
    )
    found = ranker.rank(["monteur"], 1)
    assert ranker.concepts_[found.concept[0, 0]] == some[0].id
    assert found.score[0, 0] == 1


@pytest.mark.parametrize(
    ("start", "known"), [("", False), ("isco/", True), ("http://data.europa.eu/esco/isco/", True)]
)
def test_codes_of_ones_own_are_no_groups_of_isco(start: str, known: bool) -> None:
    codes = ["C7112", "C7212", "C5120"]
    ranker = LabelRanker("occupation").fit(["bakker", "lasser", "kok"], [start + one for one in codes])
    # Of ISCO these are bricklayers, welders and cooks.
    found = ranker.rank(["metselaar"], 1).concept[0, 0]
    assert (found == 0) == known
