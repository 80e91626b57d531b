"""Titles and skills of ESCO are found by what they mean, however they are written."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from hashlib import sha256
from importlib.resources import files
from typing import TYPE_CHECKING, Literal

import numpy as np
import pytest

from matching import registers
from matching.features import LabelRanker
from matching.features._normalise import fold
from matching.features.labels import Compounds, Encoder, encoder, stem, text_parts
from matching.features.labels._lessons import Lessons
from matching.features.labels._training import ADAPTING, TrainingParams, adapt, train

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="module")
def occupations() -> LabelRanker:
    return LabelRanker("occupation").fit()


def best(ranker: LabelRanker, text: str, k: int = 1) -> list[str]:
    number = {row.id: row.label_nl for row in registers.occupations()}
    return [number[ranker.concepts_[at]] for at in ranker.rank([text], k).concept[0]]


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("mdw. logistiek (m/v)", "logistiek medewerker"),
        ("Chauffeuse CE", "vrachtwagenchauffeur"),
        ("allround hovenier", "hovenier"),
        ("heftruckcert", "heftruckchauffeur"),
        ("poetsvrouw", "schoonmaker gebouwen"),
        ("vrachtwagnchauffeur", "vrachtwagenchauffeur"),
        ("ORDERPICKERS", "orderpicker"),
    ],
)
def test_what_people_write_is_understood(occupations: LabelRanker, text: str, label: str) -> None:
    assert label in best(occupations, text, 2)


def test_shares_are_probabilities_and_equal_labels_score_one(occupations: LabelRanker) -> None:
    found = occupations.rank(["hovenier", "medewerker groen", "docent", ""], 8)
    assert found.score[0, 0] == 1
    assert ((found.score >= 0) & (found.score <= 1)).all()
    assert (np.diff(found.score, axis=1) <= 0).all()
    assert found.score[2].sum() <= 1 + 1e-5
    assert (found.concept[3] == -1).all() and (found.score[3] == 0).all()


def test_texts_do_not_influence_each_other(occupations: LabelRanker) -> None:
    texts = [row.label_nl for row in registers.occupations()[::300]]
    together = occupations.rank(texts, 3)
    for row, text in enumerate(texts):
        alone = occupations.rank([text], 3)
        assert np.array_equal(alone.concept[0], together.concept[row])
        assert np.allclose(alone.score[0], together.score[row], atol=1e-5)


def test_labels_and_concepts_go_together() -> None:
    with pytest.raises(ValueError, match="both or neither"):
        LabelRanker("skill").fit(["lassen"])


def test_the_first_concepts_are_the_same_however_many_are_asked_for(occupations: LabelRanker) -> None:
    texts = [row.alternative_labels_nl[-1] + " en meer" for row in registers.occupations()[:900:30]]
    few, many = occupations.rank(texts, 3), occupations.rank(texts, 150)
    for name in ("concept", "label", "score"):
        assert np.array_equal(getattr(few, name), getattr(many, name)[:, :3])
    assert (many.concept >= 0).all()
    assert all(len(set(row.tolist())) == 150 for row in many.concept)


def test_the_label_that_explains_names_the_concept(occupations: LabelRanker) -> None:
    found = occupations.rank(["groentekweker", "hulp in de huishouding"], 5)
    names = {row.id: {row.label, *row.alternative_labels_nl, row.label_en} for row in registers.occupations()}
    for row in registers.everyday_titles():
        names[registers.occupation(row.esco_code).id].add(row.title)
    for concept, label in zip(found.concept.ravel(), found.label.ravel(), strict=True):
        assert occupations.labels_[label] in names[occupations.concepts_[concept]]


def test_concepts_that_esco_lacks_stand_beside_those_it_has() -> None:
    """A list with some concepts of one's own is ranked by meaning too."""
    rows = registers.occupations()[:40]
    labels = [*(row.label_nl for row in rows), "wervelstroomtemmer"]
    concepts = [*(row.uri for row in rows), "https://example.org/own/1"]
    ranker = LabelRanker("occupation").fit(labels, concepts)
    found = ranker.rank(["wervelstroomtemmers (m/v)", rows[3].alternative_labels_nl[0]], 1)
    assert [ranker.concepts_[at] for at in found.concept[:, 0]] == [concepts[-1], rows[3].uri]


def test_a_synonym_is_found_in_a_list_without_it() -> None:
    """The encoder finds what is no label, and another encoder may take its place."""
    groups = [group for group in registers.isco_groups() if len(group.code) == 4]
    labels, concepts = [group.label_nl for group in groups], [f"isco/C{group.code}" for group in groups]
    for made in (None, encoder("occupation", adapted=False)):
        ranker = LabelRanker("occupation", encoder=made).fit(labels, concepts)
        assert "isco/C9112" in {ranker.concepts_[at] for at in ranker.rank(["poetsvrouw"], 5).concept[0]}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("bakker", "bakkers"),
        ("medewerker", "medewerkster"),
        ("assistent", "assistente"),
        ("medisch", "medische"),
    ],
)
def test_forms_of_a_word_have_one_stem(one: str, other: str) -> None:
    assert stem(fold(one)) == stem(fold(other))


def test_compounds_come_apart_at_known_words() -> None:
    compounds = Compounds(["magazijn", "medewerker", "dienst", "loods", "huis"])
    assert compounds.parts("magazijnmedewerker") == ("magazijn", "medewerker")
    assert compounds.parts("loodsdienstmedewerker") == ("loods", "dienst", "medewerker")
    assert compounds.parts("dienst") == compounds.parts("xyzmedewerker") == ()


def small() -> Lessons:
    lessons = Lessons(("cook", "gardener", "welder"))
    for at, texts in enumerate((("kok", "chef kok"), ("hovenier", "tuinman"), ("lasser", "laswerker"))):
        for text in texts:
            lessons.add(text, [at], 1.0)
    return lessons


SMALL = TrainingParams(n_dimensions=8, n_parts=200, epochs=30, batch=4, dropout=0.1)


def test_training_gives_the_same_bytes_again(tmp_path: Path) -> None:
    for name in ("one", "two"):
        train(small(), SMALL).save(tmp_path / f"{name}.npz")
    assert (tmp_path / "one.npz").read_bytes() == (tmp_path / "two.npz").read_bytes()


def test_what_is_learned_is_found_and_survives_a_file(tmp_path: Path) -> None:
    train(small(), SMALL).save(tmp_path / "made.npz")
    made = Encoder.load((tmp_path / "made.npz").read_bytes())
    assert (made.encode(small().texts) @ made.directions().T).argmax(axis=1).tolist() == [0, 0, 1, 1, 2, 2]
    assert not made.encode(["zq"]).any()


def test_adapting_adds_a_title_and_keeps_the_others() -> None:
    made, told = train(small(), SMALL), Lessons(small().concepts)
    told.add("tuinman kok", [0], 1.0)
    now = adapt(made, told, small(), replace(ADAPTING["skill"], epochs=30))
    before, after = (one.encode(told.texts) @ one.directions().T for one in (made, now))
    assert after[0, 0] - after[0, 1] > before[0, 0] - before[0, 1]
    assert (now.encode(small().texts) @ now.directions().T).argmax(axis=1).tolist() == [0, 0, 1, 1, 2, 2]


def test_adapting_leaves_parts_alone_that_no_text_has() -> None:
    made, told = train(small(), SMALL), Lessons(small().concepts)
    told.add("kok", [0], 1.0)
    now = adapt(made, told, small(), ADAPTING["skill"])
    moved = (now.rows != made.rows).any(axis=1)
    assert 0 < moved.sum() < len(moved)
    assert not (set(made.codes[moved]) - set(text_parts(["kok"], made.compounds)[1]))


def test_a_file_holds_both_encoders(tmp_path: Path) -> None:
    made, told = train(small(), SMALL), Lessons(small().concepts)
    told.add("tuinman kok", [0], 1.0)
    now = adapt(made, told, small(), ADAPTING["skill"])
    made.save(tmp_path / "both.npz", now)
    data = (tmp_path / "both.npz").read_bytes()
    for one, expected in ((Encoder.load(data), now), (Encoder.load(data, adapted=False), made)):
        for name in ("rows", "scale", "vectors", "codes", "words"):
            assert np.array_equal(getattr(one, name), getattr(expected, name))


@pytest.mark.parametrize("kind", ["occupation", "skill"])
def test_the_shipped_encoder_fits_the_register(kind: str) -> None:
    table = registers.occupations() if kind == "occupation" else registers.skills()
    made = encoder(kind)
    assert {row.id for row in table} <= set(made.concepts)
    assert (made.codes[1:] > made.codes[:-1]).all()
    for array in (made.rows, made.vectors, made.scale, made.codes):
        assert not array.flags.writeable


def english(kind: Literal["occupation", "skill"], *, adapted: bool) -> float:
    """Share of English names, of one in ten concepts, that are nearest to their own concept."""
    table = registers.occupations() if kind == "occupation" else registers.skills()
    made = encoder(kind, adapted=adapted)
    number = {name: at for at, name in enumerate(made.concepts)}
    rows = [row for row in table if row.label_en][::10]
    near = made.encode([fold(row.label_en) for row in rows]) @ made.directions().T
    return float(np.mean(near.argmax(axis=1) == [number[row.id] for row in rows]))


@pytest.mark.parametrize("kind", ["occupation", "skill"])
def test_the_files_are_those_that_are_described(kind: Literal["occupation", "skill"]) -> None:
    """Checksum and figures of ``encoders.toml``: a file that was trained again is described again."""
    folder = files("matching.features.labels") / "data"
    stated = tomllib.loads((folder / "encoders.toml").read_text("utf-8"))[kind]
    assert sha256((folder / f"{kind}.npz").read_bytes()).hexdigest() == stated["sha256"]
    for name in ("adapted", "esco_only"):
        measured = english(kind, adapted=name == "adapted")
        assert measured == pytest.approx(stated["english_first"][name], abs=1e-3)
