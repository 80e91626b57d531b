"""Work is near work of the same branch with the same skills, and what is missing for it is named."""

from __future__ import annotations

import numpy as np
import pytest

from matching import registers
from matching.exceptions import RegisterError, RuleError
from matching.features import adjacent_occupations
from matching.features._esco import relation
from matching.features._titles import Titles, similarity
from matching.records import OccupationRef

NEAR_AND_FAR = (
    ("verzorgende", "verpleegkundige", "lasser"),
    ("kok", "keukenhulp", "elektricien"),
    ("vrachtwagenchauffeur", "buschauffeur", "kapper"),
    ("kapper", "schoonheidsspecialist", "metselaar"),
    ("timmerman", "meubelmaker", "tandarts"),
    ("leraar basisonderwijs", "onderwijsassistent", "heftruckchauffeur"),
    ("magazijnmedewerker", "orderpicker", "advocaat"),
    ("hovenier", "medewerker groenvoorziening", "receptionist"),
    ("programmeur", "webdeveloper", "bakker"),
    ("loodgieter", "verwarmingsmonteur", "kok"),
    ("doktersassistent", "apothekersassistent", "kraanmachinist"),
    ("beveiliger", "portier", "bakker"),
    ("ober", "barman", "lasser"),
    ("schilder", "behanger", "verpleegkundige"),
    ("schoonmaker", "huishoudelijke hulp", "boekhouder"),
)
BY_CODE = (
    ("5321.1.1", "2221.2", "7212.3"),  # verpleeghulp, algemeen verpleegkundige, lasser
    ("5120.1", "9412.1", "7411.1"),
    ("8332.2", "8331.1", "5141.1"),
    ("5141.1", "5142.1", "7112.1"),
    ("3313.2", "4311.1", "9112.2"),
    ("2341.1", "5312.1", "8344.1"),
    ("9333.8", "9333.8.1", "2611.1"),
    ("2512.4", "2513.3", "7512.1"),
)


def at(code: str) -> int:
    return registers.occupations().index(registers.occupation(code))


@pytest.mark.parametrize(("title", "near", "far"), NEAR_AND_FAR)
def test_titles_of_related_work_are_near_and_of_other_work_far(title: str, near: str, far: str) -> None:
    own, close, distant = Titles.of(*([OccupationRef(title=text)] for text in (title, near, far)))
    assert similarity(own, close).item() >= 0.25
    assert similarity(own, distant).item() <= 0.1


@pytest.mark.parametrize(("code", "near", "far"), BY_CODE)
def test_occupations_that_share_skills_or_a_branch_are_near(code: str, near: str, far: str) -> None:
    close, distant = relation(np.array([at(code)]), np.array([at(near), at(far)]))[0].tolist()
    assert close >= 0.35
    assert distant <= 0.1


def test_relation_is_one_on_itself_the_same_both_ways_and_in_range() -> None:
    some = np.arange(0, len(registers.occupations()), 60, dtype=np.int32)
    table = relation(some, some)
    assert np.allclose(table, table.T, atol=1e-6)
    assert (np.diag(table) == 1).all()
    assert 0 <= table.min() <= table.max() <= 1


def test_adjacent_work_names_what_is_shared_and_what_is_missing() -> None:
    near = adjacent_occupations("5321.1.1", 5)
    assert "2221.2" in [one.occupation.esco_code for one in near]
    assert [one.similarity for one in near] == sorted((one.similarity for one in near), reverse=True)
    table, links = registers.skills(), registers.occupation_skills()
    own = {table[skill].id for skill in links.of(at("5321.1.1"))[0]}
    for one in near:
        skill, essential = links.of(at(one.occupation.esco_code))
        needed = {table[position].id for position in skill[essential]}
        assert {row.id for row in one.shared} == needed & own
        assert {row.id for row in one.missing} == needed - own
        assert one.n_in_english == sum(not row.label_nl for row in (*one.shared, *one.missing))


def test_what_somebody_can_do_besides_is_not_missing() -> None:
    (plain,) = adjacent_occupations("7212.3", 1)
    (known,) = adjacent_occupations("7212.3", 1, skills=[plain.missing[0].label, "iets heel anders"])
    assert set(plain.missing) - set(known.missing) == {plain.missing[0]}


def test_a_code_or_a_number_that_cannot_be_is_refused() -> None:
    with pytest.raises(RegisterError, match="the nearest is"):
        adjacent_occupations("5321.1.999")
    with pytest.raises(RuleError, match="k must be >= 1, got 0"):
        adjacent_occupations("5321.1", 0)
    assert len(adjacent_occupations("5321.1", 10**6)) == len(registers.occupations()) - 1


def test_an_english_label_says_so_in_dutch() -> None:
    english = next(row for row in registers.skills() if not row.label_nl)
    dutch = next(row for row in registers.skills() if row.label_nl and row.label_en)
    assert english.is_english
    assert (english.shown("nl"), english.shown("en")) == (f"{english.label_en} (Engels)", english.label_en)
    assert (dutch.shown("nl"), dutch.shown("en")) == (dutch.label_nl, dutch.label_en)
