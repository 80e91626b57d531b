"""Tiny and random markets for the tests of constraints."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

import numpy as np

from matching.constraints import (
    Budget,
    Candidates,
    Cap,
    Constraint,
    Exclude,
    GroupFloor,
    Match,
    NoWorseOff,
    Pin,
    ProgrammeTarget,
    Quota,
    Share,
    SocialReturn,
)
from matching.market import Market
from matching.records import Contract, Employer, Jobseeker, ProtectedFacts, TargetGroup, Vacancy

ON = date(2026, 1, 12)
ORGANISATIONS = ("Emmen", "Assen", None)
TABLES = ("haaglanden_zhc", "utrecht", "leiden", "oost_nederland")
GROUPS = tuple(TargetGroup)


def all_candidates(market: Market) -> Candidates:
    """Every pair of the market."""
    i, j = np.divmod(np.arange(market.n_jobseekers * market.n_vacancies), max(market.n_vacancies, 1))
    return Candidates.of(market, i, j)


def random_day(rng: Random, *, chance: float = 0.5) -> date | None:
    """A day around the reference date, or unknown."""
    return ON + timedelta(days=rng.randint(-900, 500)) if rng.random() < chance else None


def random_market(seed: int) -> Market:
    """Up to 8 people and 6 vacancies, full of unknowns, groups that overlap and two or three contracts."""
    rng = Random(seed)
    people = [_person(rng, at) for at in range(rng.randint(0, 8))]
    vacancies = [_vacancy(rng, at) for at in range(rng.randint(0, 6))]
    employers = [
        Employer(
            id=f"E-{at}",
            group=rng.choice(("G-1", None)),
            sector=rng.choice(("market", "government", None)),
            industry=rng.choice(("84", "47", None)),
        )
        for at in range(2)
    ]
    contracts = [_contract(rng, at) for at in range(rng.randint(2, 5))]
    return Market.from_records(people, vacancies, employers, contracts, on=ON)


def _ordered(rng: Random, low: int, high: int) -> tuple[float | None, float | None]:
    one, two = sorted(rng.choice((low, 16, 20.5, 24, 32, high)) for _ in range(2))
    return rng.choice((one, None)), rng.choice((two, None))


def _person(rng: Random, at: int) -> Jobseeker:
    hours = _ordered(rng, 8, 40)
    facts = []
    for group in rng.sample(GROUPS, rng.randint(0, 4)):
        first = random_day(rng)
        until = None if rng.random() < 0.7 else (first or ON) + timedelta(days=rng.randint(0, 900))
        facts.append({"group": group, "valid_from": first, "valid_until": until})
    age: dict[str, object] = {}
    if rng.random() < 0.5:
        age = {"birth_date": date(rng.randint(1960, 2007), rng.randint(1, 12), rng.randint(1, 28))}
    elif rng.random() < 0.5:
        age = {"age": rng.choice((25, 26, 27, 48, 49, 50, 54, 55)), "age_on": ON - timedelta(days=100)}
    return Jobseeker(
        id=f"W-{at}",
        organisation=rng.choice(ORGANISATIONS),
        consultant=rng.choice(("C-1", "C-2", None)),
        municipality=rng.choice(("GM0114", "GM0106", None)),
        hours_min=hours[0],
        hours_max=hours[1],
        available_from=random_day(rng),
        support_needed=rng.choice((None, frozenset(), frozenset({"job_coach"}))),
        functional_limits=_levels(rng),
        protected=ProtectedFacts(
            target_groups=facts,
            wage_value=rng.choice((None, None, 0.2, 0.6, 1.0)),
            benefit=rng.choice((None, "bijstand", "ww", "wia_wao", "wajong", "none")),
            benefit_since=random_day(rng),
            integration_hours_per_week=rng.choice((None, None, 0, 10.5, 40)),
            **age,
        ),
    )


def _levels(rng: Random) -> dict[str, int]:
    """Levels of some of three functional items."""
    return {item: rng.randint(0, 3) for item in ("lifting", "standing", "pace") if rng.random() < 0.5}


def _vacancy(rng: Random, at: int) -> Vacancy:
    hours = _ordered(rng, 4, 38)
    start = random_day(rng)
    return Vacancy(
        id=f"V-{at}",
        employer=rng.choice(("E-0", "E-1", "E-9", None)),
        hours_min=hours[0],
        hours_max=hours[1],
        start=start,
        end=None if rng.random() < 0.5 else (start or ON) + timedelta(days=rng.randint(0, 700)),
        contract_kind=rng.choice((None, "regular", "regular", "bbl", "bol", "work_experience")),
        permanent=rng.choice((True, False, None)),
        organisation=rng.choice(ORGANISATIONS),
        municipality=rng.choice(("GM0114", "GM0106", None)),
        openings=rng.randint(0, 3),
        contracts=tuple(rng.sample(("K-0", "K-1", "K-2"), rng.randint(0, 2))),
        demands=_levels(rng),
        adaptations_offered=frozenset(_levels(rng)),
        further={"mbo_level": rng.randint(1, 4)} if rng.random() < 0.5 else {},
    )


def _contract(rng: Random, at: int) -> Contract:
    start = ON + timedelta(days=rng.randint(-700, 200))
    return Contract(
        id=f"K-{at}",
        contractor=rng.choice(("E-0", "E-1", None)),
        authority=rng.choice(("haaglanden", "Gemeente Emmen", None)),
        obligation_eur=rng.randint(0, 90_000),
        realised_eur=rng.choice((0, 0, 12_500)),
        start=start,
        end=start + timedelta(days=rng.randint(30, 1200)),
        value_table=rng.choice(TABLES),
    )


def of_one_contractor(market: Market) -> Market:
    """The same market with one employer, who has all contracts: the most ways to claim in turn."""
    contracts = [one.model_copy(update={"contractor": "E-0"}) for one in market.contracts]
    vacancies = [one.model_copy(update={"employer": "E-0"}) for one in market.records.vacancies]
    return market.with_records(contracts=contracts, vacancies=vacancies)


def random_promises(market: Market, seed: int) -> list[Constraint]:
    """Quotas of every unit and filter, and social return on each contract."""
    rng = Random(seed + 1)
    promises: list[Constraint] = [
        SocialReturn(
            contract.id, retention_max=rng.choice((None, 0, 0.4)), new_placement_max=rng.choice((None, 0.7))
        )
        for contract in market.contracts
    ]
    wheres: list[dict[str, str | list[str]] | None] = [
        None,
        {"organisation": "Emmen"},
        {"organisation": ["Emmen", "Assen"], "sector": "market"},
        {"municipality": "Emmen"},
        {"region": "Drenthe"},
        {"consultant": "C-1"},
        {"jobseeker": ["W-0", "W-3"]},
        {"vacancy": "V-1"},
        {"employer": ["E-0", "E-9"]},
        {"employer_group": "G-1"},
        {"industry": "84"},
        {"vacancy_organisation": "Assen"},
        {"vacancy_municipality": "GM0106"},
        {"contract_kind": ["bbl", "regular"]},
    ]
    for where in wheres:
        promises.append(
            Quota(
                rng.choice((None, *GROUPS)),
                at_least=rng.choice((0, 1, 3)),
                at_most=rng.choice((None, 3, 5)),
                unit=rng.choice(("heads", "hours", "jobs")),
                where=where,
                legal_ground="as agreed",
            )
        )
    return [*promises, *_of_other_kinds(market, rng)]


def _of_other_kinds(market: Market, rng: Random) -> list[Constraint]:
    """One or more of every kind that is not a quota or social return."""
    kinds: list[Constraint] = [
        Cap(per=rng.choice(("consultant", "sector", "employer", "municipality")), at_most=rng.randint(0, 2))
    ]
    organisation = {"organisation": rng.choice(("Emmen", "Assen"))}
    group, days = rng.choice(GROUPS), (ON, ON + timedelta(days=rng.randint(0, 300)))
    reached = rng.randint(0, 9)
    kinds += [
        Share(at_least=0.3, where=organisation, reached=reached),
        GroupFloor(group=group, also=rng.choice((None, *GROUPS)), at_least=0.8, reached=reached),
        NoWorseOff(**organisation, reached=reached),
        Budget(amount=5_000, per_placement=999.99, group=rng.choice((None, group)), first=days[0]),
        *sharing_pots(rng),
        Budget(amount=9_000, instrument="lks", group=rng.choice((None, group))),
        Budget(amount=9_000, instrument="lks", per_placement=rng.choice((None, 750)), last=days[1]),
        Budget(amount=3_000, instrument="adaptation", per_placement=500),
        Budget(amount=3_000, instrument="job_coach", per_placement=0.5, where=organisation),
        ProgrammeTarget(
            programme="P",
            at_least=2,
            group=group,
            last=days[1],
            where=organisation,
            budget=10,
            per_placement=rng.choice((0, 2.5)),
        ),
    ]
    if market.n_jobseekers and market.n_vacancies:
        person, job = rng.choice(market.jobseekers.ids), rng.choice(market.vacancies.ids)
        kinds += [Pin(jobseeker=person, vacancy=job), Exclude(jobseeker=person), Exclude(vacancy=job)]
    return kinds


def sharing_pots(rng: Random) -> list[Constraint]:
    """Pots that pay EUR 100 for a placement, for groups and organisations that may overlap."""
    return [
        Budget(
            name=f"pot {nth}",
            amount=rng.choice((100, 250, 400)),
            per_placement=100,
            group=rng.choice((None, "ww", "bijstand", "50plus")),
            where=rng.choice((None, {"organisation": "Emmen"}, {"organisation": ["Emmen", "Assen"]})),
        )
        for nth in range(rng.randint(2, 5))
    ]


def random_plan(candidates: Candidates, seed: int) -> np.ndarray:
    """Some candidates, at most one option of each pair."""
    rng = np.random.default_rng(seed)
    order = rng.permutation(len(candidates))
    _, first = np.unique(candidates.base[order], return_index=True)
    chosen = order[first]
    return np.sort(chosen[rng.random(len(chosen)) < 0.6])


def matches_of(candidates: Candidates, chosen: np.ndarray) -> list[Match]:
    """The chosen candidates as positions."""
    return [candidates.match(int(at)) for at in chosen]
