"""Columns of the exports about work: each heading and how a vacancy, employer or contract fills it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from matching import registers
from matching.datasets import _words as w

if TYPE_CHECKING:
    from datetime import date

    from matching.datasets._words import Cell, Layout, Scribe
    from matching.records import Vacancy


def vacancy_layout(on: date) -> Layout:
    """Columns of the municipal workbook."""
    return {
        "Vacaturenummer": lambda v, s: v.id,
        "Organisatie": lambda v, s: v.organisation,
        "Werkgevernummer": lambda v, s: v.employer,
        "Functie": lambda v, s: v.occupation and v.occupation.title,
        "Aantal plaatsen": lambda v, s: float(v.openings),
        "Gemeente": lambda v, s: _name(v, on),
        "Postcode werkplek": lambda v, s: v.postcode,
        "Branche": lambda v, s: v.sector,
        "Gevraagde vaardigheden": lambda v, s: w.texts(v.skills_asked),
        "Pluspunten": lambda v, s: w.texts(v.skills_welcome),
        "Werk- en denkniveau": lambda v, s: s.word("work_level", v.work_level_min),
        "Werkervaring (jaren)": lambda v, s: v.experience_years_min,
        "Gevraagde certificaten": lambda v, s: _demanded(
            {c.name: c.legally_required for c in v.certificates}
        ),
        "Rijbewijs": lambda v, s: _demanded({x.category.value: x.legally_required for x in v.licences}),
        "Taaleis": lambda v, s: _languages(v),
        "Taal op de werkvloer": lambda v, s: w.yes(v.language_on_the_job),
        "Uren min": lambda v, s: v.hours_min,
        "Uren max": lambda v, s: v.hours_max,
        "Startdatum": lambda v, s: v.start,
        "Einddatum": lambda v, s: v.end,
        "Sluitingsdatum": lambda v, s: v.closing_date,
        "Dagen": lambda v, s: s.days(v.days),
        "Diensten": lambda v, s: s.some("shift", v.shifts),
        "Contractvorm": lambda v, s: s.word("contract_kind", v.contract_kind),
        "Vast of tijdelijk": lambda v, s: (
            None if v.permanent is None else "vast" if v.permanent else "tijdelijk"
        ),
        "Schooldag": lambda v, s: s.word("weekday", v.school_day),
        "Leerplaatsen": lambda v, s: None if v.mentor_places is None else float(v.mentor_places),
        "Bruto uurloon": lambda v, s: w.euros(v.wage_eur_per_hour),
        "Functiebelasting": lambda v, s: w.levels(v.demands),
        "Begeleiding mogelijk": lambda v, s: s.some("support", v.support_offered),
        "Aanpassing mogelijk": lambda v, s: s.some("functional_item", v.adaptations_offered or None),
        "Gereserveerd voor": lambda v, s: s.some("target_group", v.reserved_for or None),
        "SROI contracten": lambda v, s: w.ids(v.contracts),
        "Omschrijving": lambda v, s: v.text,
    }


def uwv_vacancy_layout(on: date) -> Layout:
    """Columns of the text file of UWV: other headings, hours as a range, no social return."""
    renamed = {
        "Vacaturenummer": "nummerVacature",
        "Organisatie": "Bron",
        "Functie": "Functietitel",
        "Aantal plaatsen": "Aantal vacatures",
        "Gevraagde vaardigheden": "Competenties",
        "Werk- en denkniveau": "WDN",
        "Gevraagde certificaten": "Certificaten",
        "Postcode werkplek": "Postcode werklocatie",
        "Omschrijving": "Vacaturetekst",
    }
    layout = vacancy_layout(on)
    del layout["Uren max"]
    found: Layout = {}
    for heading, write in layout.items():
        found |= (
            {"Uren per week": _range} if heading == "Uren min" else {renamed.get(heading, heading): write}
        )
    return found


def _range(vacancy: Vacancy, scribe: Scribe) -> Cell:
    """Hours as a range; a lowest number alone cannot be said."""
    if vacancy.hours_max is None:
        return None
    low = "" if vacancy.hours_min is None else f"{w.as_text(vacancy.hours_min)}-"
    return f"{low}{w.as_text(vacancy.hours_max)}"


def _name(vacancy: Vacancy, on: date) -> str | None:
    return None if vacancy.municipality is None else registers.municipality(vacancy.municipality, on).name


def _demanded(asked: dict[str, bool]) -> str | None:
    return ", ".join(f"{name} (wettelijk)" if legal else name for name, legal in asked.items()) or None


def _languages(vacancy: Vacancy) -> str | None:
    known = [
        f"{w.words('language')[code][0]} {w.words('language_mode')[mode][0]} {level.value}"
        for code, by_mode in vacancy.languages.items()
        for mode, level in by_mode.items()
    ]
    return ", ".join(known) or None


def employer_layout() -> Layout:
    """Columns of the list of employers."""
    return {
        "Relatienummer": lambda e, s: e.id,
        "Bedrijfsnaam": lambda e, s: e.name,
        "Concern": lambda e, s: e.group,
        "Markt of overheid": lambda e, s: s.word("employer_sector", e.sector),
        "SBI": lambda e, s: e.industry,
        "Aantal werknemers": lambda e, s: None if e.size is None else float(e.size),
    }


def contract_layout() -> Layout:
    """Columns of the contract workbook; the percentage stands as a fraction in a cell in percent format."""
    return {
        "Contractnummer": lambda c, s: c.id,
        "Opdrachtnemer": lambda c, s: c.contractor,
        "Opdrachtgever": lambda c, s: c.authority,
        "Contractsom (excl. btw)": lambda c, s: w.euros(c.sum_eur),
        "SROI %": lambda c, s: None if c.percentage is None else float(c.percentage) / 100,
        "Startdatum": lambda c, s: c.start,
        "Einddatum": lambda c, s: c.end,
        "Grondslag": lambda c, s: s.word("base_kind", c.base_kind),
        "Waardetabel": lambda c, s: c.value_table,
        "PSO-trede": lambda c, s: c.pso_level,
        "Reeds gerealiseerd": lambda c, s: w.euros(c.realised_eur),
    }
