"""Records are strict about fields, tolerant about the unknown, and silent about values."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from pydantic import ValidationError

from matching.records import (
    Claim,
    Contract,
    EducationLevel,
    Employer,
    Jobseeker,
    LanguageLevel,
    Placement,
    Vacancy,
)


@pytest.mark.parametrize("record", [Jobseeker, Vacancy, Employer, Contract])
def test_everything_but_the_id_may_be_unknown(record: type) -> None:
    made = record(id="x")
    assert made.id == "x"
    assert record.model_validate_json(made.model_dump_json()) == made


@pytest.mark.parametrize("record", [Jobseeker, Vacancy, Employer, Contract])
def test_an_unknown_field_is_refused(record: type) -> None:
    with pytest.raises(ValidationError, match="bsn"):
        record(id="x", bsn="123456782")


@pytest.mark.parametrize(
    "fields",
    [
        {"hours_min": 32, "hours_max": 16},
        {"hours_max": 400},
        {"postcode": "0123"},
        {"available_from": date(2026, 2, 1), "available_until": date(2026, 1, 1)},
        {"protected": {"age": 40}},
        {"functional_limits": {"lifting": 4}},
    ],
)
def test_impossible_values_are_refused_without_showing_them(fields: dict[str, object]) -> None:
    with pytest.raises(ValidationError) as caught:
        Jobseeker(id="x", **fields)
    assert "input_value" not in str(caught.value)


def test_further_facts_are_typed() -> None:
    made = Jobseeker(id="x", further={"has_laptop": True, "intake": date(2026, 1, 5), "visits": 3})
    assert made.further["has_laptop"] is True
    with pytest.raises(ValidationError):
        Jobseeker(id="x", further={"nested": {"no": 1}})


def test_levels_compare_by_rank() -> None:
    assert EducationLevel.MBO.rank == EducationLevel.HAVO_VWO.rank < EducationLevel.HBO.rank
    assert LanguageLevel.A2.rank < LanguageLevel.B1.rank


def test_the_obligation_is_the_stated_one_or_the_percentage() -> None:
    assert Contract(id="c", sum_eur=800_000, percentage=5).owed_eur == Decimal(40_000)
    assert Contract(id="c", sum_eur=800_000, percentage=5, obligation_eur=1).owed_eur == 1
    assert Contract(id="c", sum_eur=800_000).owed_eur is None


def test_placements_and_claims_refer_by_id() -> None:
    placement = Placement(id="p", jobseeker="w", vacancy="v", hours_per_week=24)
    assert Claim(id="k", placement=placement.id, contract="c", months=9).months == 9
