"""Rows: what quarantines one, what only blanks a cell, and how tables are joined."""

from __future__ import annotations

from datetime import date

import pytest

from matching.market import Market
from matching.policy import WorkTerms

HEAD = "Klantnummer;Gewenst beroep;Uren min;Uren max;Beschikbaar vanaf;Beschikbaar tot;Loonwaarde;Rijbewijs\n"


@pytest.mark.parametrize(
    ("row", "rule"),
    [
        (";kok;;32;;;;", "exchange.id_missing"),
        ("  ;kok;;32;;;;", "exchange.id_missing"),
        ("W-1;ober;;16;;;;", "exchange.id_twice"),
        ("W-2;kok;40;32;;;;", "exchange.range"),
        ("W-2;kok;;;1-3-2026;1-2-2026;;", "exchange.range"),
    ],
)
def test_a_row_that_cannot_be_a_record_is_quarantined(read, row, rule):
    """No id, a second one, or bounds that cross: the row is set apart with file, line and rule."""
    batch = read(f"{HEAD}W-1;kok;;32;;;;\n{row}\n")
    assert [p.id for p in batch.jobseekers] == ["W-1"]
    [apart] = batch.quarantine
    assert (apart.file, apart.line, apart.rule) == ("export.csv", 3, rule)
    assert apart.headings[0] == "Klantnummer"
    [issue] = [issue for issue in batch.issues if issue.rule == rule]
    assert issue.severity == "refused"
    assert issue.nl != issue.en


@pytest.mark.parametrize(
    ("row", "rule", "field"),
    [
        ("W-1;kok;;400;;;;", "exchange.value", "hours_max"),
        ("W-1;kok;-3;;;;;", "exchange.value", "hours_min"),
        ("W-1;kok;;veel;;;;", "exchange.number", "hours_max"),
        ("W-1;kok;;;31-2-2026;;;", "exchange.date", "available_from"),
        ("W-1;kok;;;1-2-26;;;", "exchange.two_digit_year", "available_from"),
        ("W-1;kok;;;;;;XX", "exchange.code", "driving_licences"),
        ("W-1;kok;;;;;900;", "exchange.value", None),
    ],
)
def test_an_impossible_cell_is_unknown_and_the_row_stays(read, row, rule, field):
    """One bad cell costs the cell, not the person."""
    batch = read(f"{HEAD}{row}\n")
    [person] = batch.jobseekers
    if field:
        assert getattr(person, field) is None
    assert person.protected.wage_value is None
    [issue] = [issue for issue in batch.issues if issue.rule == rule]
    assert (issue.severity, issue.line, issue.record) == ("doubted", 2, "W-1")
    assert issue.column in HEAD


def test_a_finding_names_the_column_that_the_value_came_from(read):
    """Hours in one column are checked as two fields, and the finding shows the heading that was there."""
    batch = read("Vacaturenummer;Functie;Uren per week\nV-1;kok;24-90\n")
    [issue] = [issue for issue in batch.issues if issue.rule == "exchange.value"]
    assert (issue.column, batch.vacancies[0].hours_min) == ("Uren per week", 24)


def test_a_bad_part_of_a_cell_costs_the_part(read):
    """A job that ends before it starts is left out; the other stays."""
    batch = read("Klantnummer;Werkervaring\nW-1;kok 2020-2019 | ober 2019-2020 | bakker 2022-2021\n")
    assert [job.occupation.title for job in batch.jobseekers[0].work_history] == ["ober"]
    assert batch.issues.by_rule()["exchange.part"] == 2


def test_the_first_of_two_rows_with_one_id_is_kept_over_files(read):
    """An id counts once in the batch; the finding says where it stood first."""
    table = "Klantnummer;Gewenst beroep\nW-1;{}\n"
    batch = read({"a.csv": table.format("kok"), "b.csv": table.format("ober")})
    assert [p.wanted_occupations[0].title for p in batch.jobseekers] == ["kok"]
    [issue] = [issue for issue in batch.issues if issue.rule == "exchange.id_twice"]
    assert issue.file == "b.csv"
    assert "a.csv:2" in issue.en


def test_a_table_without_an_id_column_is_set_apart_with_one_finding(read):
    """Without ids there are no records; one finding says which column is missing."""
    batch = read(
        {
            "a.csv": "Bemiddelingsberoep;Toestemming;Vervoer\n" + "kok;ja;auto\n" * 40,
            "b.csv": "Vacaturenummer;Functie\nV-1;kok\n",
        }
    )
    assert batch.issues.by_rule()["exchange.column_missing"] == 1
    assert len(batch.quarantine) == 40


def test_a_finding_that_goes_on_is_counted(read):
    """The same finding on one column is listed 20 times, the rest is one line with a count."""
    rows = "".join(f"W-{n};kok;veel\n" for n in range(100))
    batch = read(f"Klantnummer;Beroep;Uren max\n{rows}")
    found = [issue for issue in batch.issues if issue.rule == "exchange.number"]
    assert len(found) == 21
    assert (found[-1].count, batch.issues.by_rule()["exchange.number"]) == (80, 100)


def test_every_row_that_is_set_apart_keeps_its_line(read):
    """What is refused is never counted together: each row has a finding with file, line and rule."""
    rows = "".join(f";kok;{n}\n" for n in range(60)) + "W-1;kok;1;2\n" * 60
    batch = read(f"Klantnummer;Beroep;Uren max\n{rows}")
    found = [(i.file, i.line, i.rule) for i in batch.issues if i.severity == "refused"]
    assert sorted(found) == sorted((row.file, row.line, row.rule) for row in batch.quarantine)
    assert len(found) == 120


def test_two_faults_in_one_part_cost_that_part_once(read):
    """A job with an empty title and an empty code is left out, its neighbours are not."""
    bad = '{"title":"","code":"","start":"2020-02-01"}'
    jobs = ",".join([bad, *(f'{{"title":"kok {n}"}}' for n in range(11)), bad, '{"title":"ober"}'])
    batch = read(f"Klantnummer|Werkervaring\nW-1|[{jobs}]\n")
    titles = [job.occupation.title for job in batch.jobseekers[0].work_history]
    assert titles == [*(f"kok {n}" for n in range(11)), "ober"]


def test_a_numbered_job_without_a_title_keeps_its_period(read):
    """Dates of a job count, whatever it was."""
    head = "Klantnummer;Beroep;Werkervaring 1;Werkervaring 1 van;Werkervaring 1 tot"
    [person] = read(f"{head}\nW-1;kok;;2019;2020\n").jobseekers
    assert person.work_history[0].occupation.title is None
    assert person.work_history[0].start.year == 2019


def test_unknown_codes_name_the_nearest(read):
    """Education and municipality: the code and its nearest valid one, in both languages."""
    batch = read("Klantnummer;Opleidingsniveau;Gemeente;Beroep\nW-1;mboo;Coevordn;kok\n")
    [person] = batch.jobseekers
    assert (person.education_level, person.municipality) == (None, None)
    sentences = [(i.nl, i.en) for i in batch.issues if i.rule == "exchange.code"]
    assert "'mbo'" in sentences[0][0]
    assert "'Coevorden'" in sentences[1][1]


def test_facts_from_a_side_table_reach_their_person(read):
    """Target groups keyed by the id of a jobseeker, before or after the people; strangers are set apart."""
    batch = read(
        {
            "a.csv": "Klantnummer;Doelgroep;Bron;Peildatum\nW-1;LDR;UWV;1-12-2025\nW-9;Wajong;UWV;\n",
            "b.csv": "Klantnummer;Beroep;Doelgroepen\nW-1;kok;statushouder\n",
        }
    )
    [person] = batch.jobseekers
    assert {fact.group for fact in person.protected.target_groups} == {"banenafspraak", "statushouder"}
    assert [row.rule for row in batch.quarantine] == ["exchange.fact_without_record"]


def test_an_age_needs_a_date(read):
    """An age is that on the reference date; without one it is unknown, with a finding."""
    table = "Klantnummer;Beroep;Leeftijd\nW-1;kok;45\n"
    with_date = read(table)
    assert with_date.jobseekers[0].protected.age_on == with_date.on
    too_old = read(
        table.replace("45", "145").replace("Leeftijd", "Leeftijd;Doelgroep").replace("145", "145;WW")
    )
    assert too_old.jobseekers[0].protected.age_on is None
    assert too_old.jobseekers[0].protected.target_groups[0].group == "ww"
    without = read(table, on=None)
    assert without.jobseekers[0].protected.age is None
    assert without.issues.by_rule()["exchange.age_date"] == 1


def test_consent_that_is_absent_is_a_finding(read):
    """People of whom it is not known are counted."""
    batch = read("Klantnummer;Beroep;Toestemming\nW-1;kok;ja\nW-2;kok;\nW-3;kok;nee\n")
    assert [p.consent_to_share for p in batch.jobseekers] == [True, None, False]
    market = Market.from_records(batch.jobseekers, batch.vacancies, on=date(2026, 6, 1))
    [issue] = [issue for issue in market.issues if issue.rule == "market.consent_unknown"]
    assert "of 1 jobseeker whether" in issue.en
    assert "van 1 werkzoekende is" in issue.nl


def test_vacancies_with_all_their_parts(read):
    """Demands of the law, ranges, groups, openings and contracts of a vacancy."""
    batch = read(
        "Vacaturenummer;Werkgever;Functie;Uren per week;Aantal plaatsen;Vereiste certificaten;"
        "Wettelijk vereiste certificaten;Rijbewijs;Rijbewijs wettelijk vereist;Gereserveerd voor;"
        "Contractnummer;Uurloon;Belasting;Vast contract;Opleidingsniveau\n"
        'V-1;E-1;chauffeur;24-32;2;VCA;code 95;"C, CE";ja;"banenafspraak, Wajong";C-1|C-2;€ 16,25;'
        "tillen 2;O;2\n"
    )
    [vacancy] = batch.vacancies
    assert "exchange.openings" not in batch.issues.by_rule()
    assert (vacancy.hours_min, vacancy.hours_max, vacancy.openings) == (24, 32, 2)
    assert {(c.name, c.legally_required) for c in vacancy.certificates} == {("VCA", False), ("code 95", True)}
    assert {(d.category.value, d.legally_required) for d in vacancy.licences} == {("C", True), ("CE", True)}
    assert vacancy.reserved_for == {"banenafspraak", "wajong"}
    assert vacancy.contracts == ("C-1", "C-2")
    assert str(vacancy.wage_eur_per_hour) == "16.25"
    assert (vacancy.demands, vacancy.permanent, vacancy.work_level_min) == ({"lifting": 2}, True, "vmbo")


@pytest.mark.parametrize("heading", ["mbo-niveau", "Niveau BBL", "opleidingsniveau bbl", "further.mbo_level"])
def test_the_level_of_a_training_reaches_the_terms_of_the_work(read, heading):
    """Value tables pay a BBL place by its level; a level that is none is unknown, with a finding."""
    rows = "V-1;kok;BBL;niveau 2\nV-2;kok;BBL;mbo-3\nV-3;kok;BBL;5\nV-4;kok;BBL;\n"
    batch = read(f"Vacaturenummer;Functie;Contractvorm;{heading}\n{rows}")
    assert [WorkTerms.of(vacancy).training_level for vacancy in batch.vacancies] == [2, 3, None, None]
    assert batch.issues.by_rule()["exchange.cell"] == 1


def test_openings_that_are_unknown_are_taken_for_one(read):
    """A vacancy is for one person unless it says otherwise; how many were silent is a finding."""
    batch = read("Vacaturenummer;Functie;Aantal\nV-1;kok;\nV-2;kok;veel\nV-3;kok;3\n")
    assert [vacancy.openings for vacancy in batch.vacancies] == [1, 1, 3]
    [issue] = [issue for issue in batch.issues if issue.rule == "exchange.openings"]
    assert issue.en.startswith("2 vacancies without")


def test_employers_contracts_placements_and_claims(read):
    """The other kinds; an employer may be named, and a placement needs no id of its own."""
    batch = read(
        {
            "e.csv": "Werkgever-id;Bedrijfsnaam;Sector;SBI;Aantal werknemers\nE-1;Bouw Emmen;markt;4120;85\n",
            "c.csv": "Contractnummer;Opdrachtnemer;Contractsom;SROI %;Startdatum;Waardetabel\n"
            "C-1;Bouw Emmen;€ 800.000;5;1-1-2025;bouwblokken 2023\n",
            "p.csv": "Werkzoekende;Vacature;Startdatum;Status\nW-1;V-1;1-2-2026;gestart\n;V-1;;\n",
            "q.csv": "Plaatsing;Contractnummer;Maanden\nW-1/V-1;C-1;6 maanden\nW-1/V-1;C-1;\n",
            "v.csv": "Vacaturenummer;Functie;Werkgever\nV-1;timmerman;bouw emmen\nV-2;kok;Onbekend BV\n",
        }
    )
    assert batch.employers[0].industry == "41"
    assert batch.contracts[0].contractor == "E-1"
    assert str(batch.contracts[0].owed_eur) == "40000.00"
    assert [v.employer for v in batch.vacancies] == ["E-1", "Onbekend BV"]
    assert (batch.placements[0].id, batch.placements[0].status) == ("W-1/V-1", "started")
    assert batch.claims[0].months == 6
    assert sorted(row.rule for row in batch.quarantine) == ["exchange.id_missing", "exchange.required"]
    assert batch.issues.by_rule()["exchange.employer_by_name"] == 2


def test_findings_never_hold_personal_values(read):
    """Values of dropped, protected and free-text cells appear in no finding and in no quarantined row."""
    batch = read(
        "Klantnummer;Volledige Naam;Beroep;Vaardigheden;Geboortedatum;Doelgroep;Belastbaarheid;Postcode\n"
        "W-1;GEHEIMNAAM;kok;x;geheimdatum;geheimgroep;geheimlimiet;geheimcode\n"
        "W-1;GEHEIMNAAM;kok;x;;;;\n"
    )
    shown = repr(batch.issues.to_dicts()) + repr(batch.quarantine) + repr(batch.sources)
    assert "geheim" not in shown.lower()


def test_an_impossible_age_costs_the_age_alone(read):
    """An age of 231 goes, with its date; the other protected facts stay and the finding says what it is."""
    table = "Klantnummer;Beroep;Leeftijd;Leeftijd op;Doelgroep;Uitkering\nW-1;kok;231;1-1-2026;LDR;ww\n"
    batch = read(table)
    facts = batch.jobseekers[0].protected
    assert (facts.age, facts.age_on, facts.benefit) == (None, None, "ww")
    assert [fact.group for fact in facts.target_groups] == ["banenafspraak"]
    [issue] = [issue for issue in batch.issues if issue.rule == "exchange.value"]
    assert (issue.column, issue.line, issue.record) == ("Leeftijd", 2, "W-1")
    assert "120" in issue.nl


def test_a_birth_date_is_before_the_reference_date(read):
    """Who is born after it has no birth date; who is under 13 is doubted, and so is such an age."""
    table = "Klantnummer;Beroep;Geboortedatum\nW-1;kok;13-1-2026\nW-2;kok;13-1-2013\nW-3;kok;12-1-2013\n"
    batch = read({"a.csv": table, "b.csv": "Klantnummer;Beroep;Leeftijd\nW-4;kok;12\nW-5;kok;13\n"})
    assert [p.protected.birth_date is None for p in batch.jobseekers[:3]] == [True, False, False]
    assert [p.protected.age for p in batch.jobseekers[3:]] == [12, 13]
    found = {(i.rule, i.record, i.severity) for i in batch.issues if i.rule.endswith(("later", "young"))}
    assert found == {
        ("exchange.born_later", "W-1", "doubted"),
        ("exchange.young", "W-2", "doubted"),
        ("exchange.young", "W-4", "doubted"),
    }


def test_no_openings_is_zero_and_fewer_is_unknown(read):
    """``nul`` and ``geen`` are none; a number that cannot be is doubted and counted with the unknown ones."""
    rows = "".join(f"V-{n};kok;{word}\n" for n, word in enumerate(("nul", "geen", "0", "-3", "20000", "")))
    batch = read(f"Vacaturenummer;Functie;Aantal\n{rows}")
    assert [vacancy.openings for vacancy in batch.vacancies] == [0, 0, 0, 1, 1, 1]
    [issue] = [issue for issue in batch.issues if issue.rule == "exchange.openings"]
    assert issue.en.startswith("3 vacancies")
    doubted = [(i.record, i.severity) for i in batch.issues if i.rule == "exchange.value"]
    assert doubted == [("V-3", "doubted"), ("V-4", "doubted")]


def test_ids_that_differ_in_capitals_alone_are_doubted(read):
    """They are different people to this library, and perhaps not to who wrote them."""
    batch = read("Klantnummer;Beroep\nw-1;kok\nW-2;kok\nW-1;kok\nw-2;kok\n")
    assert len(batch.jobseekers) == 4
    [issue] = [issue for issue in batch.issues if issue.rule == "exchange.id_case"]
    assert (issue.severity, issue.line, issue.record) == ("doubted", 4, "W-1")
    assert issue.en.startswith("2 ids differ")
    assert "export.csv:2" in issue.nl
