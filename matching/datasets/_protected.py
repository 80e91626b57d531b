"""Protected facts of generated people: benefit, target groups with source and date, functional limits."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import numpy as np

from matching import registers
from matching.datasets._tables import shares
from matching.records import (
    Benefit,
    EducationLevel,
    FunctionalItem,
    ProtectedFacts,
    TargetGroup,
    TargetGroupFact,
)

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from matching.datasets._draws import Draws

STATUSES = ("bijstand", "ww", "nugger", "wajong", "wia_wao", "van_werk_naar_werk")
BIJSTAND, WW, NUGGER, WAJONG, WIA, LEAVING = range(6)
GROUNDS = ("banenafspraak", "praktijkroute", "pro_vso", "wsw", "wiw_id")
_BENEFITS = (Benefit.BIJSTAND, Benefit.WW, Benefit.NONE, Benefit.WAJONG, Benefit.WIA_WAO, Benefit.NONE)
_PHYSICAL = {
    FunctionalItem.LIFTING: 0.6,
    FunctionalItem.STANDING: 0.45,
    FunctionalItem.WALKING: 0.35,
    FunctionalItem.BENDING: 0.45,
    FunctionalItem.HAND_USE: 0.2,
    FunctionalItem.HEIGHTS: 0.3,
    FunctionalItem.SITTING: 0.1,
    FunctionalItem.PACE: 0.2,
}
_MENTAL = {
    FunctionalItem.PACE: 0.6,
    FunctionalItem.CONCENTRATION: 0.4,
    FunctionalItem.CONTACT: 0.4,
    FunctionalItem.NOISE: 0.4,
    FunctionalItem.NIGHT: 0.5,
}


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Situation:
    """What decides much of the rest: one entry a person.

    Parameters
    ----------
    age
        Years on the reference date.
    status
        Position in `STATUSES`.
    register
        In the register of the job agreement.
    ground
        Position in `GROUNDS`, -1 for who is not in the register.
    permit_holder, sheltered
        Statushouder; has an advice for beschut werk.
    years
        Years on the benefit.
    """

    age: NDArray[np.int64]
    status: NDArray[np.int64]
    register: NDArray[np.bool_]
    ground: NDArray[np.int64]
    permit_holder: NDArray[np.bool_]
    sheltered: NDArray[np.bool_]
    years: NDArray[np.float64]

    @property
    def limited(self) -> NDArray[np.bool_]:
        """Has a work disability that an authority established."""
        return np.asarray(self.register | self.sheltered | (self.status == WIA))


def situations(draws: Draws, age: NDArray[np.int64]) -> Situation:
    """Draw status, register, grounds and time on benefit of people of these ages."""
    table, n = shares("people"), len(age)
    status = draws.pick("status", n, [table["status"][name] for name in STATUSES])
    status[(age < 18) | ((age < 21) & (status == WIA))] = NUGGER
    others = table["other_groups"]
    permit = draws.chance("permit holder", n, _of_status(others["statushouder"], status))
    sheltered = draws.chance("sheltered", n, _of_status(others["beschut_werk"], status)) & ~permit
    register = draws.chance("register", n, _of_status(table["banenafspraak"], status))
    register &= ~permit & ~sheltered
    ground = draws.pick("ground", n, [table["register_ground"][name] for name in GROUNDS])
    young = age < 30
    ground[~young & (ground == GROUNDS.index("pro_vso"))] = 0
    ground[(age < 45) & (ground >= GROUNDS.index("wsw"))] = 0
    ground[status == WAJONG] = 0
    ground[~register] = -1
    return Situation(
        age=age,
        status=status,
        register=register,
        ground=ground,
        permit_holder=permit,
        sheltered=sheltered,
        years=_years(draws, status, age),
    )


def _of_status(share: dict[str, float], status: NDArray[np.int64]) -> NDArray[np.float64]:
    return np.array([share.get(name, 0.0) for name in STATUSES])[status]


def _years(draws: Draws, status: NDArray[np.int64], age: NDArray[np.int64]) -> NDArray[np.float64]:
    """Years on the benefit, not longer than since the eighteenth birthday."""
    table, n = shares("people")["duration"], len(status)
    within = draws.uniform("years within", n)
    years = np.zeros(n)
    for name, steps in table.items():
        here = status == STATUSES.index(name)
        upper = np.array([step[0] for step in steps])
        lower = np.array([0.0, *upper[:-1]])
        at = draws.pick(f"years {name}", n, [step[1] for step in steps])
        years[here] = (lower[at] + within * (upper[at] - lower[at]))[here]
    return np.minimum(years, np.maximum(0.05, age - 18))


def youth(age: NDArray[np.int64]) -> NDArray[np.float64]:
    """Part of an adult's wage that is usual at an age."""
    return np.where(age < 19, 0.55, np.where(age < 21, 0.75, 1.0))


def limits(draws: Draws, who: Situation) -> list[dict[FunctionalItem, int]]:
    """Functional limits: several items for who has a work disability, seldom one for others."""
    n, items = len(who.age), list(FunctionalItem)
    physical, mental = (np.array([part.get(item, 0.0) for item in items]) for part in (_PHYSICAL, _MENTAL))
    kind = draws.pick_by("limit kind", (who.status == WIA).astype(np.int64), [[3, 5, 2], [6, 2, 2]])
    chance = np.stack([physical, mental, np.maximum(physical, mental)])[kind]
    chance[~who.limited] = 0
    slight = ~who.limited & draws.chance("slight", n, 0.06)
    chance[slight] = np.array([0.4 if item in ("lifting", "standing", "bending") else 0.0 for item in items])
    hit = draws.table("limit", n, len(items)) < chance
    level = 2 - (draws.table("limit level", n, len(items)) < 0.6).astype(int)
    level -= draws.table("limit none", n, len(items)) < 0.08
    found: list[dict[FunctionalItem, int]] = [{} for _ in range(n)]
    for row, column in zip(*np.nonzero(hit), strict=True):
        found[row][items[column]] = max(0, int(level[row, column]))
    return found


def facts(
    draws: Draws, who: Situation, levels: list[EducationLevel], organisations: list[str], on: date
) -> list[ProtectedFacts]:
    """Protected facts of each person; every group comes with source, date and ground."""
    n = len(who.age)
    groups = _groups(draws, who, levels, organisations, on)
    born = [on - timedelta(days=int(days)) for days in who.age * 365.25 + 1 + draws.uniform("birth", n) * 363]
    known = draws.uniform("birth known", n).tolist()
    blank = shares("people")["blanks"]["birth_date"]
    value = 0.3 + 0.05 * draws.whole("wage value", n, 0, 12)
    valued = who.register & np.isin(who.status, (BIJSTAND, NUGGER, WAJONG)) & draws.chance("valued", n, 0.7)
    route = draws.whole("route hours", n, 4, 16)
    routed = who.permit_holder & draws.chance("routed", n, 0.6)
    wage = draws.uniform("former wage", n, 1.0, 1.7) * registers.minimum_wage_cents(21, on) / 100
    wage *= youth(who.age)
    paid = (who.status == WW) & draws.chance("former known", n, 0.8)
    since = [on - timedelta(days=1 + int(365.25 * years)) for years in who.years.tolist()]
    status = who.status.tolist()
    return [
        ProtectedFacts(
            target_groups=groups[i],
            benefit=_BENEFITS[status[i]],
            benefit_since=since[i] if _BENEFITS[status[i]] != Benefit.NONE else None,
            former_wage_eur_per_hour=Decimal(str(round(float(wage[i]), 2))) if paid[i] else None,
            former_level=levels[i] if paid[i] else None,
            wage_value=round(float(value[i]), 2) if valued[i] else None,
            integration_hours_per_week=float(route[i]) if routed[i] else None,
            **_age(known[i], blank, born[i], int(who.age[i]), on),
        )
        for i in range(n)
    ]


def _age(u: float, blank: float, born: date, age: int, on: date) -> dict[str, Any]:
    """Return the birth date, or an age with its date, or nothing."""
    if u < blank:
        return {}
    return {"birth_date": born} if u < 0.75 else {"age": age, "age_on": on}


def _groups(
    draws: Draws, who: Situation, levels: list[EducationLevel], organisations: list[str], on: date
) -> list[tuple[TargetGroupFact, ...]]:
    n, table = len(who.age), shares("people")
    low = np.array([level.rank <= 2 for level in levels], bool)
    others = table["other_groups"]
    letters = np.where(low, others["laaggeletterd"]["low"], others["laaggeletterd"]["middle"])
    illiterate = draws.chance("low literacy", n, letters) & ~who.permit_holder
    unqualified = low & (who.age < 27) & draws.chance("unqualified", n, others["no_startkwalificatie"])
    extra = {
        TargetGroup.STATUSHOUDER: who.permit_holder,
        TargetGroup.BESCHUT_WERK: who.sheltered,
        TargetGroup.LAAGGELETTERD: illiterate,
        TargetGroup.NO_STARTKWALIFICATIE: unqualified,
        TargetGroup.BANENAFSPRAAK: who.register,
    }
    makers = _FactMaker(draws, who.age, on)
    found: list[list[TargetGroupFact]] = []
    for i, (status, years) in enumerate(zip(who.status.tolist(), who.years.tolist(), strict=True)):
        found.append([makers.fact(i, TargetGroup(STATUSES[status]), organisations[i], years)])
    for group, has in extra.items():
        for i in np.nonzero(has)[0].tolist():
            # A permit is older than the benefit that it gave a right to.
            years = float(who.years[i]) + 0.1 if group == TargetGroup.STATUSHOUDER else None
            found[i].append(makers.fact(i, group, organisations[i], years))
    for i in np.nonzero(who.ground > 0)[0].tolist():
        found[i].append(makers.fact(i, TargetGroup(GROUNDS[who.ground[i]]), organisations[i]))
    return [tuple(row) for row in found]


class _FactMaker:
    """Words a membership: who said so, when, on what ground, since when."""

    def __init__(self, draws: Draws, age: NDArray[np.int64], on: date) -> None:
        table, n = shares("people"), len(age)
        self._sources, self._grounds = table["source"], table["legal_ground"]
        self._no_source = draws.chance("no source", n, table["blanks"]["source"])
        self._no_date = draws.chance("no as_of", n, table["blanks"]["as_of"])
        self._age = draws.whole("as_of", n, 3, 75).tolist()
        # Nobody was in a group before turning sixteen.
        self._since = np.minimum(draws.uniform("member since", n, 0.2, 6.0), age - 15.8).tolist()
        self._on = on

    def fact(
        self, i: int, group: TargetGroup, organisation: str, years: float | None = None
    ) -> TargetGroupFact:
        """Membership of person ``i``; without ``years`` it began some years ago."""
        began = max(1, int(365.25 * (self._since[i] if years is None else years)))
        as_of = self._on - timedelta(days=min(self._age[i], began))
        source = self._sources[group.value].format(organisation=organisation)
        return TargetGroupFact(
            group=group,
            source=None if self._no_source[i] else source,
            as_of=None if self._no_date[i] else as_of,
            legal_ground=self._grounds[group.value],
            valid_from=self._on - timedelta(days=began),
        )
