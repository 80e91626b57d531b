# %% [markdown]
# # The contract manager's ten minutes
#
# Two contracts oblige their contractors to social return. We see what was booked on them and what will be
# short, plan who could still be placed, ask what repairs the red one, and export the ledger. All people here
# are invented.

# %%
import csv
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import matching
from matching import policy
from matching.records import Contract, ProtectedFacts
from matching.registers import social_return_table

on = date(2026, 1, 12)
market = matching.load_region("drenthe", jobseekers=150, vacancies=60, on=on)
employers = list(dict.fromkeys(vacancy.employer for vacancy in market.records.vacancies if vacancy.employer))
terms = {"start": date(2025, 7, 1), "end": date(2026, 12, 31), "value_table": "haaglanden_zhc"}
contracts = [
    Contract(id="K-1", contractor=employers[0], sum_eur=1_000_000, percentage=5, **terms),
    Contract(id="K-2", contractor=employers[1], sum_eur=8_000_000, percentage=5, **terms),
]

# %% [markdown]
# ## What is booked
#
# Two people work on the contracts already. One of them is booked on both, full time: the second booking is
# refused, because an hour counts once.

# %%
table = social_return_table("haaglanden_zhc", on)
bijstand = ProtectedFacts(benefit="bijstand", birth_date=date(1968, 5, 1))
register = ProtectedFacts(target_groups=({"group": "banenafspraak"},))


def booking(key: str, person: str, contract: str, facts: ProtectedFacts, hours: int) -> policy.Booking:
    job = policy.PlannedPlacement(
        hours_min=hours * 100, hours_max=hours * 100, start=date(2025, 9, 1), end=None
    )
    return policy.Booking(id=key, jobseeker=person, contract=contract, protected=facts, placement=job)


owed = {contract.id: policy.obligation_cents(contract) or 0 for contract in contracts}
bookings = [
    booking("B-1", "P-1", "K-1", bijstand, 24),
    booking("B-2", "P-2", "K-2", register, 32),
    booking("B-3", "P-2", "K-1", register, 32),
]
ledger = policy.book(
    bookings,
    [policy.ContractTerms(contract=one, table=table, obligation_cents=owed[one.id]) for one in contracts],
    on=on,
)
for line in ledger.lines:
    print(f"{line.contract}  {line.booking}  {line.block:<14}{line.cents / 100:>12,.2f}  {line.calculation}")
print(*ledger.issues, sep="\n")

# %% [markdown]
# ## Owed, realised, expected, short

# %%
for account in ledger.accounts:
    numbers = (account.obligation_cents, account.realised_cents, account.expected_cents)
    print(account.contract, *(f"{cents / 100:>12,.2f}" for cents in numbers), account.state)

# %% [markdown]
# ## Plan what can still be placed
#
# What the running jobs will bring is taken off first; the plan looks for the rest.

# %%
short = {account.contract: account.shortfall_cents / 100 for account in ledger.accounts}
promises = [matching.SocialReturn(key, owed=euros, priority=2) for key, euros in short.items() if euros]
market = market.with_records(contracts=contracts)
plan = matching.match(market, constraints=promises)
for row in plan.rows:
    print(f"{row.name:<22}{row.at_least:>12,.2f}{row.activity:>12,.2f}{row.shortfall:>12,.2f}  {row.state}")

# %% [markdown]
# ## What repairs the red one?
#
# K-2 stays short: its contractor has few vacancies. Let its suppliers count too, and plan again.

# %%
suppliers = employers[2:12]
vacancies = [
    vacancy.model_copy(update={"contracts": ("K-2",)}) if vacancy.employer in suppliers else vacancy
    for vacancy in market.records.vacancies
]
repaired = matching.match(market.with_records(vacancies=vacancies), constraints=promises)
before, after = (one.rows[-1] for one in (plan, repaired))
print(f"K-2: from {before.activity:,.2f} to {after.activity:,.2f} of {after.at_least:,.2f} euros")

# %% [markdown]
# ## Export the ledger

# %%
rows = ledger.to_rows()
with TemporaryDirectory() as folder:
    file = Path(folder, "ledger.csv")
    with file.open("w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    assert len(file.read_text(encoding="utf-8").splitlines()) == len(rows) + 1

assert sum(account.realised_cents for account in ledger.accounts) == sum(line.cents for line in ledger.lines)
assert ledger.issues.by_rule()["policy.double_claim"] == 1
assert after.activity > before.activity
assert repaired.verify().ok
