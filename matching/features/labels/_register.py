"""The labels of ESCO as shipped and everyday names, with the concept of each."""

from __future__ import annotations

from typing import Literal

from matching import registers


def register_labels(kind: Literal["occupation", "skill"]) -> tuple[list[str], list[str]]:
    """Labels and the ids of their concepts, in step; the concepts in the order of the register.

    Everyday names come behind the labels of ESCO, unless the register lacks the occupation.
    The first label of every concept is its preferred one, so that this wins from equal labels of others.

    Examples
    --------
    >>> labels, concepts = register_labels("skill")
    >>> len(set(concepts))
    13896
    """
    if kind == "skill":
        table = registers.skills()
        named = [(row.label, row.id) for row in table]
        named += [(row.label_en, row.id) for row in table if row.label_nl and row.label_en]
        named += [(label, row.id) for row in table for label in row.alternative_labels]
    else:
        occupations = registers.occupations()
        named = [(row.label, row.id) for row in occupations]
        for one in occupations:
            more = (*one.alternative_labels_nl, *one.older_labels_nl, one.label_en, *one.other_labels)
            named += [(label, one.id) for label in dict.fromkeys(more) if label and label != one.label]
        at = {one.esco_code: one.id for one in occupations}
        everyday = registers.everyday_titles()
        named += [(row.title, at[row.esco_code]) for row in everyday if row.esco_code in at]
    return [label for label, _ in named], [concept for _, concept in named]
