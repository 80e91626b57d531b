"""Every rule of the list agrees with its own scalar form, never refuses on missing data, and can speak."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest
from pair_records import POSTCODES, random_market

from matching.exceptions import RuleError
from matching.exchange import TravelTimes
from matching.market import Market
from matching.pairs import DEFAULT_RULES, EligibilityRule, Refusal, find_pairs, refusals, rule
from matching.records import Jobseeker, ProtectedFacts, Record, TravelMode, Vacancy

each_rule = pytest.mark.parametrize("one", DEFAULT_RULES, ids=lambda one: one.code)
MARKETS = [random_market(seed) for seed in range(6)]

# What a vacancy offers to lift a refusal: not a fact that is missing, but an offer that is not made.
OFFERS = {"language_on_the_job", "adaptations_offered"}


def refused(one: EligibilityRule, market: Market) -> np.ndarray:
    return one.refuses(market, slice(0, market.n_jobseekers))


@each_rule
@pytest.mark.parametrize("seed", range(len(MARKETS)))
def test_the_columns_and_the_records_say_the_same(one: EligibilityRule, seed: int) -> None:
    market = MARKETS[seed]
    by_columns = refused(one, market)
    by_records = [
        [one.compare(market, i, j) is not None for j in range(market.n_vacancies)]
        for i in range(market.n_jobseekers)
    ]
    assert by_columns.dtype == bool
    assert by_columns.tolist() == by_records


@each_rule
def test_a_block_of_rows_says_the_same_as_all_rows(one: EligibilityRule) -> None:
    market = MARKETS[0]
    parts = [one.refuses(market, slice(at, at + 3)) for at in range(0, market.n_jobseekers, 3)]
    assert np.array_equal(np.vstack(parts), refused(one, market))


@each_rule
def test_the_rule_has_something_to_refuse_and_something_to_allow(one: EligibilityRule) -> None:
    share = np.mean([refused(one, market).mean() for market in MARKETS])
    assert 0 < share < 0.9


def blanks(record: Record) -> list[Record]:
    """Copies of a record, each with one known field left out."""
    found: list[Record] = []
    for name, info in type(record).model_fields.items():
        blank = info.get_default(call_default_factory=True)
        if name not in {"id", "protected", "openings"} | OFFERS and getattr(record, name) != blank:
            found.append(record.model_copy(update={name: blank}))
    if isinstance(record, Jobseeker):
        for name, info in ProtectedFacts.model_fields.items():
            blank = info.get_default(call_default_factory=True)
            gone = {name: blank} | ({"age": None, "age_on": None} if name in ("age", "age_on") else {})
            found.append(record.model_copy(update={"protected": record.protected.model_copy(update=gone)}))
    return found


@pytest.mark.parametrize("seed", range(2))
def test_leaving_out_a_fact_never_adds_a_refusal(seed: int) -> None:
    market = random_market(100 + seed, 8, 8)
    # A placement refuses, and only hours that are known to be left lift it.
    rules = [one for one in DEFAULT_RULES if one.code != "placed"]
    before = {one.code: refused(one, market) for one in rules}
    for side, records in (("jobseekers", market.records.jobseekers), ("vacancies", market.records.vacancies)):
        for at, record in enumerate(records):
            for blank in blanks(record):
                fewer = market.with_records(**{side: (*records[:at], blank, *records[at + 1 :])})
                for one in rules:
                    added = refused(one, fewer) & ~before[one.code]
                    assert not added.any(), (one.code, record.id)


def test_a_pair_of_blank_records_is_eligible() -> None:
    market = Market.from_records([Jobseeker(id="W-1")], [Vacancy(id="V-1")], on=MARKETS[0].on)
    assert len(find_pairs(market)) == 1


@each_rule
def test_a_refusal_is_worded_in_both_languages(one: EligibilityRule) -> None:
    said = [
        Refusal.of(one, values)
        for market in MARKETS
        for i in range(market.n_jobseekers)
        for j in range(market.n_vacancies)
        if (values := one.compare(market, i, j)) is not None
    ]
    for refusal in said:
        assert refusal.code == one.code
        assert refusal.nl != refusal.en
        assert not set("{}_") & set(refusal.nl + refusal.en)
        assert "None" not in refusal.nl + refusal.en


def test_codes_are_unique_and_found_by_name() -> None:
    codes = [one.code for one in DEFAULT_RULES]
    assert len(set(codes)) == len(codes)
    assert rule(codes[3]) is DEFAULT_RULES[3]
    with pytest.raises(RuleError, match="no eligibility rule 'hour'; the rules are consent"):
        rule("hour")


def test_what_tells_of_protected_facts_is_marked() -> None:
    marked = {one.code for one in DEFAULT_RULES if one.protected}
    assert marked == {
        "reserved",
        "sheltered",
        "age",
        "integration_days",
        "legal_travel",
        "minimum_wage",
        "suitable_wage",
        "suitable_level",
        "functional_limits",
    }


@pytest.mark.parametrize("code", ["travel_minutes", "legal_travel"])
@pytest.mark.parametrize("seed", range(3))
def test_a_table_of_travel_times_holds_in_columns_and_records(code: str, seed: int) -> None:
    market = random_market(seed, 20, 20)
    rng = np.random.default_rng(seed)
    codes = sorted({p[:4] for p in POSTCODES})
    journeys = [
        (a, b, mode, float(rng.integers(5, 120)))
        for a in codes
        for b in codes
        for mode in TravelMode
        if rng.random() < 0.5
    ]
    timed, one = market.with_travel_times(TravelTimes.of(journeys)), rule(code)
    by_columns = refused(one, timed)
    assert by_columns.tolist() == [
        [one.compare(timed, i, j) is not None for j in range(20)] for i in range(20)
    ]
    assert by_columns.tolist() != refused(one, market).tolist()
    parts = [one.refuses(timed, slice(at, at + 7)) for at in range(0, 20, 7)]
    assert np.array_equal(np.vstack(parts), by_columns)


def test_an_empty_table_of_travel_times_changes_nothing() -> None:
    market = random_market(3, 20, 20)
    timed = market.with_travel_times(TravelTimes.of([]))
    for code in ("travel_minutes", "legal_travel", "travel_km"):
        assert np.array_equal(refused(rule(code), timed), refused(rule(code), market))


def test_a_time_of_ones_own_refuses_where_the_estimate_would_not() -> None:
    people = [Jobseeker(id="W-1", postcode="7811AP", travel_minutes_max=30, travel_modes=["bicycle"])]
    market = Market.from_records(people, [Vacancy(id="V-1", postcode="7811")], on=date(2026, 1, 12))
    assert not refused(rule("travel_minutes"), market).any()
    slow = market.with_travel_times(TravelTimes.of([("7811", "7811", "bicycle", 31)]))
    [why] = refusals(slow, 0, 0)
    assert why.code == "travel_minutes"
    assert "31 minutes" in why.en
    assert slow.data_hash != market.data_hash
    assert slow.with_records(jobseekers=people).travel_times is slow.travel_times
