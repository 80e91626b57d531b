"""Instruments next to a proposal: which there are, why or why not, how much, and who grants them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from matching import policy

if TYPE_CHECKING:
    from matching.plan import Plan
    from matching.policy import InstrumentResult
    from matching.report._words import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class InstrumentLine:
    """An instrument of one proposal in words; it never takes part in a score.

    Parameters
    ----------
    result
        As the rules give it.
    name, verdict, reason, asks
        In words; ``asks`` is empty when nothing is left to do.
    year
        Year of the amount.
    """

    result: InstrumentResult
    name: str
    verdict: str
    reason: str
    asks: str
    year: int

    @property
    def euros(self) -> float | None:
        """Amount of a year, ``None`` where there is none."""
        return None if self.result.cents is None else self.result.cents / 100


def instrument_lines(plan: Plan, jobseeker: str, vacancy: str, words: Words) -> tuple[InstrumentLine, ...]:
    """Every instrument of a pair, those that are there first, at the amounts of the year that it starts."""
    market = plan.market
    person = market.records.jobseekers[market.jobseeker_position(jobseeker)]
    offer = market.records.vacancies[market.vacancy_position(vacancy)]
    placement = policy.planned_placement(person, offer, market.on, settings=market.policy)
    made = [
        InstrumentLine(
            result=result,
            name=words(f"instrument_{result.instrument}"),
            verdict=words(_VERDICTS[result.eligible]),
            reason=words(f"because_{result.reason}"),
            asks=words(f"todo_{result.asks}") if result.asks else "",
            year=placement.start.year,
        )
        for result in policy.instruments_for(person, offer, placement, settings=market.policy)
    ]
    return tuple(sorted(made, key=lambda line: _ORDER.index(line.result.eligible)))


_ORDER = (True, None, False)
_VERDICTS = {True: "instrument_yes", None: "instrument_unknown", False: "instrument_no"}
