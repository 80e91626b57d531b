"""Placements that were agreed or started, and the claims made on them."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from matching.records._base import HoursPerWeek, Record, RecordId, Spell
from matching.records._vocabulary import PlacementStatus


class Placement(Record, Spell):
    """A person at work on a vacancy, from a date, for a number of hours a week."""

    jobseeker: RecordId
    vacancy: RecordId
    hours_per_week: HoursPerWeek | None = None
    status: PlacementStatus = PlacementStatus.PROPOSED


class Claim(Record):
    """Months of a placement that are booked on a contract."""

    placement: RecordId
    contract: RecordId
    months: Annotated[float, Field(ge=0)]
