"""Findings call fields and kinds by words of their own language."""

from __future__ import annotations

import pytest

from matching.exchange._headings import UNUSED, book
from matching.exchange._labels import field_label, kind_label
from matching.exchange._rules import Count
from matching.exchange._tables import KINDS


@pytest.mark.parametrize("kind", KINDS)
def test_every_field_has_a_label_in_both_languages(kind):
    """No heading can lead to a field without one."""
    assert all(kind_label(kind))
    for field in set(book(kind).fields.values()) - {UNUSED}:
        label = field_label(kind, field)
        assert all(text and "_" not in text for text in label), field


@pytest.mark.parametrize(
    ("text", "nl", "en"),
    [
        (
            "id;hours_min;hours_max;wanted_occupations\nW-1;40;20;kok\n",
            "minimum aantal uren ligt boven of na maximum aantal uren; rij apart gezet",
            "least hours is above or after most hours; row set apart",
        ),
        (
            "Klantnummer;Doelgroep;Bron;Peildatum\nW-1;;UWV;1-12-2025\n",
            "doelgroep ontbreekt of is onleesbaar en is verplicht; rij apart gezet",
            "target group is missing or unreadable and is required; row set apart",
        ),
        (
            "Bemiddelingsberoep;Toestemming;Vervoer\nkok;ja;auto\n",
            "geen kolom voor kenmerk; zonder is het geen tabel van werkzoekenden; alle rijen apart gezet",
            "no column for id; without it this is no table of jobseekers; all rows set apart",
        ),
    ],
)
def test_sentences_name_fields_in_their_own_language(read, text, nl, en):
    """Neither sentence shows the name of a field inside the library."""
    batch = read({"a.csv": text, "v.csv": "Vacaturenummer;Functie\nV-1;kok\n"})
    assert (nl, en) in {(issue.nl, issue.en) for issue in batch.issues}


def test_one_is_not_many():
    """A number takes the noun that fits it."""
    assert [f"{Count(n):row|rows}" for n in (0, 1, 2)] == ["0 rows", "1 row", "2 rows"]
