"""Columns of the exports about people: each heading and how a jobseeker fills it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from matching import registers
from matching.datasets import _words as w
from matching.records import Benefit, Jobseeker, LanguageLevel, LanguageMode, TargetGroup, TravelMode

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from matching.datasets._words import Cell, Layout, Scribe


BSN_HEADING = "BSN"
_VEHICLES = {TravelMode.CAR: "AUTO", TravelMode.MOPED: "SCOOTER", TravelMode.BICYCLE: "FIETS"}
# A1 has no code: 1 says that there is no command at all.
_LEVEL_CODES: dict[LanguageLevel | None, float] = {
    LanguageLevel.A2: 2.0,
    LanguageLevel.B1: 2.0,
    LanguageLevel.B2: 3.0,
    LanguageLevel.C1: 4.0,
    LanguageLevel.C2: 4.0,
}


def _spoken(mode: LanguageMode) -> Callable[[Jobseeker, Scribe], Cell]:
    return lambda p, s: s.word("language_level", p.languages.get("nld", {}).get(mode))


def _others(person: Jobseeker, scribe: Scribe) -> str | None:
    """Languages other than Dutch, at the level at which they are spoken."""
    known = [
        f"{scribe.word('language', code)} {by_mode[LanguageMode.SPEAKING].value}"
        for code, by_mode in person.languages.items()
        if code != "nld"
    ]
    return ", ".join(known) or None


def _name(code: str | None, on: date) -> str | None:
    return None if code is None else registers.municipality(code, on).name


def _protected(on: date) -> Layout:
    """Columns of benefit, wage and age, alike in both municipal files but for their headings."""
    return {
        "Uitkering": lambda p, s: s.word("benefit", p.protected.benefit),
        "Uitkering sinds": lambda p, s: p.protected.benefit_since,
        "Laatste uurloon": lambda p, s: w.euros(p.protected.former_wage_eur_per_hour),
        "Vorig niveau": lambda p, s: s.word("work_level", p.protected.former_level),
        "Loonwaarde": lambda p, s: _percent(p.protected.wage_value),
        "Inburgering uren": lambda p, s: p.protected.integration_hours_per_week,
        "Geboortedatum": lambda p, s: p.protected.birth_date,
        "Leeftijd": lambda p, s: _stated_age(p, on),
    }


def _percent(value: float | None) -> str | None:
    return None if value is None else f"{value * 100:.0f}%"


def centre_layout(on: date) -> Layout:
    """Columns of the first municipal file: lists in a cell, names of municipalities."""
    return {
        "Klantnummer": lambda p, s: p.id,
        "Organisatie": lambda p, s: p.organisation,
        "Klantmanager": lambda p, s: p.consultant,
        "Postcode": lambda p, s: p.postcode,
        "Gemeente": lambda p, s: _name(p.municipality, on),
        "Gewenste beroepen": lambda p, s: w.titles(p.wanted_occupations),
        "ESCO-code": lambda p, s: w.codes(p.wanted_occupations),
        "Werkervaring": lambda p, s: w.held(p.work_history),
        "Vaardigheden": lambda p, s: w.texts(p.skills),
        "Opleidingsniveau": lambda p, s: s.word("education_level", p.education_level),
        "Opleiding afgerond": lambda p, s: s.word("education_status", p.education_status),
        "Cursussen": lambda p, s: w.texts(p.certificates, none="geen"),
        "Rijbewijs": lambda p, s: _licences(p),
        "Nederlands spreken": _spoken(LanguageMode.SPEAKING),
        "Nederlands luisteren": _spoken(LanguageMode.LISTENING),
        "Nederlands lezen": _spoken(LanguageMode.READING),
        "Nederlands schrijven": _spoken(LanguageMode.WRITING),
        "Talenkennis": _others,
        "Uren min": lambda p, s: p.hours_min,
        "Uren max": lambda p, s: p.hours_max,
        "Beschikbaar vanaf": lambda p, s: p.available_from,
        "Beschikbaar tot": lambda p, s: p.available_until,
        "Dagen": lambda p, s: s.days(p.days),
        "Dagdelen": lambda p, s: s.some("shift", p.shifts),
        "Max. reistijd (min)": lambda p, s: p.travel_minutes_max,
        "Max. reisafstand (km)": lambda p, s: p.travel_km_max,
        "Vervoer": lambda p, s: s.some("travel_mode", p.travel_modes),
        "Contractvorm": lambda p, s: s.some("contract_kind", p.contract_kinds),
        "Looneis per uur": lambda p, s: w.euros(p.wage_floor_eur_per_hour),
        "Begeleiding nodig": lambda p, s: s.some("support", p.support_needed),
        "Sectorwens": lambda p, s: w.texts(p.sectors_wished),
        "Niet bij werkgever": lambda p, s: w.ids(p.employers_avoided),
        "Belastbaarheid": lambda p, s: w.levels(p.functional_limits),
        **_protected(on),
        BSN_HEADING: _nothing,
        "Toestemming": lambda p, s: w.yes(p.consent_to_share),
    }


def second_layout(on: date) -> Layout:
    """Columns of the second municipal file: numbered columns, codes of municipalities, other headings."""
    layout = centre_layout(on)
    renamed = {
        "Klantnummer": "Cliëntnummer",
        "Organisatie": "Aangeleverd door",
        "Klantmanager": "Consulent",
        "Vaardigheden": "Competenties",
        "Opleidingsniveau": "Hoogst genoten opleiding",
        "Opleiding afgerond": "Status opleiding",
        "Cursussen": "Certificaten",
        "Rijbewijs": "Rijbewijzen",
        "Nederlands spreken": "Taalniveau Nederlands spreken",
        "Nederlands luisteren": "Taalniveau Nederlands luisteren",
        "Nederlands lezen": "Taalniveau Nederlands lezen",
        "Nederlands schrijven": "Taalniveau Nederlands schrijven",
        "Talenkennis": "Talen",
        "Uren min": "Minimaal aantal uren",
        "Uren max": "Maximaal aantal uren",
        "Beschikbaar vanaf": "Per wanneer beschikbaar",
        "Dagen": "Beschikbare dagen",
        "Dagdelen": "Diensten",
        "Max. reistijd (min)": "Reistijd in minuten",
        "Max. reisafstand (km)": "Zoekstraal km",
        "Vervoer": "Eigen vervoer",
        "Contractvorm": "Soort contract",
        "Looneis per uur": "Minimaal uurloon",
        "Begeleiding nodig": "Ondersteuning nodig",
        "Sectorwens": "Gewenste sectoren",
        "Niet bij werkgever": "Werkgevers vermijden",
        "Belastbaarheid": "Beperkingen",
        "Uitkering": "Soort uitkering",
        "Uitkering sinds": "Startdatum uitkering",
        "Laatste uurloon": "Laatstverdiend uurloon",
        "Vorig niveau": "Niveau laatste functie",
        "Loonwaarde": "Vastgestelde loonwaarde",
        "Inburgering uren": "Inburgeringsuren",
        "Toestemming": "Mag gedeeld worden",
    }
    instead: dict[str, Layout] = {
        "Gemeente": {"Gemeentecode": lambda p, s: p.municipality},
        "Gewenste beroepen": {f"Beroepswens {k}": _wish(k) for k in (1, 2, 3)},
        "ESCO-code": {"Beroepscode": lambda p, s: w.codes(p.wanted_occupations)},
        "Werkervaring": {heading: write for k in (1, 2, 3, 4) for heading, write in _job_columns(k).items()},
    }
    found: Layout = {}
    for heading, write in layout.items():
        found |= instead.get(heading, {renamed.get(heading, heading): write})
    return found


def _wish(k: int) -> Callable[[Jobseeker, Scribe], Cell]:
    return lambda p, s: p.wanted_occupations[k - 1].title if len(p.wanted_occupations) >= k else None


def _job_columns(k: int) -> Layout:
    def part(name: str) -> Callable[[Jobseeker, Scribe], Cell]:
        return lambda p, s: getattr(p.work_history[k - 1], name) if len(p.work_history) >= k else None

    def title(p: Jobseeker, s: Scribe) -> Cell:
        return p.work_history[k - 1].occupation.title if len(p.work_history) >= k else None

    return {f"Functie {k}": title, f"Functie {k} van": part("start"), f"Functie {k} tot": part("end")}


def _licences(person: Jobseeker) -> str | None:
    if person.driving_licences is None:
        return None
    return ", ".join(sorted(person.driving_licences)) or "geen"


def sonar_layout(on: date, region: str) -> Layout:
    """Columns of a SONAR export: what the client system of UWV shows, with names and addresses left out."""
    return {
        "Datum melding": lambda p, s: p.protected.benefit_since,
        "1e uitk dag (niet WW)": lambda p, s: (
            p.protected.benefit_since if p.protected.benefit not in (None, Benefit.WW) else None
        ),
        BSN_HEADING: _nothing,
        "ID_WZ": lambda p, s: p.id,
        "Beschikbare uren/wk": lambda p, s: p.hours_max,
        "Opleidingsniveau": lambda p, s: s.word("education_level", p.education_level),
        "Beroepssector": lambda p, s: 99999.0,
        "Bemiddelingsberoep": lambda p, s: w.titles(p.wanted_occupations[:1]),
        "Mondeling Nederlands": _coded(LanguageMode.SPEAKING),
        "Schriftelijk Nederlands": _coded(LanguageMode.WRITING),
        "Rijbewijs": lambda p, s: _licences(p),
        "Inschrijfdatum": lambda p, s: p.protected.benefit_since,
        "Geslacht": _nothing,
        "Telefoonnummer": _nothing,
        "Volledige Naam": _nothing,
        "Leeftijd": lambda p, s: age_on(p, on),
        "E-mailadres": _nothing,
        "Vervoer": lambda p, s: _vehicle(p),
        "Gemeente": lambda p, s: _name(p.municipality, on),
        "Postcode": lambda p, s: p.postcode,
        "Plaats": _nothing,
        "Straatnaam": _nothing,
        "Huisnummer": _nothing,
        "Huisnummer Toevoeging": _nothing,
        "Banenafspraak": lambda p, s: 1.0 if _is_registered(p) else 2.0,
        "Klantprofiel": lambda p, s: "NNB",
        "Arbeidsmarktregio": lambda p, s: region,
        "Cases (aantal)": lambda p, s: 1.0,
        "Sonar": lambda p, s: "Ja",
        "Medewerker Naam": lambda p, s: p.consultant,
        "Organisatie Naam": lambda p, s: p.organisation,
        "GSD Kantoor": _nothing,
        "Participatieladder": _nothing,
        "Aantal": lambda p, s: 1.0,
        "Toestemming": lambda p, s: w.yes(p.consent_to_share),
    }


def _nothing(person: Jobseeker, scribe: Scribe) -> Cell:
    return None


def _coded(mode: LanguageMode) -> Callable[[Jobseeker, Scribe], Cell]:
    """Level of Dutch as the code of the exchange standard, which is coarser."""
    return lambda p, s: _LEVEL_CODES.get(p.languages.get("nld", {}).get(mode))


def age_on(person: Jobseeker, on: date) -> float | None:
    """Whole years on a date, of the birth date or of an age that was stated on that date."""
    born = person.protected.birth_date
    if born is not None:
        return float(on.year - born.year - ((on.month, on.day) < (born.month, born.day)))
    return _stated_age(person, on)


def _stated_age(person: Jobseeker, on: date) -> float | None:
    """Age that was stated on a date; one of another date has no column here."""
    age = person.protected.age
    return None if age is None or person.protected.age_on != on else float(age)


def _vehicle(person: Jobseeker) -> str | None:
    """One means of travelling, the fastest; the system does not know public transport."""
    for mode, word in _VEHICLES.items():
        if mode in (person.travel_modes or ()):
            return word
    return None


def _is_registered(person: Jobseeker) -> bool:
    return any(fact.group == TargetGroup.BANENAFSPRAAK for fact in person.protected.target_groups)


def groups_layout() -> Layout:
    """Columns of the side table of target groups; a row is a person's id and a fact."""
    return {
        "Klantnummer": lambda row, s: row[0],
        "Doelgroep": lambda row, s: s.word("target_group", row[1].group),
        "Bron": lambda row, s: row[1].source,
        "Peildatum": lambda row, s: row[1].as_of,
        "Grondslag": lambda row, s: row[1].legal_ground,
        "Geldig vanaf": lambda row, s: row[1].valid_from,
        "Geldig tot": lambda row, s: row[1].valid_until,
    }
