# %% [markdown]
# # The contract manager's ten minutes
#
# Four contracts of the region oblige their contractors to social return. We see what each owes, what was
# realised and what is still coming, plan who could be placed, ask what repairs the red one, and export the
# ledger. All people here are invented.

# %%
from pathlib import Path
from tempfile import TemporaryDirectory

import matching
from matching import report
from matching.datasets import generate_region, write_exports

desk = TemporaryDirectory()
exports = Path(desk.name, "exports")
write_exports(generate_region("drenthe", jobseekers=600, vacancies=240), exports)
region = matching.read_market(exports, name="Drenthe")
names = {employer.id: employer.name for employer in region.employers}
for contract in region.contracts:
    print(f"{contract.id}  {contract.authority:<20}{names[contract.contractor]:<30}until {contract.end}")

# %% [markdown]
# ## What is booked
#
# The back office keeps two tables next to the exports: who was placed where, and how many months of it are
# booked on which contract. Two people work on K-02 since the autumn. One of them is also booked on K-03, full
# time: an hour counts once, so the second booking counts from the day that the first is over, and the ledger
# says so.

# %%
people = region.records.jobseekers
on_benefit = next(p.id for p in people if p.protected.benefit == "bijstand")
in_register = next(p.id for p in people if "banenafspraak" in {f.group for f in p.protected.target_groups})
first, second, third = (vacancy.id for vacancy in region.records.vacancies[:3])
(exports / "plaatsingen.csv").write_text(
    f"""plaatsing-id;werkzoekende;vacature;startdatum;uren per week;status
P-1;{on_benefit};{first};1-11-2025;24;gestart
P-2;{in_register};{second};1-11-2025;32;gestart
P-3;{in_register};{third};1-11-2025;32;gestart
""",
    encoding="utf-8",
)
(exports / "boekingen.csv").write_text(
    """boekingsnummer;plaatsing;contractnummer;maanden
B-1;P-1;K-02;9
B-2;P-2;K-02;9
B-3;P-3;K-03;24
""",
    encoding="utf-8",
)

# %% [markdown]
# Each contract follows the rules of its authority and its own dated value table; what was realised before is
# its opening balance.

# %%
market = matching.read_market(exports, name="Drenthe")
ledger = report.booked_ledger(market)
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
file = Path(desk.name, "ledger.xlsx")
report.write_ledger(ledger, file)
print(f"{file.name}: {len(ledger.lines)} lines on {len(ledger.accounts)} contracts")
desk.cleanup()

assert sum(account.realised_cents for account in ledger.accounts) == sum(line.cents for line in ledger.lines)
assert ledger.issues.by_rule()["policy.double_claim"] == 1
assert plan.verify().ok
best = ways["twelve suppliers count too"]
assert next(row for row in best.rows if row.name == red.name).shortfall < red.shortfall
