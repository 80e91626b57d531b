# %% [markdown]
# # The contract manager's ten minutes
#
# Four contracts of the region oblige their contractors to social return. We see what each owes, what was
# realised and what is still coming, plan who could be placed, ask what repairs the red one, and export the
# ledger. All people here are invented.

# %%
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import matching
from matching import policy, report
from matching.records import ProtectedFacts

market = matching.load_region("drenthe", jobseekers=600, vacancies=240)
names = {employer.id: employer.name for employer in market.employers}
for contract in market.contracts:
    print(f"{contract.id}  {contract.authority:<20}{names[contract.contractor]:<30}until {contract.end}")

# %% [markdown]
# ## What is booked
#
# Each contract follows the rules of its authority and its own dated value table; what was realised before is
# its opening balance. Two people work on K-02 since the autumn. One of them is also booked on K-03, full
# time: an hour counts once, so the second booking counts from the day that K-02 is over, and the ledger
# says so.

# %%
terms = [policy.contract_terms(contract, market.on)[0] for contract in market.contracts]
bijstand = ProtectedFacts(benefit="bijstand", birth_date=date(1968, 5, 1))
register = ProtectedFacts(target_groups=({"group": "banenafspraak"},))


def booking(key: str, person: str, contract: str, facts: ProtectedFacts, hours: int) -> policy.Booking:
    job = policy.PlannedPlacement(
        hours_min=hours * 100, hours_max=hours * 100, start=date(2025, 11, 1), end=None
    )
    return policy.Booking(id=key, jobseeker=person, contract=contract, protected=facts, placement=job)


ledger = policy.book(
    [
        booking("B-1", "P-1", "K-02", bijstand, 24),
        booking("B-2", "P-2", "K-02", register, 32),
        booking("B-3", "P-2", "K-03", register, 32),
    ],
    terms,
    on=market.on,
)
for line in ledger.lines:
    print(f"{line.contract}  {line.booking:<6}{line.cents / 100:>12,.2f}  {line.block:<16}{line.calculation}")
print(*ledger.issues, sep="\n")

# %% [markdown]
# ## Plan what can still be placed
#
# What the running jobs bring by the end of a contract is taken off first; the plan looks for the rest.

# %%
still = {account.contract: account.shortfall_cents / 100 for account in ledger.accounts}
promises = [matching.SocialReturn(key, owed=euros, priority=2) for key, euros in still.items()]
plan = matching.match(market, constraints=promises)
planned = {promise.contract: row for promise, row in zip(promises, plan.rows, strict=True)}

print(f"{'':6}{'owed':>12}{'realised':>12}{'running':>12}{'planned':>12}{'short':>12}")
for account in ledger.accounts:
    row = planned[account.contract]
    running = account.expected_cents - account.realised_cents
    numbers = [account.obligation_cents / 100, account.realised_cents / 100, running / 100]
    numbers += [row.activity, row.shortfall]
    print(f"{account.contract:<6}" + "".join(f"{number:>12,.0f}" for number in numbers) + f"  {row.state}")

# %% [markdown]
# ## What repairs the red one?
#
# K-02 stays short. Three ways to repair it, each a plan of its own: what does it bring, and what does it
# cost the others?

# %%
red = max(plan.rows, key=lambda row: row.shortfall)
contract = next(one for one in market.contracts if one.id == red.name.removeprefix("social return "))
suppliers = sorted(names)[:12]
with_suppliers = market.with_records(
    vacancies=[
        vacancy.model_copy(update={"contracts": (*vacancy.contracts, contract.id)})
        if vacancy.employer in suppliers
        else vacancy
        for vacancy in market.records.vacancies
    ]
)


def promised(**more: float) -> list[matching.SocialReturn]:
    """Give the promises, that of the red contract with something more."""
    changed = {"owed": still[contract.id], "priority": 2} | more
    return [
        matching.SocialReturn(contract.id, **changed) if one.contract == contract.id else one
        for one in promises
    ]


ways = {
    "as it is": plan,
    "the contract goes before everything": matching.match(market, constraints=promised(priority=1)),
    "twelve suppliers count too": matching.match(with_suppliers, constraints=promises),
    "EUR 50,000 bought from social firms": matching.match(market, constraints=promised(other=50_000)),
}
print(f"{contract.id}{'':34}{'planned':>10}{'short':>10}{'placed':>8}{'all short':>11}")
for name, found in ways.items():
    row = next(row for row in found.rows if row.name == red.name)
    total = sum(row.shortfall for row in found.rows)
    print(f"{name:<38}{row.activity:>10,.0f}{row.shortfall:>10,.0f}{len(found.placements):>8}{total:>11,.0f}")

# %% [markdown]
# ## Export the ledger
#
# A workbook: an account for each contract, every line with its sum, table, date and source, and what to
# look at.

# %%
with TemporaryDirectory() as folder:
    file = Path(folder, "ledger.xlsx")
    report.write_ledger(ledger, file)
    print(f"{file.name}: {len(ledger.lines)} lines on {len(ledger.accounts)} contracts")

assert sum(account.realised_cents for account in ledger.accounts) == sum(line.cents for line in ledger.lines)
assert ledger.issues.by_rule()["policy.double_claim"] == 1
assert plan.verify().ok
best = ways["twelve suppliers count too"]
assert next(row for row in best.rows if row.name == red.name).shortfall < red.shortfall
