"""Placements that were agreed or started, and the claims made on them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from pydantic import Field

from matching.records._base import HoursPerWeek, Record, RecordId, Spell
from matching.records._vocabulary import PlacementStatus

if TYPE_CHECKING:
    from datetime import date


class Placement(Record, Spell):
    """A person at work on a vacancy, from a date, for a number of hours a week."""

    jobseeker: RecordId
    vacancy: RecordId
    hours_per_week: HoursPerWeek | None = None
    status: PlacementStatus = PlacementStatus.PROPOSED

    def holds_after(self, on: date) -> bool:
        """Whether it is agreed or has started, and does not end on or before a date.

        Examples
        --------
        >>> from datetime import date
        >>> job = Placement(id="P-1", jobseeker="W-1", vacancy="V-1", status="started", end=date(2026, 3, 1))
        >>> job.holds_after(date(2026, 2, 1)), job.holds_after(date(2026, 3, 1))
        (True, False)
        """
        held = self.status in (PlacementStatus.AGREED, PlacementStatus.STARTED)
        return held and (self.end is None or self.end > on)


class Claim(Record):
    """Months of a placement that are booked on a contract."""

    placement: RecordId
    contract: RecordId
    months: Annotated[float, Field(ge=0)]
