"""Skills and knowledge of ESCO and the groups above them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Literal

from matching.registers._table import read_rows, unknown_key

_URI = "http://data.europa.eu/esco/skill/"


@dataclass(frozen=True, slots=True)
class Skill:
    """A skill or a field of knowledge of ESCO.

    Parameters
    ----------
    id
        Last part of ``uri``.
    uri
        Address that names the skill in every version of ESCO.
    skill_type
        ``skill/competence`` or ``knowledge``; empty for six concepts.
    reuse_level
        ``transversal``, ``cross-sector``, ``sector-specific`` or ``occupation-specific``; empty for five.
    label_nl, label_en
        Preferred labels; the Dutch one is empty where it is not known (61 %).
    alternative_labels
        Other names, in any language; only in tables of one's own.
    """

    id: str
    uri: str
    skill_type: str
    reuse_level: str
    label_nl: str
    label_en: str
    alternative_labels: tuple[str, ...] = ()

    @property
    def label(self) -> str:
        """The Dutch label, the English one where there is no Dutch."""
        return self.label_nl or self.label_en

    @property
    def is_english(self) -> bool:
        """Whether `label` is English because no Dutch one is known."""
        return not self.label_nl

    def shown(self, language: Literal["nl", "en"]) -> str:
        """Label for a reader; in Dutch an English label says that it is English.

        Examples
        --------
        >>> skill("0005c151-5b5a-4a66-8aac-60e734beb1ab").shown("nl")
        'manage musical staff (Engels)'
        """
        if language == "en":
            return self.label_en or self.label_nl
        return f"{self.label_en} (Engels)" if self.is_english else self.label_nl


@dataclass(frozen=True, slots=True)
class SkillGroup:
    """A group of skills, or of fields of knowledge (ISCED-F).

    Parameters
    ----------
    uri
        Address that names the group.
    code
        Place in the hierarchy, such as ``S1.13`` or ``0913``.
    label_nl, label_en
        Names.
    """

    uri: str
    code: str
    label_nl: str
    label_en: str


@cache
def skills() -> tuple[Skill, ...]:
    """All 13,896 skills, sorted by id; other tables refer to them by position.

    Examples
    --------
    >>> len(skills()), sum(bool(row.label_nl) for row in skills())
    (13896, 5418)
    """
    return tuple(
        Skill(
            row["id"],
            _URI + row["id"],
            row["skill_type"],
            row["reuse_level"],
            row["label_nl"],
            row["label_en"],
            tuple(filter(None, row.get("alternative_labels", "").split("|"))),
        )
        for row in read_rows("skills.csv.gz")
    )


@cache
def _by_key() -> dict[str, Skill]:
    return {row.id: row for row in skills()} | {row.uri: row for row in skills()}


def skill(key: str) -> Skill:
    """Skill of a URI or an id.

    Raises
    ------
    RegisterError
        When there is none; names the nearest id, or label with its id when the key is a word.

    Examples
    --------
    >>> skill("0005c151-5b5a-4a66-8aac-60e734beb1ab").label
    'manage musical staff'
    """
    found = _by_key().get(key.strip())
    if found is None:
        raise unknown_key("skill", key, _by_key(), {row.label: row.id for row in skills()})
    return found


@cache
def skill_groups() -> tuple[SkillGroup, ...]:
    """All 640 groups of skills and knowledge, sorted by URI.

    Examples
    --------
    >>> [group.label_en for group in skill_groups() if group.code == "S1.13"]
    ['writing and composing']
    """
    return tuple(
        SkillGroup(row["uri"], row["code"], row["label_nl"], row["label_en"])
        for row in read_rows("skill_groups.csv.gz")
    )
