"""Figures of one's own, given once: rules, promises, ledgers and reports all go by them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

import matching
from matching import policy
from matching.exceptions import ExchangeError, MarketError
from matching.market import Market
from matching.policy import PolicySettings
from matching.records import Claim, Contract, Employer, Jobseeker, Placement, ProtectedFacts, Vacancy
from matching.report import booked_ledger
from matching.report._instruments import instrument_lines
from matching.report._planned import planned_ledger
from matching.report._words import Words

ON = date(2026, 1, 1)
FORTY = PolicySettings(fte_hours=4000)
RULES = "Klantnummer;Gewenst beroep\nW-1;kok\n"


def market_of(**more: object) -> Market:
    """One person with bijstand, 24 hours a week, and a job of a contractor for the year of its contract."""
    person = Jobseeker(
        id="W-1",
        hours_max=24,
        postcode="9401AB",
        consent_to_share=True,
        protected=ProtectedFacts(
            benefit="bijstand", benefit_since=date(2025, 6, 1), wage_value=0.6, age=40, age_on=ON
        ),
    )
    job = Vacancy(id="V-1", hours_max=24, employer="E-1", postcode="7811AP", contracts=["K-1"])
    contract = Contract(
        id="K-1",
        contractor="E-1",
        obligation_eur=25_000,
        start=ON,
        end=date(2026, 12, 31),
        value_table="leiden",
    )
    return Market.from_records([person], [job], [Employer(id="E-1")], [contract], on=ON, **more)


def test_a_plan_and_its_ledger_go_by_the_same_figures():
    """Leiden is silent about a full-time week: 30,000 x 24/36 is 20,000, and x 24/40 is 18,000."""
    promise = matching.SocialReturn("K-1")
    for own, euros in ((None, 20_000), (FORTY, 18_000)):
        plan = matching.match(market_of(), constraints=[promise], min_score=0, policy=own)
        assert [row.activity for row in plan.rows] == [euros]
        assert [account.realised_cents for account in planned_ledger(plan).accounts] == [100 * euros]
        assert plan.manifest.policy == ({} if own is None else {"fte_hours": 40})
        assert ("fte_hours 40 (default 36)" in str(plan)) == (own is not None)


def test_bookings_go_by_the_figures_of_the_market():
    """The same year, booked: 20,000, or 18,000."""
    done = Placement(id="P-1", jobseeker="W-1", vacancy="V-1", start=ON, hours_per_week=24, status="started")
    claim = Claim(id="B-1", placement="P-1", contract="K-1", months=12)
    market = replace(market_of(placements=[done], claims=[claim]), on=date(2026, 12, 31))
    assert booked_ledger(market).accounts[0].realised_cents == 2_000_000
    assert booked_ledger(market.with_policy(FORTY)).accounts[0].realised_cents == 1_800_000


def test_a_promise_of_jobs_goes_by_the_hours_of_a_job():
    """24 planned hours are 0.94 of a job of 25.5 hours, and two of a job of 12."""
    promise = matching.Quota("bijstand", at_least=1, unit="jobs", legal_ground="Participatiewet")
    for own, jobs, state in ((None, 24 / 25.5, "short"), (PolicySettings(job_hours=1200), 2, "met")):
        plan = matching.match(market_of(), constraints=[promise], min_score=0, policy=own)
        assert [(row.activity, row.state) for row in plan.rows] == [(pytest.approx(jobs), state)]
        assert plan.verify().ok


def test_rules_go_by_the_figures_of_the_plan():
    """Who may be asked to travel ten minutes a day is not proposed for a job in another town."""
    near = PolicySettings(travel_minutes_bijstand=10)
    assert matching.match(market_of(), min_score=0).explain("W-1", "V-1").refusals == ()
    plan = matching.match(market_of(), min_score=0, policy=near)
    assert [refusal.code for refusal in plan.explain("W-1", "V-1").refusals] == ["legal_travel"]


def test_instruments_go_by_the_figures_of_the_plan():
    """14.71 x 24 x 52 x 1.08 x 0.4 x 1.235 is 9,794.40 a year; with 9 % holiday pay 9,885.09."""
    cents = {}
    for share in ("0.08", "0.09"):
        own = PolicySettings.from_dict({"holiday_pay": float(share)})
        plan = matching.match(market_of(), min_score=0, policy=own)
        lines = instrument_lines(plan, "W-1", "V-1", Words("en"))
        cents[share] = next(line.result.cents for line in lines if line.result.instrument == "lks")
    assert cents == {"0.08": 979_440, "0.09": 988_509}


def test_a_variant_of_a_market_keeps_its_figures():
    """Other records, other findings and other travel times are judged by the same figures."""
    market = market_of(policy=FORTY)
    assert market.with_records(jobseekers=[]).policy is FORTY
    assert market.with_issues([]).policy is FORTY
    assert market_of().policy is policy.DEFAULTS


def test_a_folder_has_its_figures_in_market_toml(tmp_path):
    """They come with the market, and what is given to a plan goes before them."""
    (tmp_path / "werkzoekenden.csv").write_text(RULES, encoding="utf-8")
    (tmp_path / "market.toml").write_text("on = 2026-01-01\n[policy]\nfte_hours = 40\n", encoding="utf-8")
    market = matching.read_market(tmp_path)
    assert market.policy == FORTY
    assert matching.match(market, policy=PolicySettings()).manifest.policy == {}


def test_two_folders_with_figures_that_differ_are_refused(tmp_path):
    """Neither is chosen silently; the same figures twice are fine."""
    files = []
    for number in (1, 2):
        folder = tmp_path / str(number)
        folder.mkdir()
        (folder / "market.toml").write_text(f"[policy]\nfte_hours = {number + 35}", encoding="utf-8")
        files.append(folder / f"werkzoekenden{number}.csv")
        files[-1].write_text(RULES.replace("W-1", f"W-{number}"), encoding="utf-8")
    with pytest.raises(ExchangeError, match="not the same"):
        matching.read_market(files, on=ON)
    (tmp_path / "2" / "market.toml").write_text("[policy]\nfte_hours = 36.0", encoding="utf-8")
    assert matching.read_market(files, on=ON).policy == PolicySettings()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("policy = 3", r"market\.toml: 'policy' must be a table"),
        (
            "[policy]\nfte_hours = '36'",
            r"(?s)market\.toml: \[policy\]:.*fte_hours: must be hours a week.*got text",
        ),
        ("[policies]\nfte_hours = 36", r"market\.toml: unknown settings \['policies'\]; known are"),
    ],
)
def test_wrong_figures_in_a_folder_name_file_key_and_kind(tmp_path, text: str, said: str):
    """The error says where, what kind of value, and what to write."""
    (tmp_path / "werkzoekenden.csv").write_text(RULES, encoding="utf-8")
    (tmp_path / "market.toml").write_text(text, encoding="utf-8")
    with pytest.raises(ExchangeError, match=said):
        matching.read_market(tmp_path, on=ON)


def test_something_else_than_figures_is_refused():
    """A mapping is not taken for settings; the error says how to make them."""
    with pytest.raises(MarketError, match=r"got dict; PolicySettings\.from_dict"):
        matching.match(market_of(), policy={"fte_hours": 40})
