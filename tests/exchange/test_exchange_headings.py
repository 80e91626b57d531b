"""Headings: the table, recognition of kinds, near misses, mappings of a user's own."""

from __future__ import annotations

import pytest

from matching import records
from matching.exceptions import ExchangeError
from matching.exchange._fields import field_of
from matching.exchange._headings import PERSONAL, UNUSED, book, fit_of, near_heading
from matching.exchange._tables import KINDS
from matching.exchange._values import fold, lookup, value_lists

SONAR = (
    "Datum melding;1e uitk dag (niet WW);BSN;ID_WZ;Beschikbare uren/wk;Opleidingsniveau;Beroepssector;"
    "Bemiddelingsberoep;Mondeling Nederlands;Schriftelijk Nederlands;Rijbewijs;Inschrijfdatum;Geslacht;"
    "Telefoonnummer;Volledige Naam;Leeftijd;E-mailadres;Vervoer;Gemeente;Postcode;Plaats;Straatnaam;"
    "Huisnummer;Huisnummer Toevoeging;Banenafspraak;Klantprofiel;Arbeidsmarktregio;Cases (aantal);Sonar;"
    "Medewerker Naam;Organisatie Naam;GSD Kantoor;Participatieladder;Aantal;Toestemming"
)
SONAR_ROW = (
    "1-3-2025;1-4-2025;111222333;W-1;32;MBO;99999;magazijnmedewerker;3;2;B,BE;1-3-2025;x;0600000000;x;45;x@x.nl;"
    "AUTO;Emmen;7811 ap;x;x;1;;1;NNB;Drenthe;1;x;C-01;WSP Drenthe;x;3;1;{consent}"
)


@pytest.mark.parametrize("kind", KINDS)
def test_every_field_of_the_table_can_be_read(kind):
    """Each heading leads to a field that has a reader, and no heading means two fields."""
    for target in set(book(kind).fields.values()) - {PERSONAL, UNUSED}:
        assert field_of(kind, target, None).key


def test_no_word_of_a_list_means_two_values():
    """Words of the value lists are unambiguous within their list."""
    for name, values in value_lists().items():
        if name == "missing":
            continue
        for value, words in values.items():
            for word in (value, *words):
                assert lookup(name)[fold(word)] == value, (name, word)


LISTS = {
    "benefit": records.Benefit,
    "contract_kind": records.ContractKind,
    "education_level": records.EducationLevel,
    "education_status": records.EducationStatus,
    "employer_sector": records.EmployerSector,
    "functional_item": records.FunctionalItem,
    "language_level": records.LanguageLevel,
    "language_mode": records.LanguageMode,
    "licence": records.Licence,
    "placement_status": records.PlacementStatus,
    "shift": records.Shift,
    "support": records.Support,
    "target_group": records.TargetGroup,
    "travel_mode": records.TravelMode,
    "weekday": records.Weekday,
    "work_level": records.EducationLevel,
}


@pytest.mark.parametrize("name", LISTS)
def test_every_value_of_a_record_has_its_words(name):
    """The lists of words and the values of records are the same, and each value is a word of itself."""
    assert set(value_lists()[name]) == {each.value for each in LISTS[name]}
    assert all(lookup(name)[fold(each.value)] == each.value for each in LISTS[name])


def test_a_sonar_export_is_read_by_its_headings(read):
    """All 35 headings are known: mapped, personal or without a place; a yes alone is consent."""
    batch = read({"sonar.csv": f"{SONAR}\n{SONAR_ROW.format(consent='Ja')}\n".encode("cp1252")})
    [person] = batch.jobseekers
    assert (person.id, person.postcode, person.municipality) == ("W-1", "7811AP", "GM0114")
    assert (person.hours_max, person.education_level, person.consultant) == (32, "mbo", "C-01")
    assert person.languages == {"nld": {"speaking": "B2", "writing": "A2"}}
    assert person.driving_licences == {"B", "BE"}
    assert person.consent_to_share is True
    assert person.protected.target_groups[0].group == "banenafspraak"
    assert "exchange.heading_unknown" not in batch.issues.by_rule()
    dropped = {i.column for i in batch.issues if i.rule in ("exchange.personal", "exchange.bsn_column")}
    assert dropped >= {"BSN", "Geslacht", "Telefoonnummer", "Volledige Naam", "E-mailadres", "Straatnaam"}


@pytest.mark.parametrize(
    ("word", "consent"), [("Nee", False), ("??", False), ("nog vragen", False), ("", None)]
)
def test_consent_is_a_clear_yes_or_none(read, word, consent):
    """Whatever is written that is not yes is a no; a blank is unknown."""
    batch = read(f"{SONAR}\n{SONAR_ROW.format(consent=word)}\n")
    assert batch.jobseekers[0].consent_to_share is consent


def test_the_kind_is_that_of_the_headings_never_of_the_name(read):
    """A file called vacatures with people in it holds people."""
    batch = read({"vacatures.csv": "Klantnummer;Bemiddelingsberoep;Postcode\nW-1;kok;7811\n"})
    assert len(batch.jobseekers) == 1
    assert batch.sources[0].kind == "jobseekers"


@pytest.mark.parametrize(
    ("headings", "kind"),
    [
        ("ID_WZ;Bemiddelingsberoep;Toestemming", "jobseekers"),
        ("Vacaturenummer;Functie;Werkgever;Aantal plaatsen", "vacancies"),
        ("Werkgever-id;Bedrijfsnaam;Aantal werknemers", "employers"),
        ("Contractnummer;Opdrachtnemer;Contractsom;SROI %", "contracts"),
        ("Plaatsing;Werkzoekende;Vacature;Startdatum;Status", "placements"),
        ("Boeking;Plaatsing;Contractnummer;Maanden", "claims"),
        ("Klantnummer;Doelgroep;Bron;Peildatum", "target_groups"),
        ("id;postcode;wanted_occupations;hours_max", "jobseekers"),
        ("id;employer;occupation;openings", "vacancies"),
    ],
)
def test_kinds_by_their_headings(headings, kind):
    """Dutch and English headings of every kind."""
    assert max(KINDS, key=lambda each: fit_of(each, headings.split(";")).score) == kind


def test_a_name_decides_only_between_equals(read):
    """Headings that fit two kinds equally are settled by the name of the file, with a finding."""
    batch = read({"werkzoekenden.csv": "id;postcode\nW-1;7811\n"})
    assert len(batch.jobseekers) == 1
    assert batch.issues.by_rule()["exchange.kind_from_name"] == 1


def test_a_table_that_fits_no_kind_is_set_apart_whole(read):
    """All its rows are quarantined and none of its texts is shown: the first row may hold people."""
    batch = read(
        {
            "a.csv": "Jan Jansen;Emmen\nPiet Pietersen;Assen\nKees;Hoogeveen\n",
            "b.csv": "ID_WZ;Beroep\nW-1;kok\n",
        }
    )
    unknown = next(source for source in batch.sources if source.kind is None)
    assert (unknown.rows_read, unknown.rows_quarantined) == (2, 2)
    found = [(i.file, i.line) for i in batch.issues if i.rule == "exchange.kind"]
    assert found == [(row.file, row.line) for row in unknown.quarantined] == [("a.csv", 2), ("a.csv", 3)]
    assert "Persoon" not in repr(batch.issues) + repr(batch.quarantine)


def test_a_misspelt_heading_is_taken_for_what_it_must_be(read):
    """A near miss is read, with a finding that says as what."""
    batch = read("Klantnumer;Gewenst beroeep;Uren maks\nW-1;kok;32\n")
    assert batch.jobseekers[0].wanted_occupations[0].title == "kok"
    near = {i.column: i.en for i in batch.issues if i.rule == "exchange.heading_near"}
    assert set(near) >= {"Klantnumer", "Gewenst beroeep"}


@pytest.mark.parametrize("heading", ["uren mix", "beroep 21", "functie 21 tot", "xyz", "id"])
def test_an_unclear_heading_is_not_guessed(heading):
    """Between two fields, with another number, or too short: no guess."""
    found = near_heading("jobseekers", heading)
    assert found is None or found[1] == "id"


def test_two_columns_for_one_field(read):
    """The first is read, the second named; duplicate headings come to the same."""
    batch = read("Klantnummer;Beroep;Uren max;Uren max\nW-1;kok;32;16\n")
    assert batch.jobseekers[0].hours_max == 32
    assert batch.issues.by_rule()["exchange.heading_twice"] == 1


def test_an_unknown_column_is_named_and_left_unread(read):
    """A heading that means nothing here is a finding; its cells show nowhere."""
    batch = read("Klantnummer;Beroep;Xyzzy\nW-1;kok;geheim\n")
    assert batch.issues.by_rule()["exchange.heading_unknown"] == 1
    assert "geheim" not in repr(batch)


def test_a_mapping_overrides_headings(read, tmp_path):
    """Own headings lead to fields, to further facts, or nowhere."""
    mapping = tmp_path / "map.toml"
    mapping.write_text('[jobseekers]\n"Mijn kolom" = "hours_max"\nHobby = "further.hobby"\nBeroep = "-"\n')
    batch = read("Klantnummer;Mijn kolom;Hobby;Beroep\nW-1;32;vissen;kok\n", mapping=mapping)
    [person] = batch.jobseekers
    assert (person.hours_max, dict(person.further), person.wanted_occupations) == (
        32,
        {"hobby": "vissen"},
        (),
    )


def test_a_mapping_that_names_no_column_is_doubted(read):
    """A heading of the mapping that no table has is a finding."""
    batch = read("Klantnummer;Beroep\nW-1;kok\n", mapping={"jobseekers": {"Urenn": "hours_max"}})
    assert batch.issues.by_rule()["exchange.mapping_unused"] == 1


@pytest.mark.parametrize(
    "mapping",
    [{"people": {"a": "id"}}, {"jobseekers": {"a": "shoe_size"}}, {"jobseekers": {"a": "name"}}],
)
def test_a_mapping_to_what_does_not_exist_is_refused(read, mapping):
    """Kinds and fields that do not exist are named, with those that do."""
    with pytest.raises(ExchangeError, match="known are"):
        read("Klantnummer;Beroep\nW-1;kok\n", mapping=mapping)


def test_facts_in_columns_of_their_own(read):
    """Numbered jobs, days as columns, items as columns, groups as columns with source and date."""
    batch = read(
        "Klantnummer;Beroepswens 1;Beroepswens 2;Werkervaring 1;Werkervaring 1 van;Werkervaring 1 tot;"
        "Werkervaring 2;Maandag;Dinsdag;Belastbaarheid tillen;Statushouder;Wajong;Bron doelgroep;"
        "Doelgroep per\n"
        "W-1;kok;ober;bakker;2019;mrt 2021;visser;ja;nee;1;ja;nee;DUO;1-12-2025\n"
    )
    [person] = batch.jobseekers
    assert [ref.title for ref in person.wanted_occupations] == ["kok", "ober"]
    assert [job.occupation.title for job in person.work_history] == ["bakker", "visser"]
    assert person.work_history[0].end.isoformat() == "2021-03-31"
    assert person.days == {"monday"}
    assert person.functional_limits == {"lifting": 1}
    [fact] = person.protected.target_groups
    assert (fact.group, fact.source, fact.as_of.isoformat()) == ("statushouder", "DUO", "2025-12-01")


def test_codes_go_with_their_titles(read):
    """As many codes as titles belong together; an unknown code is kept and doubted."""
    batch = read(
        "Klantnummer;Gewenste beroepen;ESCO-code\nW-1;software ontwikkelaar;2512.4\nW-2;kok;9999.99\n"
    )
    first, second = batch.jobseekers
    assert (first.wanted_occupations[0].title, first.wanted_occupations[0].code) == (
        "software ontwikkelaar",
        "2512.4",
    )
    assert second.wanted_occupations[0].code == "9999.99"
    assert batch.issues.by_rule()["exchange.occupation_code"] == 1
