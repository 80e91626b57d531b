"""What generated vacancies ask of people and offer them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from matching.datasets._careers import SKILL_FALL
from matching.datasets._tables import Job, shares
from matching.records import CertificateDemand, LanguageLevel, LanguageMode, LicenceDemand, Support

if TYPE_CHECKING:
    from matching.datasets._draws import Draws


def asked(draws: Draws, work: list[Job]) -> dict[str, list[Any]]:
    """Skills, certificates, licences, language, experience and functional demands."""
    n, table = len(work), shares("vacancies")
    u = draws.table("asked", n, 48)
    years = [float(y) for y in draws.choose("years", n, table["experience_years"])]
    found: dict[str, list[Any]] = {
        name: []
        for name in (
            "skills_asked",
            "skills_welcome",
            "certificates",
            "licences",
            "languages",
            "experience_years_min",
            "demands",
        )
    }
    # Asked are the plain skills, which people also write down.
    fall = np.cumprod(np.full(24, SKILL_FALL)) / SKILL_FALL
    keep = u[:, :24] < 0.62 * fall
    for job, chosen, row, experience in zip(work, keep.tolist(), u[:, 24:].tolist(), years, strict=True):
        skills = [label for label, yes in zip(job.skills, chosen, strict=False) if yes]
        first = table["skills"]["asked"]
        found["skills_asked"].append(tuple(skills[:first]))
        found["skills_welcome"].append(tuple(skills[first : first + table["skills"]["welcome"]]))
        found["certificates"].append(
            tuple(
                CertificateDemand(name=c.name, legally_required=c.legal)
                for c, x in zip(job.certificates, row[:4], strict=False)
                if x < c.asked
            )
        )
        licence = job.licence
        wants = row[4] < licence.asked
        found["licences"].append(
            (LicenceDemand(category=licence.category, legally_required=licence.legal),) if wants else ()
        )
        found["languages"].append(_language(job.dutch) if row[5] < table["languages"]["asked"] else {})
        found["experience_years_min"].append(
            experience if row[6] < job.experience else 0.0 if row[7] < 0.3 else None
        )
        found["demands"].append(
            {
                item: max(0, level - (x < 0.15)) if x < 0.85 else min(3, level + 1)
                for (item, level), x in zip(job.demands.items(), row[8:], strict=False)
            }
        )
    return found


def _language(level: LanguageLevel) -> dict[str, dict[LanguageMode, LanguageLevel]]:
    """Spoken Dutch at the level of the work; reading at the same where work is done in writing."""
    lower = level if level.rank >= LanguageLevel.B2.rank else list(LanguageLevel)[max(1, level.rank - 1)]
    modes = {LanguageMode.SPEAKING: level, LanguageMode.READING: lower}
    return {"nld": modes | ({LanguageMode.WRITING: lower} if level.rank >= LanguageLevel.B2.rank else {})}


def offered(draws: Draws, work: list[Job]) -> dict[str, list[Any]]:
    """Help, adaptations, and whether Dutch can be learnt at work."""
    n, table = len(work), shares("vacancies")
    offers = table["offers"]
    u = draws.table("support", n, len(Support))
    known = draws.chance("support known", n, offers["support_known"]).tolist()
    adapt = draws.table("adapt", n, 12).tolist()
    taught = draws.chance("language on the job", n, table["languages"]["on_the_job"]).tolist()
    said = draws.chance("language said", n, 0.6).tolist()
    return {
        "support_offered": [
            frozenset(s for s, x in zip(Support, row, strict=True) if x < offers[s.value]) if yes else None
            for row, yes in zip(u.tolist(), known, strict=True)
        ],
        "adaptations_offered": [
            frozenset(item for item, x in zip(job.demands, row, strict=False) if x < offers["adaptation"])
            for job, row in zip(work, adapt, strict=True)
        ],
        "language_on_the_job": [
            taught[i] if said[i] and job.dutch.rank <= LanguageLevel.B1.rank else None
            for i, job in enumerate(work)
        ],
    }
