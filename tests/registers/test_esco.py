"""Occupations, skills and the relations between them."""

import numpy as np
import pytest

from matching import registers
from matching.exceptions import RegisterError


def test_occupations_go_by_uri_id_and_code():
    """All three keys give the same row."""
    for row in registers.occupations()[::100]:
        assert registers.occupation(row.uri) is row
        assert registers.occupation(row.id) is row
        assert registers.occupation(row.esco_code) is row


def test_tables_are_sorted_by_id():
    """Other tables refer to rows by position, so the order is part of the table."""
    for rows in (registers.occupations(), registers.skills()):
        ids = [row.id for row in rows]
        assert ids == sorted(set(ids))
        assert all(row.uri.endswith("/" + row.id) for row in rows)


def test_every_occupation_has_a_dutch_name_and_an_isco_group():
    """The ISCO code joins with the groups and begins the ESCO code."""
    groups = {group.code for group in registers.isco_groups()}
    for row in registers.occupations():
        assert row.label_nl
        assert row.isco_code in groups
        assert row.esco_code.startswith(row.isco_code)
        assert "" not in (*row.alternative_labels_nl, *row.older_labels_nl, *row.alternative_labels_en)


def test_a_skill_is_called_by_its_dutch_label_or_else_the_english():
    """No skill is without a label."""
    assert all(row.label for row in registers.skills())
    dutch = next(row for row in registers.skills() if row.label_nl)
    assert dutch.label == dutch.label_nl
    assert registers.skill(dutch.uri) is registers.skill(dutch.id) is dutch


@pytest.mark.parametrize(
    ("look_up", "key"),
    [(registers.occupation, "2221.99"), (registers.skill, "lasen"), (registers.isco_group, "99")],
)
def test_an_unknown_key_names_the_nearest(look_up, key):
    """The error helps."""
    with pytest.raises(RegisterError, match="the nearest is"):
        look_up(key)


def test_occupation_skills_are_compressed_rows():
    """Rows are occupations, entries ascending skills; 35 new occupations have none."""
    table = registers.occupation_skills()
    assert len(table.indptr) == len(registers.occupations()) + 1
    assert table.skill.dtype == np.int32
    assert table.indptr[-1] == len(table) == len(table.essential) == 123_788
    assert 0 <= table.skill.min() <= table.skill.max() < len(registers.skills())
    sizes = np.diff(table.indptr)
    assert (sizes == 0).sum() == sum(not row.label_en for row in registers.occupations()) == 35
    for at in range(0, len(sizes), 50):
        skill, essential = table.of(at)
        assert (np.diff(skill) > 0).all()
        assert len(skill) == len(essential) == sizes[at]


def test_a_welder_needs_to_weld():
    """The positions point at the right labels on both sides."""
    welder = registers.occupation("7212.3")
    assert welder.label_en == "welder"
    skill, essential = registers.occupation_skills().of(registers.occupations().index(welder))
    labels = {registers.skills()[at].label_en for at in skill[essential]}
    assert "operate welding equipment" in labels


def test_broader_links_end_in_groups():
    """From every linked skill a walk upwards reaches a group, and never itself."""
    table = registers.skill_broader()
    assert table.n_skills == len(registers.skills())
    assert len(table.indptr) == table.n_skills + len(registers.skill_groups()) + 1
    for start in range(0, table.n_skills, 500):
        row, seen = start, {start}
        while len(table.of(row)):
            row = int(table.of(row)[0])
            assert row not in seen
            seen.add(row)
        assert row >= table.n_skills or row == start


@pytest.mark.parametrize(
    "table", [registers.occupation_skills, registers.skill_skill, registers.skill_broader]
)
def test_relations_are_read_only_and_bounded(table):
    """Nobody can change a shared table, and a negative position is not read from the end."""
    links = table()
    for name in links.__slots__:
        column = getattr(links, name)
        assert not isinstance(column, np.ndarray) or not column.flags.writeable
    with pytest.raises(IndexError, match="position must be in"):
        links.of(-1)


def test_a_name_in_place_of_a_key_is_answered_with_the_key() -> None:
    with pytest.raises(
        RegisterError, match=r"the nearest is 'vrachtwagenchauffeur', of which the code is '8332\.2'"
    ):
        registers.occupation("vrachtwagenchauffeur")
    row = registers.skills()[7]
    with pytest.raises(RegisterError, match=f"of which the code is '{row.id}'"):
        registers.skill(row.label)
