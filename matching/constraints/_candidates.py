"""Candidates: the pairs under consideration with what a placement would be, as columns."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple, Self, TypeVar

import numpy as np

from matching import policy
from matching.constraints._spans import Spans

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from numpy.typing import ArrayLike, NDArray

    from matching.constraints._planned_claim import PlannedClaim
    from matching.market import Market
    from matching.records import ProtectedFacts

_Scalar = TypeVar("_Scalar", bound=np.generic)


class Match(NamedTuple):
    """A chosen pair, as positions in the market, with what it is claimed on; ``None`` for no claim."""

    jobseeker: int
    vacancy: int
    claim: PlannedClaim | None = None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Candidates:
    """Pairs with planned hours and dates, one entry each; made by `of`, never changed.

    Parameters
    ----------
    market
        The market that the positions are of.
    jobseeker, vacancy
        Positions, int32.
    claim
        What the placement would be claimed on, as an index of ``claims``; -1 for no claim, int32.
    claims
        Every claim that a candidate has.
    base
        Index of the pair, as given to `of`, that each candidate comes from, int64.
    hours_min, hours_max
        Planned hundredths of an hour that count towards at-least and towards at-most promises, int32; equal
        when the planned hours are known.
    start, end
        First and last day of the placement, datetime64[D]; an ``end`` of NaT is open.

    Examples
    --------
    >>> from datetime import date
    >>> from matching.market import Market
    >>> from matching.records import Jobseeker, Vacancy
    >>> market = Market.from_records(
    ...     [Jobseeker(id="W-1", hours_max=32)], [Vacancy(id="V-1", hours_max=24)], on=date(2026, 1, 12)
    ... )
    >>> Candidates.of(market, [0], [0]).hours_min.tolist()
    [2400]
    """

    market: Market
    jobseeker: NDArray[np.int32]
    vacancy: NDArray[np.int32]
    claim: NDArray[np.int32]
    base: NDArray[np.int64]
    hours_min: NDArray[np.int32]
    hours_max: NDArray[np.int32]
    start: NDArray[np.datetime64]
    end: NDArray[np.datetime64]
    claims: tuple[PlannedClaim, ...] = ()
    _spans: dict[str, Spans] = field(default_factory=dict, repr=False)
    _people: dict[str, list[int]] = field(default_factory=dict, repr=False)
    _terms: dict[policy.WorkTerms, NDArray[np.bool_]] = field(default_factory=dict, repr=False)

    def __len__(self) -> int:
        return len(self.base)

    @property
    def settings(self) -> policy.PolicySettings:
        """Figures of the rules, those of the market."""
        return self.market.policy

    @classmethod
    def of(
        cls,
        market: Market,
        jobseeker_positions: ArrayLike,
        vacancy_positions: ArrayLike,
    ) -> Self:
        """Make candidates without claims of pairs of positions; see `policy.planned_placement` for the rules.

        Cost is linear: about 0.1 s for a million pairs.
        """
        i = np.array(jobseeker_positions, np.int32)
        j = np.array(vacancy_positions, np.int32)
        people, offers = market.jobseekers, market.vacancies
        low, high = _hours(
            _beside_route(market, i),
            (offers.hours_min[j], offers.hours_max[j]),
            market.policy.unknown_hours_max,
        )
        available = np.fmax(people.available_from, np.datetime64(market.on, "D"))
        return cls(
            market=market,
            jobseeker=_frozen(i),
            vacancy=_frozen(j),
            claim=_frozen(np.full(len(i), -1, np.int32)),
            base=_frozen(np.arange(len(i), dtype=np.int64)),
            hours_min=_frozen(low),
            hours_max=_frozen(high),
            start=_frozen(np.fmax(available[i], offers.start[j])),
            end=_frozen(offers.end[j]),
        )

    def with_claims(
        self, base: NDArray[np.int64], claim: NDArray[np.int32], claims: tuple[PlannedClaim, ...]
    ) -> Candidates:
        """Add candidates that repeat others with one of the claims; the ones without claim stay."""
        at = np.concatenate([np.arange(len(self)), base])
        return Candidates(
            market=self.market,
            jobseeker=_frozen(self.jobseeker[at]),
            vacancy=_frozen(self.vacancy[at]),
            claim=_frozen(np.concatenate([self.claim, claim]).astype(np.int32)),
            base=_frozen(self.base[at]),
            hours_min=_frozen(self.hours_min[at]),
            hours_max=_frozen(self.hours_max[at]),
            start=_frozen(self.start[at]),
            end=_frozen(self.end[at]),
            claims=claims,
            _spans=self._spans,
            _people=self._people,
            _terms=self._terms,
        )

    def match(self, at: int) -> Match:
        """Give one candidate as positions in the market."""
        claim = int(self.claim[at])
        return Match(
            int(self.jobseeker[at]), int(self.vacancy[at]), self.claims[claim] if claim >= 0 else None
        )

    def claim_names(self) -> tuple[str, ...]:
        """Name of each of the claims by the ids of its contracts, the same in every order of contracts."""
        ids = [contract.id for contract in self.market.contracts]
        return tuple(
            ids[claim.contract] + (f" > {ids[claim.then]} {claim.switch}" if claim.switch else "")
            for claim in self.claims
        )

    def membership(self, group: str) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
        """Whether each jobseeker is in a target group on the start date, and whether that is unknown.

        Two arrays of bool, of shape (n_candidates,); no candidate is both.
        """
        settings = self.settings
        member = self.within(
            f"in {group}",
            lambda facts: policy.group_period(facts, group, settings=settings),
            among=policy.grounds_of(group, settings=settings),
        )
        if policy.grounds_of(group, settings=settings) is not None:
            return member, np.zeros(len(self), bool)  # only an age can be in doubt
        doubt = self.within(
            f"doubt {group}", lambda facts: policy.doubt_period(facts, group, settings=settings)
        )
        return member, doubt & ~member

    def terms(self) -> Mapping[policy.WorkTerms, NDArray[np.bool_]]:
        """Kinds of work in the market: for each of them which vacancies have it, of shape (n_vacancies,)."""
        if not self._terms:
            of_vacancy = [policy.WorkTerms.of(vacancy) for vacancy in self.market.records.vacancies]
            for kind in dict.fromkeys(of_vacancy):
                self._terms[kind] = np.array([terms == kind for terms in of_vacancy], bool)
        return self._terms

    def within(
        self,
        name: str,
        periods_of: Callable[[ProtectedFacts], tuple[policy.Period, ...]],
        at: NDArray[np.int64] | slice = slice(None),
        *,
        among: Iterable[str] | None = None,
    ) -> NDArray[np.bool_]:
        """Whether the start of each candidate ``at`` lies in one of the periods of its jobseeker.

        The periods are worked out once for each ``name``, which must be unique to the question; only for
        people of whom one of the groups ``among`` is stated, if given.
        """
        if name not in self._spans:
            facts = self.market.protected.facts
            people = range(len(facts)) if among is None else self._stated(among)
            self._spans[name] = Spans.of({at: periods_of(facts[at]) for at in people}, len(facts))
        return self._spans[name].cover(self.jobseeker[at], self.start[at].astype(np.int64).astype(np.int32))

    def _stated(self, groups: Iterable[str]) -> list[int]:
        """Jobseekers of whom one of the groups is stated."""
        if not self._people:
            for at, facts in enumerate(self.market.protected.facts):
                for group in policy.stated_groups(facts):
                    self._people.setdefault(group, []).append(at)
        return sorted({at for group in groups for at in self._people.get(group, ())})


def _beside_route(market: Market, i: NDArray[np.int32]) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """Least and most hours of `policy.working_hours`; -1 is unknown."""
    people = market.jobseekers
    route = np.array(
        [round((known.integration_hours_per_week or 0) * 100) for known in market.protected.facts], np.int32
    )
    high = np.where(people.hours_max < 0, -1, np.maximum(people.hours_max - route, 0))
    low = np.where(high < 0, people.hours_min, np.minimum(people.hours_min, high))
    return low[i].astype(np.int32), high[i].astype(np.int32)


def _hours(
    one: tuple[NDArray[np.int32], NDArray[np.int32]],
    other: tuple[NDArray[np.int32], NDArray[np.int32]],
    unknown: int,
) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """Planned hours of `policy.planned_placement`; -1 is unknown."""
    both = np.minimum(one[1], other[1])
    knows = one[1] >= 0
    known_min = np.where(knows, one[0], other[0])
    known_max = np.where(knows, one[1], other[1])
    low = np.where(both >= 0, both, np.where(known_max < 0, 0, np.maximum(known_min, 0)))
    high = np.where(
        both >= 0, both, np.where(known_max < 0, unknown, np.where(known_min < 0, known_max, known_min))
    )
    return low.astype(np.int32), high.astype(np.int32)


def _frozen(array: NDArray[_Scalar]) -> NDArray[_Scalar]:
    array.setflags(write=False)
    return array
