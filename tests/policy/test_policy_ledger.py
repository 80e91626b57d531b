"""Realised placements booked on contracts: every euro a line, no hour twice, and what will be short."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from random import Random
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching import policy
from matching.exceptions import RuleError
from matching.policy._ledger_guard import guard
from matching.records import Claim, Contract, Jobseeker, Placement, ProtectedFacts, Vacancy
from matching.registers import social_return_table

START, END = date(2026, 1, 1), date(2026, 12, 31)
MISSING = ("contract_obligation", "value_table", "contract_dates")
BIJSTAND = ProtectedFacts(benefit="bijstand", birth_date=date(1969, 1, 1))


def terms(key: str = "K-1", *, table: str = "haaglanden_zhc", **more: object) -> policy.ContractTerms:
    dates = {"start": more.pop("start", START), "end": more.pop("end", END)}
    contract = Contract(id=key, realised_eur=more.pop("realised_eur", 0), **dates)
    values = {"obligation_cents": 4_000_000, **more}
    return policy.ContractTerms(contract=contract, table=social_return_table(table, START), **values)


def booking(
    key: str = "P-1", *, person: str = "W-1", contract: str = "K-1", **more: object
) -> policy.Booking:
    hours = more.pop("hours", 2400)
    job = policy.PlannedPlacement(
        hours_min=hours, hours_max=hours, start=more.pop("start", START), end=more.pop("end", None)
    )
    values = {"protected": BIJSTAND, **more}
    return policy.Booking(id=key, jobseeker=person, contract=contract, placement=job, **values)


def test_the_worked_example_is_two_lines() -> None:
    """40,000 x 24/36 x 9/12 + 10,000 = EUR 30,000 of 40,000: EUR 10,000 is open."""
    ledger = policy.book([booking(end=date(2026, 9, 30))], [terms()], on=END)
    assert [(line.block, line.cents) for line in ledger.lines] == [
        ("pw", 2_000_000),
        ("bonus_age", 1_000_000),
    ]
    assert ledger.lines[0].calculation == "40000.00 x 24/36 x 9/12"
    assert ledger.lines[0].valid_from == social_return_table("haaglanden_zhc", START).valid_from
    account = ledger.accounts[0]
    assert (account.open_cents, account.shortfall_cents, account.state) == (
        1_000_000,
        1_000_000,
        "ended_short",
    )


def test_value_accrues_day_by_day() -> None:
    """Halfway the nine months half of the block is there; the bonus is there from the first day."""
    job = booking(end=date(2026, 9, 30))
    half = policy.book([job], [terms()], on=date(2026, 3, 31)).accounts[0]
    assert half.realised_cents == 666_667 + 1_000_000
    assert (half.expected_cents, half.state) == (3_000_000, "short")
    assert half.cents_a_month_needed == 111_112  # 10,000 over nine months
    early = policy.book([job], [terms()], on=date(2025, 12, 31)).accounts[0]
    assert early.realised_cents == 0


def test_a_contract_that_will_end_short_is_warned_of() -> None:
    ledger = policy.book([booking(end=date(2026, 9, 30))], [terms()], on=date(2026, 11, 30))
    assert ledger.issues.by_rule() == {"policy.contract_expires": 1}
    assert "EUR 10,000.00 short; 31 days" in ledger.issues[0].en
    met = policy.book([booking()], [terms(obligation_cents=100)], on=END)
    assert (met.accounts[0].state, len(met.issues)) == ("met", 0)


def test_an_hour_is_booked_once() -> None:
    """Two full claims on one person clash; halves fit; the one that starts last is refused."""
    both = [terms("K-1"), terms("K-2")]
    late = booking("P-2", contract="K-2", first=date(2026, 6, 1))
    ledger = policy.book([late, booking()], both, on=END)
    assert {line.booking for line in ledger.lines} == {"P-1"}
    double = next(issue for issue in ledger.issues if issue.rule == "policy.double_claim")
    assert (double.record, "2026-06-01" in double.en, "K-1" in double.en) == ("P-2", True, True)
    half = {"share": Fraction(1, 2)}
    shared = policy.book([booking(**half), booking("P-2", contract="K-2", **half)], both, on=END)
    assert "policy.double_claim" not in shared.issues.by_rule()
    after = [booking(last=date(2026, 5, 31)), late]
    assert "policy.double_claim" not in policy.book(after, both, on=END).issues.by_rule()


def test_two_part_time_jobs_stand_side_by_side() -> None:
    """16 and 16 hours on two contracts are 32 of a person: both count; 8 more wait until there is room."""
    jobs = [
        booking("P-1", hours=1600, end=date(2026, 6, 30)),
        booking("P-2", contract="K-2", hours=1600),
        booking("P-3", contract="K-2", hours=800, start=date(2026, 2, 1)),
    ]
    ledger = policy.book(jobs, [terms("K-1"), terms("K-2")], on=END)
    blocks = {line.booking: line.cents for line in ledger.lines if line.block == "pw"}
    assert blocks == {
        "P-1": 888_889,
        "P-2": 1_777_778,
        "P-3": 444_444,
    }  # 40,000 x 16/36 and, half a year, 8/36
    found = next(issue for issue in ledger.issues if issue.rule == "policy.double_claim")
    assert (found.record, found.severity) == ("P-3", "doubted")
    assert "from 2026-02-01 already (on K-1, K-2); the booking counts from 2026-07-01" in found.en


def test_of_a_booking_that_overlaps_only_the_overlap_is_lost() -> None:
    """K-1 has the person to the end of June: of a booking on K-2 from 1 June the six other months count."""
    first = booking("B-1", job="P", last=date(2026, 6, 30))
    second = booking("B-2", job="P", contract="K-2", first=date(2026, 6, 1))
    ledger = policy.book([first, second], [terms("K-1"), terms("K-2")], on=END)
    assert [line.cents for line in ledger.lines if line.block == "pw"] == [1_333_333, 1_333_333]
    found = next(issue for issue in ledger.issues if issue.rule == "policy.double_claim")
    assert (found.severity, found.en.endswith("the booking counts from 2026-07-01")) == ("doubted", True)


def test_jobs_that_look_the_same_are_said() -> None:
    """The same hours and days booked twice without a job may be one placement: a finding asks."""
    same = [booking(hours=1600), booking("P-2", contract="K-2", hours=1600)]
    found = policy.book(same, [terms("K-1"), terms("K-2")], on=END).issues
    assert [issue.record for issue in found if issue.rule == "policy.same_job"] == ["P-2"]
    named = [booking(hours=1600, job="P"), booking("P-2", contract="K-2", hours=1600, job="P")]
    refused = policy.book(named, [terms("K-1"), terms("K-2")], on=END).issues
    assert [issue.record for issue in refused if issue.severity == "refused"] == ["P-2"]


def test_a_lump_sum_counts_once_for_a_placement() -> None:
    """Claimed on two contracts one after the other, the age bonus is on the first only."""
    parts = [
        booking("P-1a", job="P-1", last=date(2026, 6, 30)),
        booking("P-1b", job="P-1", contract="K-2", first=date(2026, 7, 1)),
    ]
    ledger = policy.book(parts, [terms("K-1"), terms("K-2")], on=END)
    assert [line.booking for line in ledger.lines if line.block == "bonus_age"] == ["P-1a"]
    blocks = [line.cents for line in ledger.lines if line.block == "pw"]
    assert blocks == [1_333_333, 1_333_333]


def test_each_kind_of_claim_has_its_own_cap() -> None:
    """A job from before the contract is retention, and here it may fill a quarter of the obligation."""
    kept_on = booking(start=date(2025, 8, 1), hours=3600)
    new = booking("P-2", person="W-2")
    ledger = policy.book([kept_on, new], [terms(hire_before_months=12, retention_max=0.25)], on=END)
    totals = {
        kind: sum(line.cents for line in ledger.lines if line.kind == kind)
        for kind in ("retention", "new_placement", "cap")
    }
    assert totals == {"retention": 5_000_000, "new_placement": 3_666_667, "cap": -4_000_000}
    assert ledger.accounts[0].realised_cents == 4_666_667


def test_purchases_and_an_opening_balance_count_too() -> None:
    bought = policy.Contribution(
        id="F-1", contract="K-1", on=date(2026, 5, 1), kind="purchase", cents=250_000
    )
    late = policy.Contribution(id="F-2", contract="K-1", on=date(2027, 5, 1), kind="purchase", cents=1)
    lost = policy.Contribution(id="F-3", contract="K-9", on=date(2026, 5, 1), kind="purchase", cents=1)
    ledger = policy.book([], [terms(realised_eur="12500.50")], on=END, contributions=[bought, late, lost])
    assert [(line.kind, line.cents) for line in ledger.lines] == [
        ("opening", 1_250_050),
        ("contribution", 250_000),
    ]
    assert {issue.record for issue in ledger.issues if issue.severity == "refused"} == {"F-2", "F-3"}


def test_a_contract_without_dates_and_a_booking_without_value_are_findings() -> None:
    nobody = ProtectedFacts()
    ledger = policy.book(
        [booking(protected=nobody), booking("P-2", contract="K-2"), booking("P-1", protected=nobody)],
        [terms(), terms("K-2", end=None)],
        on=END,
    )
    assert ledger.issues.by_rule() == {
        "policy.contract_dates": 1,
        "policy.contract_ended_short": 1,
        "policy.duplicate_booking": 1,
        "policy.no_value": 1,
        "policy.unknown_contract": 1,
    }


def test_why_a_booking_is_worth_nothing_is_in_words() -> None:
    """Every reason of the valuation has a Dutch and an English sentence."""
    cases = {
        "began longer before": booking(start=date(2025, 6, 1)),
        "no day of it lies": booking(start=date(2027, 6, 1)),
        "hours are not known": booking(hours=0),
        "no block of the table": booking(protected=ProtectedFacts()),
    }
    for words, case in cases.items():
        found = [issue for issue in policy.book([case], [terms()], on=END).issues if issue.record == "P-1"]
        assert words in found[0].en
        assert found[0].nl.startswith("de plaatsing is op contract 'K-1' niets waard: ")
    assert len(cases) == len(get_args(policy.NoValue)) - 1  # the other one is tested with its months


def test_what_cannot_be_is_an_error_or_a_finding() -> None:
    """Hours below 0, a job that ends before it starts; and of one contract given twice the first counts."""
    with pytest.raises(RuleError, match="0 <= hours_min <= hours_max, got -1000 and -1000"):
        booking(hours=-1000)
    with pytest.raises(RuleError, match="must not end before it starts"):
        booking(end=date(2025, 12, 1))
    ledger = policy.book([booking()], [terms(), terms(obligation_cents=1)], on=END)
    assert [account.obligation_cents for account in ledger.accounts] == [4_000_000]
    assert [issue.record for issue in ledger.issues if issue.rule == "policy.duplicate_contract"] == ["K-1"]


def test_rows_are_plain() -> None:
    row = policy.book([booking()], [terms()], on=END).to_rows()[0]
    assert (row["contract"], row["eur"], row["table"]) == ("K-1", 26_666.67, "haaglanden_zhc")


@settings(max_examples=60, deadline=None)
@given(seed=st.integers(0, 10**6), offset=st.integers(-400, 900))
def test_totals_are_sums_of_lines_and_no_day_is_claimed_twice(seed: int, offset: int) -> None:
    rng = Random(seed)
    contracts = []
    for at in range(3):
        start = START + timedelta(days=rng.randint(-300, 300))
        contracts.append(
            terms(
                f"K-{at}",
                table=rng.choice(("haaglanden_zhc", "leiden", "utrecht")),
                start=start,
                end=start + timedelta(days=rng.randint(0, 800)),
                obligation_cents=rng.randint(0, 5_000_000),
                retention_max=rng.choice((None, 0.2)),
                realised_eur=rng.choice((0, 300)),
            )
        )
    bookings = [
        booking(
            f"P-{at}",
            person=f"W-{rng.randint(0, 2)}",
            contract=f"K-{rng.randint(0, 2)}",
            start=START + timedelta(days=rng.randint(-400, 400)),
            hours=rng.choice((0, 1200, 3600)),
            job=rng.choice((None, f"J-{at % 2}")),
            share=Fraction(rng.randint(1, 4), 4),
            first=rng.choice((None, START + timedelta(days=rng.randint(-100, 400)))),
        )
        for at in range(8)
    ]
    on = START + timedelta(days=offset)
    ledger = policy.book(bookings, contracts, on=on)
    for account in ledger.accounts:
        assert account.realised_cents == sum(
            line.cents for line in ledger.lines if line.contract == account.contract
        )
        assert account.state != "met" or account.realised_cents >= account.obligation_cents
    later = policy.book(bookings, contracts, on=on + timedelta(days=60))
    for now, then in zip(ledger.accounts, later.accounts, strict=True):
        assert now.realised_cents <= then.realised_cents
        assert now.expected_cents == then.expected_cents
    spans = {one.contract.id: (one.contract.start, one.contract.end) for one in contracts}
    kept, doubles = guard(bookings, spans, full_time=dict.fromkeys(spans, 3600))
    assert {issue.record for issue in doubles} <= {issue.record for issue in ledger.issues}
    begun = {one.id: one.days(spans[one.contract])[0] for one in bookings}
    moved = {one.id for one in kept if one.days(spans[one.contract])[0] > begun[one.id]}
    assert {i.record for i in doubles if i.rule == "policy.double_claim"} == moved | (
        {one.id for one in bookings} - {one.id for one in kept}
    )
    for day in range(-100, 800, 25):
        for person in ("W-0", "W-1", "W-2"):
            when = START + timedelta(days=day)
            claimed = [
                one
                for one in kept
                if one.jobseeker == person
                and one.days(spans[one.contract])[0] <= when <= one.days(spans[one.contract])[1]
            ]
            assert sum(one.share * one.placement.hours_min for one in claimed) <= 3600
            for job in {one.placement_id for one in claimed}:
                assert sum(one.share for one in claimed if one.placement_id == job) <= 1


def test_contributions_are_valued_by_their_line() -> None:
    utrecht = social_return_table("utrecht", START)
    hour = next(row for row in utrecht.rows if row.unit == "eur_per_hour")
    assert policy.contribution_cents(hour, Fraction(5, 2)) == 25_000
    invoice = next(row for row in utrecht.rows if row.unit == "invoice_excl_vat")
    assert policy.contribution_cents(invoice, 123_456) == 123_456
    block = next(row for row in utrecht.rows if row.kind == "block")
    with pytest.raises(RuleError, match="values placements"):
        policy.contribution_cents(block, 1)


def test_a_pso_discount_is_what_the_authority_says() -> None:
    assert policy.pso_discount_cents(4_000_000, "trede 2", {}) == 0
    assert policy.pso_discount_cents(4_000_000, None, {"trede 2": 1}) == 0
    assert policy.pso_discount_cents(4_000_000, "trede 2", {"trede 2": 0.25}) == 1_000_000
    with pytest.raises(RuleError, match=r"in \[0, 1\]"):
        policy.pso_discount_cents(1, "trede 2", {"trede 2": 2})


def test_a_rule_set_is_chosen_by_authority_and_date_and_a_missing_one_is_a_finding() -> None:
    """Haaglanden asks 5 % from EUR 215,000 and counts hires of a year before; nothing is silent."""
    contract = Contract(id="K-1", authority="haaglanden", sum_eur=800_000, start=START, end=END)
    terms, found = policy.contract_terms(contract, START, value_table="haaglanden_zhc")
    assert terms is not None
    assert (terms.obligation_cents, terms.hire_before_months, found) == (4_000_000, 12, ())
    half, _ = policy.contract_terms(contract, START, value_table="haaglanden_zhc", pso_discount=0.5)
    assert half is not None
    assert half.obligation_cents == 2_000_000
    for change, more, rules in (
        ({}, {}, ["policy.value_table"]),
        ({"authority": "Nergens"}, {"value_table": "utrecht"}, ["policy.contract_obligation"]),
        ({}, {"value_table": "utrecht_old"}, ["policy.value_table"]),
        ({"start": None}, {"value_table": "utrecht"}, ["policy.contract_dates"]),
        ({"sum_eur": None, "end": None}, {}, [f"policy.{rest}" for rest in MISSING]),
    ):
        terms, found = policy.contract_terms(contract.model_copy(update=change), START, **more)
        assert terms is None
        assert [issue.rule for issue in found] == rules
        assert {issue.severity for issue in found} == {"refused"}
    unknown = contract.model_copy(update={"authority": "Nergens", "percentage": 5})
    terms, found = policy.contract_terms(unknown, START, value_table="utrecht")
    assert [(issue.rule, issue.severity) for issue in found] == [("policy.hire_window", "assumed")]
    assert policy.contract_terms(unknown, START, value_table="utrecht", jobs_from=START)[1] == ()


def test_the_most_months_run_on_when_a_placement_is_booked_on_another_contract() -> None:
    """WW counts for 12 months: 8 on K-1 and 4 on K-2, and a third booking has no months left."""
    ww = ProtectedFacts(benefit="ww")
    parts = [
        booking("B-1", job="P", protected=ww, hours=3600, last=date(2026, 8, 31)),
        booking("B-2", job="P", contract="K-2", protected=ww, hours=3600, first=date(2026, 9, 1), last=END),
        booking("B-3", job="P", contract="K-3", protected=ww, hours=3600, first=date(2027, 1, 1)),
    ]
    late = date(2027, 12, 31)
    contracts = [terms("K-1"), terms("K-2"), terms("K-3", end=late)]
    ledger = policy.book(parts, contracts, on=late)
    assert [(line.booking, line.cents) for line in ledger.lines] == [("B-1", 1_333_333), ("B-2", 666_667)]
    used_up = [issue.record for issue in ledger.issues if "were claimed before" in issue.en]
    assert used_up == ["B-3"]
    apart = policy.book(parts, contracts, on=late, settings=policy.PolicySettings(months_max_runs_on=False))
    assert [line.cents for line in apart.lines] == [1_333_333, 666_667, 2_000_000]


def test_halves_side_by_side_have_the_same_months() -> None:
    """Half of the hours on each of two contracts: both count the twelve months, at half."""
    half = {"protected": ProtectedFacts(benefit="ww"), "hours": 3600, "share": Fraction(1, 2)}
    parts = [booking("B-1", job="P", **half), booking("B-2", job="P", contract="K-2", **half)]
    ledger = policy.book(parts, [terms("K-1"), terms("K-2")], on=END)
    assert [line.cents for line in ledger.lines] == [1_000_000, 1_000_000]


def test_claims_of_a_back_office_become_bookings() -> None:
    """P-1 is claimed 6 months on K-1, then 3.5 on K-2; what cannot be booked is said, the rest stands."""
    at_work = {"jobseeker": "W-1", "vacancy": "V-1", "hours_per_week": 36, "status": "started"}
    placements = [
        Placement(id="P-1", start=date(2026, 2, 1), **at_work),
        Placement(id="P-2", start=date(2026, 2, 1), **{**at_work, "status": "agreed"}),
        Placement(id="P-3", start=date(2026, 2, 1), **{**at_work, "jobseeker": "W-9"}),
    ]
    contracts = [Contract(id=key, start=START, end=END) for key in ("K-1", "K-2")]
    claims = [
        Claim(id="C-2", placement="P-1", contract="K-2", months=3.5),
        Claim(id="C-1", placement="P-1", contract="K-1", months=6),
        Claim(id="C-3", placement="P-2", contract="K-1", months=6),
        Claim(id="C-4", placement="P-3", contract="K-1", months=6),
        Claim(id="C-5", placement="P-9", contract="K-1", months=6),
        Claim(id="C-6", placement="P-1", contract="K-9", months=6),
        Claim(id="C-7", placement="P-1", contract="K-1", months=0),
    ]
    bookings, found = policy.bookings_of(
        claims,
        placements=placements,
        jobseekers=[Jobseeker(id="W-1", protected=BIJSTAND)],
        vacancies=[Vacancy(id="V-1")],
        contracts=contracts,
    )
    assert [(one.id, one.first, one.last) for one in bookings] == [
        ("C-1", date(2026, 2, 1), date(2026, 7, 31)),
        ("C-2", date(2026, 8, 1), date(2026, 11, 15)),
    ]
    assert {issue.record: issue.rule for issue in found} == {
        "C-3": "policy.not_started",
        "C-4": "policy.unknown_record",
        "C-5": "policy.unknown_record",
        "C-6": "policy.unknown_record",
        "C-7": "policy.no_months",
    }
    ledger = policy.book(bookings, [terms("K-1"), terms("K-2")], on=END)
    assert [(line.contract, line.block, line.cents) for line in ledger.lines] == [
        ("K-1", "pw", 2_000_000),
        ("K-1", "bonus_age", 1_000_000),
        ("K-2", "pw", 1_166_667),  # 40,000 x 3.5/12
    ]


@pytest.mark.parametrize(
    ("more", "owed", "assumed"),
    [
        ({}, 4_000_000, True),
        ({"base_kind": "wage_sum"}, 4_000_000, False),
        ({"percentage": 2}, 1_600_000, False),
        ({"authority": "Haaglanden"}, 4_000_000, False),
    ],
)
def test_a_sum_that_was_taken_for_the_wage_sum_is_said(
    more: dict[str, object], owed: int, assumed: bool
) -> None:
    """The state asks 5 % of the wage sum; a contract that does not say what its sum is was assumed to fit."""
    fields = {
        "authority": "Rijk (central government)",
        "sum_eur": 800_000,
        "start": START,
        "end": END,
        **more,
    }
    known, found = policy.contract_terms(Contract(id="K-1", **fields), START, value_table="utrecht")
    assert known is not None
    assert known.obligation_cents == owed
    base = [issue for issue in found if issue.rule == "policy.contract_base"]
    assert [issue.severity for issue in base] == ["assumed"] * assumed
    assert all("a share of the wage sum" in issue.en for issue in base)


def test_a_part_of_a_month_is_as_typed() -> None:
    """2.3 months from 1 February 2026 are February, March and nine of the thirty days of April."""
    job = Placement(
        id="P", jobseeker="W", vacancy="V", start=date(2026, 2, 1), status="started", hours_per_week=36
    )
    made, _ = policy.bookings_of(
        [Claim(id="B", placement="P", contract="K", months=2.3)],
        placements=[job],
        jobseekers=[Jobseeker(id="W")],
        vacancies=[Vacancy(id="V")],
        contracts=[Contract(id="K", start=START, end=END)],
    )
    assert made[0].last == date(2026, 4, 9)
