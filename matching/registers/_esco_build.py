"""Tables of ESCO made of a package of the portal, over those that are shipped."""

from __future__ import annotations

import csv
import gzip
import io
import json
import zipfile
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from matching.exceptions import ExchangeError
from matching.registers._esco_edition import DESCRIPTION, FORMAT, EscoEdition, read_edition
from matching.registers._esco_package import BASE, EscoPackage, names_of, read_package
from matching.registers._occupations import isco_groups, occupations
from matching.registers._relations import occupation_skills, skill_broader, skill_skill
from matching.registers._skills import skill_groups, skills

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from matching.registers._esco_package import Row
    from matching.registers._occupations import Occupation
    from matching.registers._relations import SkillLinks
    from matching.registers._skills import Skill

Links = dict[str, dict[str, bool]]
"""Ids of skills by the id that they belong to, and whether each is essential."""


def build_esco(
    sources: str | PathLike[str] | Sequence[str | PathLike[str]],
    out: str | PathLike[str],
    *,
    languages: Sequence[str] | None = None,
) -> EscoEdition:
    """Make the tables of ESCO of a full package of the portal, and write them to one file.

    The names of the package take the place of those that are shipped: Dutch and English ones as such, those
    of other languages as further names that titles and skills are recognised by. Concepts that are new come
    in, with their relations; those that the package lacks stay. ``MATCHING_ESCO`` names the file to use.

    Parameters
    ----------
    sources
        Folders or zip files with ``occupations_nl.csv``, ``skills_nl.csv`` and so on, as the portal hands
        them out: a package a language.
    out
        File to write.
    languages
        Such as ``["nl", "en"]``; left out, all that there are.

    Returns
    -------
    EscoEdition
        What the file holds.

    Raises
    ------
    ExchangeError
        When a file cannot be read or a cell is not as it must be; names file, line and column of the first
        ten.

    Notes
    -----
    About 2 seconds for two languages. The same packages give the same bytes. The tables in use when it runs
    are those that are built upon.
    """
    given = [sources] if isinstance(sources, str | PathLike) else list(sources)
    package = read_package(given, languages)
    builder = _Builder(package)
    tables = {
        "occupations.csv.gz": _csv(builder.occupations()),
        "isco_groups.csv.gz": _csv(builder.isco_groups()),
        "skills.csv.gz": _csv(builder.skills()),
        "skill_groups.csv.gz": _csv(builder.skill_groups()),
        **builder.relations(),
    }
    path = Path(out)
    tables[DESCRIPTION] = (json.dumps(builder.description(), indent=1) + "\n").encode()
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in sorted(tables.items()):
            archive.writestr(zipfile.ZipInfo(name), data)  # of 1980: the same tables give the same bytes
    return read_edition(path)


class _Builder:
    """Rows of every table, in the order of their ids."""

    def __init__(self, package: EscoPackage) -> None:
        self.package = package
        self.old_occupations = {row.id: row for row in occupations()}
        self.old_skills = {row.id: row for row in skills()}
        self.other = tuple(one for one in package.languages if one not in ("nl", "en"))
        self.given = {table: self._ids(table) for table in ("occupations", "skills")}
        self.occupation_ids = sorted({*self.old_occupations, *self._named("occupations")})
        self.skill_ids = sorted({*self.old_skills, *self._named("skills")})
        self.groups = {row.uri: row for row in skill_groups()}
        self.group_uris = sorted({*self.groups, *self._uris("skillGroups")})
        self.n_left_out = 0
        self.n_in_english = 0

    def _uris(self, table: str) -> set[str]:
        return {uri for rows in self.package.concepts.get(table, {}).values() for uri in rows}

    def _ids(self, table: str) -> set[str]:
        return {uri.rsplit("/", 1)[-1] for uri in self._uris(table)}

    def _named(self, table: str) -> set[str]:
        """Ids of concepts that the package names in Dutch or English: others could not be shown."""
        rows = self.package.concepts.get(table, {})
        return {
            uri.rsplit("/", 1)[-1]
            for language in ("nl", "en")
            for uri, row in rows.get(language, {}).items()
            if row["preferredLabel"].strip()
        }

    def _row(self, table: str, language: str, key: str) -> Row | None:
        path = {"occupations": "occupation/", "skills": "skill/"}.get(table, "")
        return self.package.concepts.get(table, {}).get(language, {}).get(f"{BASE}{path}{key}")

    def _further(self, table: str, key: str) -> list[str]:
        """Names in other languages than Dutch and English."""
        return [label for one in self.other for label in names_of(self._row(table, one, key))]

    def occupations(self) -> list[dict[str, str]]:
        return [self._occupation(key, self.old_occupations.get(key)) for key in self.occupation_ids]

    def _occupation(self, key: str, old: Occupation | None) -> dict[str, str]:
        nl, en = (names_of(self._row("occupations", language, key)) for language in ("nl", "en"))
        rows = [self._row("occupations", language, key) for language in self.package.languages]
        code, group = next(
            ((row["code"], row["iscoGroup"]) for row in rows if row),
            (old.esco_code, old.isco_code) if old else ("", ""),
        )
        if group not in self._isco_codes():
            msg = f"occupation {key}: {group!r} is not a group of ISCO-08."
            raise ExchangeError(msg)
        before = (old.label_nl, *old.alternative_labels_nl, *old.older_labels_nl) if old else ()
        dropped = [label for label in before if label and label not in nl] if nl else []
        if not nl and old:
            nl, dropped = (old.label_nl, *old.alternative_labels_nl), list(old.older_labels_nl)
        kept_en = en or ((old.label_en, *old.alternative_labels_en) if old else ())
        other = [*(old.other_labels if old else ()), *self._further("occupations", key)]
        return {
            "id": key,
            "esco_code": code,
            "isco_code": group,
            "label_nl": _first(nl),
            "alternative_labels_nl": "|".join(nl[1:]),
            "older_labels_nl": "|".join(dict.fromkeys(dropped)),
            "label_en": _first(kept_en),
            "alternative_labels_en": "|".join(kept_en[1:]),
            "other_labels": "|".join(dict.fromkeys(other)),
            "version": self.package.version if key in self.given["occupations"] or not old else old.version,
        }

    def _isco_codes(self) -> set[str]:
        return {row.code for row in isco_groups()}

    def isco_groups(self) -> list[dict[str, str]]:
        return [
            {"code": row.code, "label_nl": nl or row.label_nl, "label_en": en or row.label_en}
            for row in isco_groups()
            for nl, en in [self._shown("ISCOGroups", f"isco/C{row.code}")]
        ]

    def _shown(self, table: str, key: str) -> tuple[str, str]:
        """Dutch and English name in the package, empty where it has none."""
        return _first(names_of(self._row(table, "nl", key))), _first(names_of(self._row(table, "en", key)))

    def skills(self) -> list[dict[str, str]]:
        found = [self._skill(key, self.old_skills.get(key)) for key in self.skill_ids]
        self.n_in_english = sum(not row["label_nl"] for row in found)
        return found

    def _skill(self, key: str, old: Skill | None) -> dict[str, str]:
        nl, en = (names_of(self._row("skills", language, key)) for language in ("nl", "en"))
        row = next(filter(None, (self._row("skills", one, key) for one in self.package.languages)), {})
        further = [*(old.alternative_labels if old else ()), *nl[1:], *en[1:], *self._further("skills", key)]
        return {
            "id": key,
            "skill_type": row.get("skillType", old.skill_type if old else ""),
            "reuse_level": row.get("reuseLevel", old.reuse_level if old else ""),
            "label_nl": _first(nl) or (old.label_nl if old else ""),
            "label_en": _first(en) or (old.label_en if old else ""),
            "alternative_labels": "|".join(dict.fromkeys(further)),
        }

    def skill_groups(self) -> list[dict[str, str]]:
        return [self._skill_group(uri) for uri in self.group_uris]

    def _skill_group(self, uri: str) -> dict[str, str]:
        old, key = self.groups.get(uri), uri.removeprefix(BASE)
        rows = {one: self._row("skillGroups", one, key) for one in self.package.languages}
        code = next(
            (row["code"] for row in rows.values() if row and row.get("code")), old.code if old else ""
        )
        nl, en = (_first(names_of(rows.get(language))) for language in ("nl", "en"))
        return {
            "uri": uri,
            "code": code,
            "label_nl": nl or (old.label_nl if old else ""),
            "label_en": en or (old.label_en if old else ""),
        }

    def relations(self) -> dict[str, bytes]:
        """Relations: of concepts that a table of the package is about as there, of the others as before."""
        occupation_at = {key: at for at, key in enumerate(self.occupation_ids)}
        skill_at = {key: at for at, key in enumerate(self.skill_ids)}
        group_at = {uri: at + len(skill_at) for at, uri in enumerate(self.group_uris)}
        skill_of = dict(enumerate(self.old_skills))
        before = _links(occupation_skills(), list(self.old_occupations), skill_of)
        needed = self._given(
            "occupationSkillRelations", ("occupationUri", "skillUri"), before, self.given["occupations"]
        )
        called = self._given(
            "skillSkillRelations",
            ("originalSkillUri", "relatedSkillUri"),
            _links(skill_skill(), list(self.old_skills), skill_of),
            self.given["skills"],
        )
        row_at = {BASE + "skill/" + key: at for key, at in skill_at.items()} | group_at
        return {
            "occupation_skills.npz": _npz(**self._arrays(needed, occupation_at, skill_at)),
            "skill_skill.npz": _npz(**self._arrays(called, skill_at, skill_at)),
            "skill_broader.npz": _npz(**self._above(row_at), n_skills=np.array(len(skill_at), np.int32)),
        }

    def _given(self, table: str, columns: tuple[str, str], before: Links, covered: set[str]) -> Links:
        rows = self.package.relations.get(table)
        if rows is None:
            return before
        found = {key: links for key, links in before.items() if key not in covered}
        for row in rows:
            left, right = (row[column].rsplit("/", 1)[-1] for column in columns)
            essential = row["relationType"] == "essential"
            own = found.setdefault(left, {})
            own[right] = own.get(right, False) or essential
        return found

    def _arrays(
        self, links: Links, row_at: Mapping[str, int], skill_at: Mapping[str, int]
    ) -> dict[str, np.ndarray]:
        pairs = sorted(
            (row_at[left], skill_at[right], essential)
            for left, some in links.items()
            for right, essential in some.items()
            if left in row_at and right in skill_at
        )
        self.n_left_out += sum(map(len, links.values())) - len(pairs)
        count = np.bincount([row for row, _, _ in pairs], minlength=len(row_at))
        return {
            "indptr": np.concatenate([[0], np.cumsum(count)]).astype(np.int32),
            "skill": np.array([skill for _, skill, _ in pairs], np.int32),
            "essential": np.array([essential for _, _, essential in pairs], np.bool_),
        }

    def _above(self, row_at: Mapping[str, int]) -> dict[str, np.ndarray]:
        """Rows one level above each skill and each group."""
        links = skill_broader()
        uris = [row.uri for row in skills()] + [row.uri for row in skill_groups()]
        above = {uri: {uris[up] for up in links.of(at).tolist()} for at, uri in enumerate(uris)}
        rows = self.package.relations.get("broaderRelationsSkillPillar")
        if rows is not None:
            given = self._uris("skills") | self._uris("skillGroups")
            above = {uri: ups for uri, ups in above.items() if uri not in given}
            for row in rows:
                above.setdefault(row["conceptUri"], set()).add(row["broaderUri"])
        pairs = sorted(
            (row_at[uri], row_at[up])
            for uri, ups in above.items()
            for up in ups
            if uri in row_at and up in row_at
        )
        self.n_left_out += sum(map(len, above.values())) - len(pairs)
        count = np.bincount([row for row, _ in pairs], minlength=len(row_at))
        return {
            "indptr": np.concatenate([[0], np.cumsum(count)]).astype(np.int32),
            "broader": np.array([up for _, up in pairs], np.int32),
        }

    def description(self) -> dict[str, object]:
        """Say what the file holds, in the fields of `EscoEdition`."""
        return {
            "format": FORMAT,
            "version": self.package.version,
            "languages": list(self.package.languages),
            "n_occupations": len(self.occupation_ids),
            "n_new_occupations": len(set(self.occupation_ids) - set(self.old_occupations)),
            "n_kept_occupations": len(set(self.occupation_ids) - self.given["occupations"]),
            "n_skills": len(self.skill_ids),
            "n_new_skills": len(set(self.skill_ids) - set(self.old_skills)),
            "n_kept_skills": len(set(self.skill_ids) - self.given["skills"]),
            "n_skills_in_english": self.n_in_english,
            "n_relations_left_out": self.n_left_out,
        }


def _links(table: SkillLinks, rows: Sequence[str], skill_of: Mapping[int, str]) -> Links:
    return {
        key: {
            skill_of[skill]: essential
            for skill, essential in zip(*(part.tolist() for part in table.of(at)), strict=True)
        }
        for at, key in enumerate(rows)
    }


def _first(names: Sequence[str]) -> str:
    return names[0] if names else ""


def _csv(rows: Iterable[Mapping[str, str]]) -> bytes:
    found = list(rows)
    text = io.StringIO()
    writer = csv.DictWriter(text, list(found[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(found)
    return gzip.compress(text.getvalue().encode(), mtime=0)


def _npz(**arrays: np.ndarray) -> bytes:
    data = io.BytesIO()
    np.savez_compressed(data, allow_pickle=False, **arrays)
    return data.getvalue()
