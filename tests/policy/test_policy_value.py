"""Obligations and values of placements come out to the cent, each derived by hand here."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from matching import policy
from matching.exceptions import RuleError
from matching.records import Contract, ProtectedFacts, TargetGroupFact, Vacancy
from matching.registers import social_return_policy, social_return_table

START, YEAR_END = date(2026, 1, 1), date(2026, 12, 31)


def value_of(
    table: str,
    facts: ProtectedFacts,
    *,
    hours: float = 36,
    job: tuple[date, date | None] = (START, None),
    contract: tuple[date, date] = (START, YEAR_END),
    hire_before_months: int | None = None,
    **terms: object,
) -> policy.PlacementValue:
    placement = policy.PlannedPlacement(
        hours_min=round(hours * 100), hours_max=round(hours * 100), start=job[0], end=job[1]
    )
    on = date(2021, 1, 1) if table == "utrecht_old" else START
    return policy.placement_value(
        social_return_table(table, on),
        facts,
        placement,
        Contract(id="K-1", start=contract[0], end=contract[1]),
        terms=policy.WorkTerms(**terms),
        hire_before_months=hire_before_months,
    )


def groups(*names: str, **more: object) -> ProtectedFacts:
    return ProtectedFacts(target_groups=tuple(TargetGroupFact(group=name) for name in names), **more)


def test_obligation_of_the_worked_example() -> None:
    """EUR 800,000 at 5 % obliges to EUR 40,000; EUR 30,000 placed leaves 10,000 open."""
    owed = policy.obligation_cents(Contract(id="K", sum_eur=800_000, percentage=5))
    placed = value_of(
        "haaglanden_zhc",
        ProtectedFacts(benefit="bijstand", birth_date=date(1968, 5, 1)),
        hours=24,
        job=(START, date(2026, 9, 30)),
    )
    assert (owed, placed.cents) == (4_000_000, 3_000_000)
    assert owed - placed.cents == 1_000_000
    assert [line.row.block for line in placed.lines] == ["pw", "bonus_age"]
    assert [line.cents for line in placed.lines] == [2_000_000, 1_000_000]
    assert all(line.row.source.startswith("https://") for line in placed.lines)


def test_who_was_hired_before_the_contract_counts_from_its_start() -> None:
    """Hired five months before the contract within the window of twelve: months count from the contract."""
    facts = ProtectedFacts(benefit="bijstand", birth_date=date(1968, 5, 1))
    early = {"hours": 24, "job": (date(2025, 8, 1), date(2026, 9, 30))}
    assert value_of("haaglanden_zhc", facts, **early, hire_before_months=12).cents == 3_000_000
    too_early = value_of("haaglanden_zhc", facts, **early)
    assert (too_early.cents, too_early.nothing) == (0, "hired_too_early")
    on_the_edge = {"job": (date(2025, 1, 1), None), "hire_before_months": 12}
    assert value_of("haaglanden_zhc", facts, **on_the_edge).nothing is None
    beyond = {"job": (date(2024, 12, 31), None), "hire_before_months": 12}
    assert value_of("haaglanden_zhc", facts, **beyond).nothing == "hired_too_early"


def test_ww_counts_for_twelve_months_at_most() -> None:
    """WW, 36 hours, 18 months: EUR 20,000, not 30,000."""
    value = value_of(
        "haaglanden_zhc", ProtectedFacts(benefit="ww"), contract=(START, date(2027, 6, 30)), hours=36
    )
    assert (value.cents, value.months) == (2_000_000, 12)


def test_register_half_time_and_permanent_in_utrecht() -> None:
    """50,000 x 18/36 x 12/12 + 10,000 = EUR 35,000."""
    assert value_of("utrecht", groups("banenafspraak"), hours=18, permanent=True).cents == 3_500_000
    assert value_of("utrecht", groups("banenafspraak"), hours=18, permanent=None).cents == 2_500_000


@pytest.mark.parametrize(
    ("table", "facts", "more", "euros"),
    [
        # Leiden: Wajong is a block of its own, and worth half of bijstand with an entry in the register.
        ("leiden", groups("wajong"), {}, "25000"),
        ("leiden", groups("wajong", "banenafspraak"), {}, "25000"),
        ("leiden", groups("banenafspraak", benefit="bijstand"), {}, "50000"),
        ("leiden", groups(benefit="bijstand"), {}, "30000"),
        # Leiden: an age bonus of 15,000 a year, so for the counted months: 40,000 x 6/12 + 15,000 x 6/12.
        (
            "leiden",
            groups(benefit="wia_wao", birth_date=date(1965, 1, 1)),
            {"job": (START, date(2026, 6, 30))},
            "27500",
        ),
        ("leiden", groups("nugger"), {"hours": 12}, "1666.67"),
        ("leiden", groups("nugger", "wsw"), {}, "50000"),
        ("leiden", groups("pro_vso"), {}, "0"),
        ("leiden", groups("pro_vso"), {"requirements": frozenset({"left_school"})}, "25000"),
        # Haaglanden: the register has no maximum, bijstand 24 months; hours count up to a full week.
        ("haaglanden_zhc", groups("wsw"), {"contract": (START, date(2028, 12, 31))}, "150000"),
        (
            "haaglanden_zhc",
            groups(benefit="bijstand"),
            {"contract": (START, date(2028, 12, 31)), "hours": 40},
            "80000",
        ),
        ("haaglanden_zhc", groups(benefit="bijstand", birth_date=date(1971, 1, 2)), {}, "40000"),
        ("haaglanden_zhc", groups(benefit="bijstand", birth_date=date(1971, 1, 1)), {}, "50000"),
        ("haaglanden_zhc", groups("no_startkwalificatie", birth_date=date(2004, 1, 1)), {}, "10000"),
        ("haaglanden_zhc", groups("no_startkwalificatie"), {}, "0"),
        ("haaglanden_zhc", groups(), {"contract_kind": "bol"}, "5000"),
        ("haaglanden_zhc", groups("pro_vso"), {"contract_kind": "bol"}, "7500"),
        ("haaglanden_zhc", groups(), {"contract_kind": "bbl", "training_level": 2}, "25000"),
        ("haaglanden_zhc", groups(), {"contract_kind": "bbl", "training_level": 3}, "15000"),
        ("haaglanden_zhc", groups(), {"contract_kind": "bbl"}, "0"),
        # An internship is no hire: bijstand does not raise it.
        ("haaglanden_zhc", groups(benefit="bijstand"), {"contract_kind": "bol"}, "5000"),
        # Oost-Nederland: exactly one year of WW belongs to the line "from one year".
        ("oost_nederland", groups(benefit="ww", benefit_since=date(2025, 1, 2)), {}, "10000"),
        ("oost_nederland", groups(benefit="ww", benefit_since=date(2025, 1, 1)), {}, "15000"),
        ("oost_nederland", groups(benefit="ww"), {}, "0"),
        ("oost_nederland", groups(benefit="bijstand", benefit_since=date(2024, 1, 1)), {}, "40000"),
        ("oost_nederland", groups(benefit="bijstand", benefit_since=date(2024, 1, 2)), {}, "30000"),
        ("oost_nederland", groups("beschut_werk"), {}, "40000"),
        # A trial place of three months at EUR 750 a month, whatever the hours.
        (
            "oost_nederland",
            groups(benefit="bijstand", benefit_since=date(2020, 1, 1)),
            {"contract_kind": "work_experience", "job": (START, date(2026, 3, 31)), "hours": 20},
            "2250",
        ),
        # A learning year counts by months only: 20,000 x 6/12.
        (
            "oost_nederland",
            groups(),
            {
                "contract_kind": "bbl",
                "training_level": 1,
                "hours": 24,
                "contract": (START, date(2026, 6, 30)),
            },
            "10000",
        ),
        # Utrecht: bonuses add up: 40,000 x 32/36 + 3 x 10,000.
        (
            "utrecht",
            groups("statushouder", benefit="bijstand", age=51, age_on=START),
            {"hours": 32, "permanent": True},
            "65555.56",
        ),
        ("utrecht_old", groups(benefit="wia_wao"), {"hours": 18}, "15000"),
        ("hilversum", groups("wajong"), {"job": (START, date(2026, 1, 31))}, "2916.67"),
        # Part of a month: 50,000 x 20/31 / 12.
        ("rijnvicus", groups("wsw"), {"job": (date(2026, 3, 12), date(2026, 3, 31))}, "2688.17"),
    ],
)
def test_values_by_table(table: str, facts: ProtectedFacts, more: dict, euros: str) -> None:
    assert value_of(table, facts, **more).cents == int(Decimal(euros) * 100)


def test_the_group_must_hold_on_the_day_that_the_job_starts() -> None:
    facts = ProtectedFacts(
        target_groups=(TargetGroupFact(group="banenafspraak", valid_from=date(2026, 3, 1)),)
    )
    assert value_of("utrecht", facts, job=(date(2026, 2, 28), None)).nothing == "no_block"
    assert value_of("utrecht", facts, job=(date(2026, 3, 1), None)).cents == 4_166_667


def test_nothing_accrues_outside_the_contract_or_for_unknown_hours() -> None:
    person = groups("banenafspraak")
    late = value_of("utrecht", person, job=(date(2027, 1, 1), None))
    before = value_of("utrecht", person, job=(date(2025, 12, 1), date(2025, 12, 31)), hire_before_months=2)
    unknown = value_of("utrecht", person, hours=0)
    assert [value.nothing for value in (late, before, unknown)] == ["no_overlap", "no_overlap", "no_hours"]


def test_a_silent_table_takes_the_full_time_week_of_the_settings() -> None:
    settings = policy.PolicySettings(fte_hours=4000)
    placement = policy.PlannedPlacement(hours_min=2000, hours_max=2000, start=START, end=None)
    contract = Contract(id="K", start=START, end=YEAR_END)
    values = [
        policy.placement_value(
            social_return_table(table, START),
            groups("wsw", "banenafspraak"),
            placement,
            contract,
            settings=settings,
        ).cents
        for table in ("leiden", "utrecht")
    ]
    assert values == [2_500_000, 2_777_778]  # 50,000 x 20/40, and 50,000 x 20/36 where the table says 36


def test_a_contract_without_dates_cannot_be_valued() -> None:
    placement = policy.PlannedPlacement(hours_min=100, hours_max=100, start=START, end=None)
    with pytest.raises(RuleError, match="K-9: start and end"):
        policy.placement_value(
            social_return_table("utrecht", START), groups("wsw"), placement, Contract(id="K-9", start=START)
        )


@pytest.mark.parametrize(
    ("contract", "authority", "cents"),
    [
        ({"obligation_eur": "12345.67", "sum_eur": 10, "percentage": 5}, None, 1_234_567),
        ({"sum_eur": "1000.10", "percentage": "2.5"}, None, 2_500),
        ({"sum_eur": 100_000}, "haaglanden", 0),
        ({"sum_eur": 100_000, "percentage": 5}, "haaglanden", 500_000),
        ({"sum_eur": 20_000_000}, "Súdwest-Fryslân", 30_000_000),
        ({"sum_eur": 1_000_000, "base_kind": "contract_sum"}, "Rijk", None),
        ({"sum_eur": 1_000_000, "base_kind": "wage_sum"}, "Rijk", 5_000_000),
        ({"sum_eur": 1_000_000}, None, None),
        ({"percentage": 5}, "haaglanden", None),
    ],
)
def test_obligations(contract: dict, authority: str | None, cents: int | None) -> None:
    """What the contract states goes before the percentage, threshold and cap of its authority."""
    rule = None if authority is None else social_return_policy(authority, START)
    assert policy.obligation_cents(Contract(id="K", **contract), rule) == cents


def test_the_calculation_can_be_read_back() -> None:
    value = value_of("rijnvicus", groups("wsw"), job=(date(2026, 3, 12), date(2026, 3, 31)))
    assert value.lines[0].calculation == "50000.00 x 36/36 x (20/31)/12"
    assert value.months == Fraction(20, 31)
    assert value.block is not None
    assert value.block.valid_from == date(2023, 1, 1)


@pytest.mark.parametrize(("end", "block", "euros"), [(2026, "ww", 20_000), (2028, "bbl_ge3", 45_000)])
def test_of_several_blocks_the_one_counts_that_gives_most_in_all(end: int, block: str, euros: int) -> None:
    """WW is 20,000 for 12 months at most; BBL level 3 is 15,000 a year for 36: 45,000 in three years."""
    found = value_of(
        "haaglanden_zhc",
        ProtectedFacts(benefit="ww"),
        contract=(START, date(end, 12, 31)),
        contract_kind="bbl",
        training_level=3,
    )
    assert found.block is not None
    assert (found.block.block, found.cents) == (block, euros * 100)


@pytest.mark.parametrize(
    "more", [{"share": Fraction(2)}, {"share": Fraction(0)}, {"months_before": Fraction(-1)}]
)
def test_a_part_that_cannot_be_is_refused(more: dict[str, Fraction]) -> None:
    """More than the whole of the hours, or fewer than no months, have no value."""
    placement = policy.PlannedPlacement(hours_min=3600, hours_max=3600, start=START, end=None)
    contract = Contract(id="K-1", start=START, end=YEAR_END)
    with pytest.raises(RuleError, match=r"share must be in \(0, 1\] and months_before at least 0"):
        policy.placement_value(
            social_return_table("utrecht", START), ProtectedFacts(benefit="ww"), placement, contract, **more
        )


@pytest.mark.parametrize(
    ("table", "kind", "euros"),
    [
        ("utrecht", "bbl", 35_000),  # level 1, and levels 2 to 4: 35,000 both
        ("utrecht", "bol", 0),  # 35,000 for level 1, 20,000 for 2 to 4: not known which
        ("haaglanden_zhc", "bbl", 0),  # 25,000 up to level 2, 15,000 above
        ("oost_nederland", "bbl", 0),  # level 1 or 2 only
        ("leiden", "bbl", 25_000),  # any level
    ],
)
def test_an_unknown_level_of_training_matters_only_where_levels_differ(
    table: str, kind: str, euros: int
) -> None:
    """A value that is the same at every level is known without it."""
    assert value_of(table, ProtectedFacts(), contract_kind=kind).cents == 100 * euros
    of_levels = {
        value_of(table, ProtectedFacts(), contract_kind=kind, training_level=n).cents for n in range(1, 5)
    }
    assert (of_levels == {100 * euros}) == (euros > 0)


def test_an_own_table_may_be_silent_about_levels_in_another_way() -> None:
    """Lines of levels 1 to 2 and 3 to 4 with one value cover every level; with a gap they do not."""
    rows = {row.block: row for row in social_return_table("haaglanden_zhc", START).rows}
    low = replace(rows["bbl_le2"], max_months=36)
    for high, known in (
        (replace(low, block="high", level_min=3, level_max=None), {"bbl_le2", "high"}),
        (replace(low, block="high", level_min=4, level_max=None), set()),
        (replace(low, block="high", level_min=3, level_max=None, max_months=35), set()),
    ):
        table = replace(social_return_table("haaglanden_zhc", START), rows=(low, high))
        assert policy.any_level(table) == known


def test_a_learning_place_for_pro_or_vso_must_be_one() -> None:
    """Utrecht pays 35,000 for a learning place, not for any job of somebody of PRO or VSO."""
    person = groups("pro_vso")
    assert value_of("utrecht", person).cents == 0
    assert value_of("utrecht", person, contract_kind="regular").cents == 0
    place = policy.WorkTerms.of(Vacancy(id="V-1", further={"learning_place": True}))
    assert place.requirements == {"learning_place"}
    for kind in (None, "bol", "bbl"):
        known = value_of("utrecht", person, contract_kind=kind, requirements=place.requirements)
        assert known.cents == 3_500_000
    assert value_of("utrecht", ProtectedFacts(), requirements=place.requirements).cents == 0
