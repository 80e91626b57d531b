"""A package of the ESCO portal takes the place of the shipped names, and a bad one says where it is bad."""

from __future__ import annotations

import csv
import gzip
import io
import os
import subprocess
import sys
import zipfile
from typing import TYPE_CHECKING

import numpy as np
import pytest

from matching.exceptions import ExchangeError, RegisterError
from matching.registers import (
    ESCO_VARIABLE,
    build_esco,
    esco_edition,
    occupation,
    occupation_skills,
    occupations,
    skills,
)
from matching.registers._esco_edition import read_edition

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

BASE = "http://data.europa.eu/esco/"
NURSE = occupation("2221.2").uri
NEW_WORK = BASE + "occupation/ffffffff-0000-4000-8000-000000000001"
NEW_SKILL = BASE + "skill/ffffffff-0000-4000-8000-000000000002"
ENGLISH = next(row for row in skills() if not row.label_nl)
OCCUPATION = (
    "conceptType",
    "conceptUri",
    "iscoGroup",
    "preferredLabel",
    "altLabels",
    "hiddenLabels",
    "status",
    "modifiedDate",
    "description",
    "code",
)
SKILL = ("conceptType", "conceptUri", "skillType", "reuseLevel", "preferredLabel", "altLabels", "status")
LINK = ("occupationUri", "relationType", "skillType", "skillUri")
ABOVE = ("conceptType", "conceptUri", "broaderType", "broaderUri")


def write(path: Path, heading: Sequence[str], *rows: Sequence[str]) -> None:
    path.parent.mkdir(exist_ok=True, parents=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([heading, *rows])


def work(uri: str, label: str, more: str = "", code: str = "2221.2") -> tuple[str, ...]:
    text = "Eerste regel,\nen een tweede."
    return ("Occupation", uri, code[:4], label, more, "", "released", "2024-05-15", text, code)


def skill(uri: str, label: str, more: str = "") -> tuple[str, ...]:
    return ("KnowledgeSkillCompetence", uri, "knowledge", "transversal", label, more, "released")


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """Two occupations and two skills, of which one of each is new, in Dutch and German."""
    folder = tmp_path / "ESCO dataset - v9.1.0 - classification - nl - csv"
    write(
        folder / "occupations_nl.csv",
        OCCUPATION,
        work(NURSE, "verpleger", "zuster\nbroeder"),
        work(NEW_WORK, "toetsnemer", "", "2221.99"),
    )
    write(folder / "occupations_de.csv", OCCUPATION, work(NURSE, "Krankenpfleger", "Krankenschwester"))
    write(
        folder / "skills_nl.csv",
        SKILL,
        skill(ENGLISH.uri, "toezicht op zangers", "koor|leiden"),
        skill(NEW_SKILL, "kunnen toetsen"),
    )
    write(folder / "skillGroups_nl.csv", ("conceptUri", "preferredLabel", "code"))
    write(
        folder / "occupationSkillRelations_nl.csv",
        LINK,
        (NEW_WORK, "essential", "knowledge", NEW_SKILL),
        (NEW_WORK, "optional", "knowledge", ENGLISH.uri),
        (NEW_WORK, "optional", "knowledge", BASE + "skill/elsewhere"),
    )
    write(
        folder / "broaderRelationsSkillPillar_nl.csv",
        ABOVE,
        ("KnowledgeSkillCompetence", NEW_SKILL, "KnowledgeSkillCompetence", ENGLISH.uri),
    )
    write(folder / "dictionary_nl.csv", ("filename",), ("anything",))
    return folder


def _others(text: str) -> list[dict[str, str]]:
    given = {NURSE.rsplit("/", 1)[-1], NEW_WORK.rsplit("/", 1)[-1]}
    return [row for row in csv.DictReader(io.StringIO(text, newline="")) if row["id"] not in given]


USE = """
from matching import registers as r
from matching.features import LabelRanker, adjacent_occupations
nurse, new = r.occupation({nurse!r}), r.occupation("2221.99")
print(nurse.label_nl, nurse.alternative_labels_nl[:2], nurse.other_labels)
print("algemeen verpleegkundige" in nurse.older_labels_nl, nurse.label_en)
print(new.label, new.isco_code, new.version, r.occupations()[r.occupations().index(new)] is new)
skill, essential = r.occupation_skills().of(r.occupations().index(new))
print([(r.skills()[at].label, yes) for at, yes in zip(skill.tolist(), essential.tolist())])
old = r.skill({old!r})
print(old.label_nl, old.alternative_labels, old.is_english)
at = r.skills().index(r.skill({skill!r}))
print([r.skills()[up].label for up in r.skill_broader().of(at).tolist()])
print(len(adjacent_occupations("2221.99", 3)), r.esco_edition().version)
best = LabelRanker("occupation").fit().rank(["Krankenschwester (m/w)", "Toetsnemers"], 1)
print([(r.occupations()[at].label, bool(sure > 0.3)) for (at,), (sure,) in zip(best.concept, best.score)])
"""


def test_the_names_of_a_package_are_used_in_a_process_that_is_told_so(package: Path, tmp_path: Path) -> None:
    made = build_esco(package, tmp_path / "own.zip")
    assert (made.version, made.languages) == ("9.1.0", ("nl", "de"))
    assert (made.n_occupations, made.n_new_occupations, made.n_kept_occupations) == (3043, 1, 3041)
    assert (made.n_skills, made.n_new_skills, made.n_kept_skills) == (13_897, 1, 13_895)
    assert made.n_skills_in_english == esco_edition().n_skills_in_english - 1
    assert made.n_relations_left_out == 1
    code = USE.format(nurse=NURSE, old=ENGLISH.uri, skill=NEW_SKILL)
    told = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        env=os.environ | {ESCO_VARIABLE: str(tmp_path / "own.zip"), "PYTHONIOENCODING": "utf-8"},
    ).stdout.splitlines()
    assert told == [
        "verpleger ('zuster', 'broeder') ('Krankenpfleger', 'Krankenschwester')",
        "True nurse responsible for general care",
        "toetsnemer 2221 9.1.0 True",
        "[('toezicht op zangers', False), ('kunnen toetsen', True)]",
        "toezicht op zangers ('koor/leiden',) False",
        "['toezicht op zangers']",
        "3 9.1.0",
        "[('verpleger', True), ('toetsnemer', True)]",
    ]


def test_concepts_that_the_package_lacks_stay_as_they_are(package: Path, tmp_path: Path) -> None:
    build_esco(package, tmp_path / "own.zip")
    with zipfile.ZipFile(tmp_path / "own.zip") as archive:
        text = gzip.decompress(archive.read("occupations.csv.gz")).decode("utf-8")
        links = np.load(io.BytesIO(archive.read("occupation_skills.npz")))
    for old, row in zip((row for row in occupations() if row.uri != NURSE), _others(text), strict=True):
        assert row["label_nl"] == old.label_nl
        assert row["alternative_labels_nl"].split("|") == list(old.alternative_labels_nl or ("",))
        assert (row["label_en"], row["version"]) == (old.label_en, old.version)
    # Those of the nurse are gone: the package has a table of relations, and none of hers is in it.
    lost = len(occupation_skills().of(occupations().index(occupation(NURSE)))[0])
    assert len(links["skill"]) == len(occupation_skills()) - lost + 2


def test_the_same_package_gives_the_same_bytes_also_from_a_zip_file(package: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / f"{package.name}.zip", "w") as archive:
        for path in package.iterdir():
            archive.write(path, f"{package.name}/{path.name}")
    build_esco(package, tmp_path / "one.zip")
    build_esco([tmp_path / f"{package.name}.zip"], tmp_path / "other.zip")
    assert (tmp_path / "one.zip").read_bytes() == (tmp_path / "other.zip").read_bytes()


def test_languages_can_be_chosen(package: Path, tmp_path: Path) -> None:
    assert build_esco(package, tmp_path / "own.zip", languages=["nl"]).languages == ("nl",)
    with pytest.raises(ExchangeError, match="no names in fr; there are none"):
        build_esco(package, tmp_path / "own.zip", languages=["fr"])


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        (
            "occupations_nl.csv",
            NEW_WORK,
            "toetsnemer",
            "occupations_nl.csv:5 column 'conceptUri': must be the address of an occupation",
        ),
        (
            "occupations_nl.csv",
            "preferredLabel",
            "name",
            "occupations_nl.csv:1 column 'preferredLabel': is not",
        ),
        (
            "occupations_nl.csv",
            ",2221,",
            ",22,",
            "occupations_nl.csv:2 column 'iscoGroup': must be four digits",
        ),
        ("occupations_nl.csv", "2221.99", "x", "occupations_nl.csv:5 column 'code': must be a code such as"),
        (
            "occupations_nl.csv",
            NEW_WORK,
            NURSE,
            f"occupations_nl.csv:5 column 'conceptUri': {NURSE} is there",
        ),
        ("skills_nl.csv", ",kunnen toetsen,", ",", "skills_nl.csv:3: has 6 cells, the heading has 7"),
        (
            "occupationSkillRelations_nl.csv",
            "essential",
            "verplicht",
            "occupationSkillRelations_nl.csv:2 column 'relationType': must be essential or optional, got",
        ),
    ],
)
def test_a_bad_cell_is_named_with_its_file_line_and_column(
    package: Path, tmp_path: Path, file: str, old: str, new: str, said: str
) -> None:
    text = (package / file).read_text(encoding="utf-8")
    assert old in text
    (package / file).write_text(text.replace(old, new, 1), encoding="utf-8", newline="")
    with pytest.raises(ExchangeError) as caught:
        build_esco(package, tmp_path / "own.zip")
    assert said in str(caught.value)
    assert not (tmp_path / "own.zip").exists()


def test_bytes_that_are_no_text_and_a_broken_zip_file_are_named(package: Path, tmp_path: Path) -> None:
    with (package / "skills_nl.csv").open("ab") as file:
        file.write(b"\xff\xfe")
    with pytest.raises(ExchangeError, match=r"skills_nl\.csv:4: is not UTF-8"):
        build_esco(package, tmp_path / "own.zip")
    (tmp_path / "broken.zip").write_bytes(b"PK no")
    with pytest.raises(ExchangeError, match=r"broken\.zip: not a folder or zip file"):
        build_esco(tmp_path / "broken.zip", tmp_path / "own.zip")
    (tmp_path / "empty").mkdir()
    with pytest.raises(ExchangeError, match=r"no occupations_nl\.csv"):
        build_esco(tmp_path / "empty", tmp_path / "own.zip")


def test_many_faults_are_counted_and_ten_are_shown(package: Path, tmp_path: Path) -> None:
    rows = [skill(f"wrong {n}", "naam") for n in range(25)]
    write(package / "skills_nl.csv", SKILL, *rows)
    with pytest.raises(ExchangeError, match="25 faults") as caught:
        build_esco(package, tmp_path / "own.zip")
    assert str(caught.value).count("skills_nl.csv:") == 10
    assert "... and 15 more" in str(caught.value)


def test_a_file_that_is_something_else_is_refused_with_the_way_out(tmp_path: Path) -> None:
    for path in (tmp_path / "absent.zip", tmp_path / "other.zip"):
        if path.name == "other.zip":
            with zipfile.ZipFile(path, "w") as archive:
                archive.writestr("edition.json", "{}")
        with pytest.raises(RegisterError, match=r"matching esco"):
            read_edition(path)


def test_the_figures_of_the_shipped_edition_are_those_of_its_tables() -> None:
    told = esco_edition()
    assert (told.n_occupations, told.n_skills) == (len(occupations()), len(skills()))
    assert told.n_skills_in_english == sum(row.is_english for row in skills())
