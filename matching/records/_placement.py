"""Placements that were agreed or started, and the claims made on them."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Self

from pydantic import Field, model_validator

from matching.records._base import HoursPerWeek, Record, RecordId, in_order
from matching.records._vocabulary import PlacementStatus


class Placement(Record):
    """A person at work on a vacancy, from a date, for a number of hours a week."""

    jobseeker: RecordId
    vacancy: RecordId
    start: date | None = None
    end: date | None = None
    hours_per_week: HoursPerWeek | None = None
    status: PlacementStatus = PlacementStatus.PROPOSED

    @model_validator(mode="after")
    def _check(self) -> Self:
        if not in_order(self.start, self.end):
            msg = "start must not be after end"
            raise ValueError(msg)
        return self


class Claim(Record):
    """Months of a placement that are booked on a contract."""

    placement: RecordId
    contract: RecordId
    months: Annotated[float, Field(ge=0)]
