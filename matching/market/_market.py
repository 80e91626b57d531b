"""Market: the frozen, columnar snapshot of one batch, and the only map between ids and positions."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Self

from matching.exceptions import MarketError
from matching.findings import Issue, Issues
from matching.market._checks import market_issues
from matching.market._held import filled_by, hours_held
from matching.market._records import Records, by_id, positions
from matching.market._tables import (
    JobseekerTable,
    LimitTable,
    ProtectedTable,
    VacancyTable,
    limit_table,
    protected_table,
)
from matching.policy import DEFAULTS, PolicySettings

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    import numpy as np
    from numpy.typing import NDArray

    from matching.exchange import TravelTimes
    from matching.records import Claim, Contract, Employer, Jobseeker, Placement, Vacancy


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class OpenMarket:
    """What features and scores may see of a market: no protected facts, no functional limits.

    Parameters
    ----------
    on
        Reference date.
    jobseekers, vacancies
        Open columns.
    languages
        ISO 639-3 codes in the order of the language columns.
    industries
        Two-digit industry of each vacancy's employer, ``None`` when unknown.
    travel_times
        As of `Market`.
    """

    on: date
    jobseekers: JobseekerTable
    vacancies: VacancyTable
    languages: tuple[str, ...]
    industries: tuple[str | None, ...]
    travel_times: TravelTimes | None = None


@dataclass(frozen=True, kw_only=True, eq=False)
class Market:
    """One batch of jobseekers and vacancies on a reference date.

    Made by `from_records`, `matching.read_market` or `matching.load_region`; never changed. Rows are
    jobseekers and columns vacancies, in the order of their sorted ids.

    Parameters
    ----------
    on
        Reference date: availability, ages and tables are taken on it.
    name
        What the market is called in reports.
    records
        The records, sorted by id.
    jobseekers, vacancies
        Open columns.
    limits, protected
        Functional limits and protected facts, apart.
    languages
        ISO 639-3 codes in the order of the language columns.
    issues
        What was refused, doubted or assumed on the way in.
    travel_times
        Minutes between postcodes that are used in place of the estimate; see `with_travel_times`.
    policy
        Figures of the rules that every rule, promise, ledger and report goes by; see `with_policy`.

    Examples
    --------
    >>> from datetime import date
    >>> from matching.records import Jobseeker, Vacancy
    >>> market = Market.from_records(
    ...     [Jobseeker(id="W-2"), Jobseeker(id="W-1")], [Vacancy(id="V-1")], on=date(2026, 1, 12)
    ... )
    >>> market.jobseekers.ids, market.jobseeker_position("W-2")
    (('W-1', 'W-2'), 1)
    """

    on: date
    name: str
    records: Records
    jobseekers: JobseekerTable
    vacancies: VacancyTable
    limits: LimitTable
    protected: ProtectedTable
    languages: tuple[str, ...]
    issues: Issues
    travel_times: TravelTimes | None = None
    policy: PolicySettings = DEFAULTS

    @classmethod
    def from_records(
        cls,
        jobseekers: Iterable[Jobseeker],
        vacancies: Iterable[Vacancy],
        employers: Iterable[Employer] = (),
        contracts: Iterable[Contract] = (),
        *,
        on: date,
        placements: Iterable[Placement] = (),
        claims: Iterable[Claim] = (),
        name: str = "market",
        issues: Iterable[Issue] = (),
        policy: PolicySettings = DEFAULTS,
    ) -> Self:
        """Make a market of records; a second record with the same id is left out with a finding.

        Parameters
        ----------
        jobseekers, vacancies, employers, contracts
            Records in any order.
        on
            Reference date.
        placements
            Placements until now, of people here or not. One that is agreed or runs on the reference date
            fills one of the openings that its vacancy states, and its person is proposed only for hours that
            are known to be left.
        claims
            Months of placements that are booked on contracts.
        name
            What the market is called in reports.
        issues
            Findings of an earlier step, kept in front.
        policy
            Figures of the rules.

        Notes
        -----
        Cost is linear in the number of records: about a second for 10,000 of them.
        """
        found: list[Issue] = []
        records = Records(
            jobseekers=by_id(jobseekers, "jobseeker", found),
            vacancies=by_id(vacancies, "vacancy", found),
            employers=by_id(employers, "employer", found),
            contracts=by_id(contracts, "contract", found),
            placements=by_id(placements, "placement", found),
            claims=by_id(claims, "claim", found),
        )
        spoken = [record.languages for record in records.jobseekers]
        spoken += [record.languages for record in records.vacancies]
        languages = tuple(sorted({code for known in spoken for code in known}))
        employer_at = positions(records.employers)
        contract_at = positions(records.contracts)
        table = JobseekerTable.build(records.jobseekers, languages, on)
        held = filled_by(records.placements, on)
        offers = VacancyTable.build(records.vacancies, languages, employer_at, contract_at, on, held)
        found += market_issues(records, table, offers, on)
        return cls(
            on=on,
            name=name,
            records=records,
            jobseekers=table,
            vacancies=offers,
            limits=limit_table(records.jobseekers),
            protected=protected_table(records.jobseekers),
            languages=languages,
            issues=Issues((*issues, *found)),
            policy=policy,
        )

    @property
    def employers(self) -> tuple[Employer, ...]:
        """Employers, sorted by id."""
        return self.records.employers

    @property
    def contracts(self) -> tuple[Contract, ...]:
        """Contracts, sorted by id."""
        return self.records.contracts

    @property
    def n_jobseekers(self) -> int:
        """Number of jobseekers."""
        return len(self.jobseekers)

    @property
    def n_vacancies(self) -> int:
        """Number of vacancies."""
        return len(self.vacancies)

    @property
    def n_openings(self) -> int:
        """Number of openings over all vacancies."""
        return int(self.vacancies.openings.sum())

    @cached_property
    def open(self) -> OpenMarket:
        """The part that features and scores may see."""
        industries = tuple(
            self.employers[at].industry if at >= 0 else None
            for at in self.vacancies.employer_position.tolist()
        )
        return OpenMarket(
            on=self.on,
            jobseekers=self.jobseekers,
            vacancies=self.vacancies,
            languages=self.languages,
            industries=industries,
            travel_times=self.travel_times,
        )

    @cached_property
    def hours_at_work(self) -> NDArray[np.int32]:
        """Hundredths of hours a week of placements, each jobseeker: 0 without any, -1 how many is unknown."""
        return hours_held([self.held_by.get(key, ()) for key in self.jobseekers.ids])

    @cached_property
    def held_by(self) -> Mapping[str, tuple[Placement, ...]]:
        """Placements by jobseeker that are agreed or run after the reference date."""
        held: dict[str, tuple[Placement, ...]] = {}
        for one in self.records.placements:
            if one.holds_after(self.on):
                held[one.jobseeker] = (*held.get(one.jobseeker, ()), one)
        return held

    @cached_property
    def _jobseeker_at(self) -> Mapping[str, int]:
        return {key: at for at, key in enumerate(self.jobseekers.ids)}

    @cached_property
    def _vacancy_at(self) -> Mapping[str, int]:
        return {key: at for at, key in enumerate(self.vacancies.ids)}

    @cached_property
    def _contract_at(self) -> Mapping[str, int]:
        return positions(self.contracts)

    def jobseeker_position(self, jobseeker: str) -> int:
        """Row of a jobseeker; `MarketError` when the id is not in this market."""
        return _find(self._jobseeker_at, jobseeker, "jobseeker")

    def vacancy_position(self, vacancy: str) -> int:
        """Column of a vacancy; `MarketError` when the id is not in this market."""
        return _find(self._vacancy_at, vacancy, "vacancy")

    def contract_position(self, contract: str) -> int:
        """Place of a contract; `MarketError` when the id is not in this market."""
        return _find(self._contract_at, contract, "contract")

    @cached_property
    def data_hash(self) -> str:
        """SHA-256 over records, reference date and travel times; the order of records does not matter."""
        digest = hashlib.sha256(self.on.isoformat().encode())
        for text in self.records.canonical():
            digest.update(text.encode())
        if self.travel_times is not None:
            digest.update(self.travel_times.digest.encode())
        return digest.hexdigest()

    def with_records(
        self,
        *,
        jobseekers: Iterable[Jobseeker] | None = None,
        vacancies: Iterable[Vacancy] | None = None,
        contracts: Iterable[Contract] | None = None,
        name: str | None = None,
    ) -> Market:
        """Make a market in which some records are replaced: the way to ask *what if*."""
        kept = self.records
        made = Market.from_records(
            kept.jobseekers if jobseekers is None else jobseekers,
            kept.vacancies if vacancies is None else vacancies,
            kept.employers,
            kept.contracts if contracts is None else contracts,
            on=self.on,
            placements=kept.placements,
            claims=kept.claims,
            name=name or self.name,
            policy=self.policy,
        )
        return replace(made, travel_times=self.travel_times)

    def with_travel_times(self, times: TravelTimes) -> Market:
        """Return the same market with minutes of its own between postcodes, in place of the estimate.

        Rules of eligibility, scores and reports all use them; a journey that the table does not have is
        estimated as before.

        Examples
        --------
        >>> from datetime import date
        >>> from matching.exchange import TravelTimes
        >>> market = Market.from_records([], [], on=date(2026, 1, 12))
        >>> market.with_travel_times(TravelTimes.of([("7811", "9401", "car", 34)])).travel_times
        TravelTimes of 1 journeys from 'travel times'
        """
        return replace(self, travel_times=times, issues=self.issues + tuple(times.issues))

    def with_policy(self, policy: PolicySettings) -> Market:
        """Return the same market with figures of the rules of its own.

        Raises
        ------
        MarketError
            When something else is given.

        Examples
        --------
        >>> from datetime import date
        >>> from matching.policy import PolicySettings
        >>> market = Market.from_records([], [], on=date(2026, 1, 12))
        >>> market.with_policy(PolicySettings(fte_hours=4000)).policy.to_dict()
        {'fte_hours': 40}
        """
        if not isinstance(policy, PolicySettings):
            msg = (
                f"policy must be PolicySettings, got {type(policy).__name__}; "
                "PolicySettings.from_dict makes them of a mapping."
            )
            raise MarketError(msg)
        return replace(self, policy=policy)

    def with_issues(self, issues: Iterable[Issue]) -> Market:
        """Return the same market with further findings."""
        return replace(self, issues=self.issues + tuple(issues))

    def __repr__(self) -> str:
        return (
            f"Market {self.name!r} on {self.on.isoformat()}: {self.n_jobseekers:,} jobseekers, "
            f"{self.n_vacancies:,} vacancies with {self.n_openings:,} openings, "
            f"{len(self.employers):,} employers, {len(self.contracts):,} contracts, "
            f"{len(self.issues):,} findings"
        )


def _find(places: Mapping[str, int], key: str, kind: str) -> int:
    at = places.get(key)
    if at is None:
        msg = f"{kind} {key!r} is not in this market of {len(places):,} {kind} ids; ids are case-sensitive."
        raise MarketError(msg)
    return at
