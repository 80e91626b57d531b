"""Two reasons for a proposal and one against, in words, taken from the points of its score."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Literal

from matching.exceptions import RegisterError
from matching.plan import travel_minutes
from matching.records import TravelMode
from matching.registers import occupation
from matching.report._wishes import nearest_wishes

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from matching.plan import Plan
    from matching.records import Jobseeker, OccupationRef, Vacancy
    from matching.report._words import Words
    from matching.scoring import Contribution

View = Literal["matcher", "employer"]
"""``matcher``: everything a matcher may see; ``employer``: what belongs to the work, and nothing else."""

FOR_EMPLOYERS = frozenset(
    {
        "occupation",
        "experience",
        "skills",
        "skills_welcome",
        "education",
        "qualifications",
        "languages",
        "travel",
        "hours",
    }
)
"""Components that an employer may read of; any other, also a later one, stays with the matcher."""
_MOST_SKILLS = 3


@dataclass(frozen=True, slots=True)
class Reasons:
    """Reasons of a pair in words.

    Parameters
    ----------
    pros
        What speaks for it, strongest first, at most two.
    con
        What speaks most against it, else what is not known and should be asked; empty when there is neither.
    con_known
        Whether `con` is known to speak against it.
    """

    pros: tuple[str, ...]
    con: str
    con_known: bool


@dataclass(frozen=True)
class Reasoner:
    """Words the points of pairs of one plan, for one kind of reader.

    Parameters
    ----------
    plan
        The plan.
    words
        In which language.
    view
        For whom.
    """

    plan: Plan
    words: Words
    view: View

    def of(self, pair: int) -> Reasons:
        """Reasons of an eligible pair, by its position."""
        parts = [
            part
            for part in self.plan.basis.scores.of(pair)
            if self.view == "matcher" or part.name in FOR_EMPLOYERS
        ]
        pros = sorted((p for p in parts if p.known and p.points > 0), key=lambda p: -p.points)[:2]
        worst = min((p for p in parts if p.known and p.points < 0), key=lambda p: p.points, default=None)
        # Where nothing speaks against, the heaviest thing that is not known is what to ask about.
        blank = max(self._to_ask(parts, pair), key=self._weight, default=None)
        if worst is not None:
            con = self._word("against", worst, pair)
        else:
            con = self._word("unknown", blank, pair) if blank is not None else ""
        said = tuple(self._word("for", part, pair) for part in pros)
        return Reasons(said, con, worst is not None)

    def _to_ask(self, parts: Iterable[Contribution], pair: int) -> list[Contribution]:
        """Components that are not known although the vacancy states its side of them."""
        _, vacancy = self._records(pair)
        stated = {
            "occupation": True,
            "experience": True,
            "travel": True,
            "hours": vacancy.hours_max is not None,
            "skills": bool(vacancy.skills_asked),
            "education": vacancy.work_level_min is not None,
            "qualifications": bool(vacancy.certificates or vacancy.licences),
            "languages": bool(vacancy.languages),
        }
        return [part for part in parts if not part.known and stated.get(part.name)]

    def _weight(self, part: Contribution) -> float:
        return self.plan.basis.scores.card.components[part.name].weight

    def minutes(self, pair: int) -> int | None:
        """Whole minutes of travel one way, as they were scored; ``None`` where a place is unknown."""
        return self._minutes(pair, TravelMode.PUBLIC_TRANSPORT)

    def minutes_by_car(self, pair: int) -> int | None:
        """Whole minutes by car of somebody of whom no means is known, else ``None``."""
        if self.plan.market.jobseekers.travel_modes[self.plan.basis.pairs.jobseeker[pair]]:
            return None
        return self._minutes(pair, TravelMode.CAR)

    def _minutes(self, pair: int, unknown: TravelMode) -> int | None:
        pairs = self.plan.basis.pairs
        i, j = int(pairs.jobseeker[pair]), int(pairs.vacancy[pair])
        minutes = travel_minutes(self.plan.market, i, j, unknown=unknown)
        return None if minutes is None else round(minutes)

    def journey(self, pair: int) -> str:
        """Minutes of travel in words; where no means is known also by car, and that it is to be asked."""
        minutes, car = self.minutes(pair), self.minutes_by_car(pair)
        if minutes is None:
            return self.words("unknown")
        if car is None:
            return self.words("n_minutes", n=minutes)
        return self.words("transport_asked", minutes=minutes, car=car)

    def is_from_outside(self, pair: int) -> bool:
        """Whether the jobseeker lives outside the region of most vacancies; the unknown is not."""
        home = self.plan.market.jobseekers.places.region[self.plan.basis.pairs.jobseeker[pair]]
        return None not in (home, self._main_region) and home != self._main_region

    @cached_property
    def _main_region(self) -> str | None:
        counted = Counter(each for each in self.plan.market.vacancies.places.region if each is not None)
        code, n = counted.most_common(1)[0] if counted else (None, 0)
        return code if 2 * n > counted.total() else None

    def wanted(self, pair: int) -> str | None:
        """Title of the wish that the vacancy of a pair comes nearest to, ``None`` when none is stated."""
        person, _ = self._records(pair)
        if not person.wanted_occupations:
            return None
        return title(person.wanted_occupations[self._wishes[pair]], self.words)

    @cached_property
    def _wishes(self) -> NDArray[np.int8]:
        return nearest_wishes(self.plan)

    def _word(self, sign: str, part: Contribution, pair: int) -> str:
        """Sentence of a component; one without a text of its own is named with its sign."""
        key = f"{sign}_{part.name}"
        if not self.words.has(key):
            name = part.nl if self.words.language == "nl" else part.en
            return self.words(f"{sign}_other", name=name)
        facts = {field: self._fact(field, pair) for field in self.words.fields(key)}
        if facts.get(part.name) == "":
            return self._unsaid(key, part.name, pair)
        return self.words(key, **facts)

    def _unsaid(self, key: str, name: str, pair: int) -> str:
        """Word skills of which none is stated in the same words: close to it, or implied by work before."""
        person, vacancy = self._records(pair)
        told = self.plan.explain(person.id, vacancy.id).skills
        found = [one for one in told if one.asked == (name == "skills") and one.share > 0]
        if any(one.how != "implied" for one in found):
            return self.words(f"{key}_alike")
        return self.words(f"{key}_implied", **{name: ", ".join(one.skill for one in found[:_MOST_SKILLS])})

    def _fact(self, field: str, pair: int) -> object:
        """Value that a sentence may name: travel, hours, levels, the title wanted and skills asked."""
        person, vacancy = self._records(pair)
        match field:
            case "journey":
                return self.journey(pair)
            case "wanted":
                return self.wanted(pair)
            case "skills":
                return _shared(vacancy.skills_asked, person.skills)
            case "skills_welcome":
                return _shared(vacancy.skills_welcome, person.skills)
            case "hours_wanted":
                return person.hours_max
            case "hours_offered":
                return vacancy.hours_max
            case "level":
                return person.education_level and self.words(f"level_{person.education_level}")
            case "level_asked":
                return vacancy.work_level_min and self.words(f"level_{vacancy.work_level_min}")
        msg = f"a reason cannot name {field!r}."
        raise ValueError(msg)

    def _records(self, pair: int) -> tuple[Jobseeker, Vacancy]:
        pairs, records = self.plan.basis.pairs, self.plan.market.records
        return records.jobseekers[pairs.jobseeker[pair]], records.vacancies[pairs.vacancy[pair]]


def wanted_title(person: Jobseeker, words: Words) -> str | None:
    """Title that a jobseeker wants most, ``None`` when none is stated."""
    wanted = person.wanted_occupations
    return title(wanted[0], words) if wanted else None


def contact_of(person: Jobseeker) -> str:
    """Organisation and consultant of a jobseeker, empty when neither is known."""
    return " · ".join(part for part in (person.organisation, person.consultant) if part)


def vacancy_title(vacancy: Vacancy, words: Words) -> str:
    """Title of a vacancy, or a word that says there is none."""
    return (vacancy.occupation and title(vacancy.occupation, words)) or words("untitled")


def title(ref: OccupationRef, words: Words) -> str | None:
    """Title as somebody wrote it, else the label of its code, else the code."""
    if ref.title is not None or ref.code is None:
        return ref.title
    try:
        found = occupation(ref.code)
    except RegisterError:
        return ref.code
    return (words.language == "en" and found.label_en) or found.label_nl


def _shared(asked: Sequence[str], has: Iterable[str]) -> str:
    """Skills asked that the jobseeker names in the same words, the first few."""
    own = {skill.casefold() for skill in has}
    return ", ".join([skill for skill in asked if skill.casefold() in own][:_MOST_SKILLS])
