# %% [markdown]
# # A Monday at the regional employer desk
#
# Two municipalities and UWV have sent their exports. We read them, look at what was wrong with them, match
# everybody under the promises of the region, ask why one pair is in the plan and another is not, try a
# higher quota, and hand the result to the matchers. All people here are invented.

# %%
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pandas as pd

import matching
from matching import report
from matching.datasets import generate_region, write_exports

desk = TemporaryDirectory()
exports, out = Path(desk.name, "exports"), Path(desk.name, "plan")
write_exports(generate_region("drenthe", jobseekers=600, vacancies=240), exports)
print(*sorted(file.name for file in exports.iterdir()), sep="\n")

# %% [markdown]
# ## Read the exports, and what was wrong with them
#
# Nothing is lost: a row becomes a record or is set apart, and every doubt is a finding with a place.

# %%
market = matching.read_market(exports, name="Drenthe")
print(market)

# %%
findings = pd.DataFrame(market.issues.to_dicts())
findings.groupby(["severity", "rule"])["count"].sum().sort_values(ascending=False).head(8).to_frame()

# %%
for issue in [issue for issue in market.issues if issue.severity == "refused"][:3]:
    print(f"{issue.where}: {issue.nl}")

# %% [markdown]
# ## Match under the promises of the region
#
# They stand in a file next to the exports. A promise that cannot be kept is missed by as little as its
# price allows, and says so. The first line tells how far the plan is from the best possible one.

# %%
promises = matching.read_constraints(exports / "constraints.toml")
plan = matching.match(market, constraints=promises, min_score=0.2)
print(plan)

# %% [markdown]
# ## Read the plan as a table

# %%
table = plan.to_frame("pandas")
table[["vacancy", "jobseeker", "score", "coverage", "hours_per_week", "start", "contract"]].head()


# %%
def states(of: matching.Plan) -> pd.DataFrame:
    """Give the promises of a plan as a table."""
    return pd.DataFrame(
        {"promise": r.name, "reached": r.activity, "short": r.shortfall, "state": r.state} for r in of.rows
    ).set_index("promise")


states(plan).query("state == 'short'")

# %% [markdown]
# ## Why this pair?
#
# The points of both sides add up to the score. A blank counts neither for nor against; it is named as not
# known.

# %%
best = max(plan.placements, key=lambda proposal: proposal.score)
why = plan.explain(best.jobseeker, best.vacancy)
print(why.to_text("nl"))

# %% [markdown]
# ## Hand it over
#
# A page to read, a workbook to decide in, JSON for the back office, and for an employer that asks a page and
# a workbook that hold nothing about target groups, health or promises. The plan's workbook also lists who
# else is possible.

# %%
employer = next(v.employer for v in market.records.vacancies if v.id == best.vacancy)
files = report.write_files(plan, out, employers=[employer] if employer else ())
print(*(file.relative_to(out).as_posix() for file in files), sep="\n")
also = pd.read_excel(out / "plan.xlsx", sheet_name="Ook mogelijk", engine="calamine")
also[["Vacature", "Werkzoekende", "Nu voorgesteld bij", "Score", "Voor (1)", "Tegen of onbekend"]].head()

# %% [markdown]
# ## Why not that one, and what would it cost?
#
# The first of them is not proposed for that vacancy. Why not is answered by solving again with the pair in
# the plan.

# %%
second = also.iloc[0]
answer = plan.why_not(second["Werkzoekende"], second["Vacature"])
print(f"{answer.jobseeker} - {answer.vacancy}: {answer.nl}")

# %% [markdown]
# ## Change a quota and run again
#
# People without a benefit ("zonder uitkering") are easily forgotten. What if the region promised five more
# of them than this plan reaches, before anything else? The new run starts from the old plan.

# %%
quota = next(promise for promise in promises if promise.label == "Zonder uitkering")
reached = int(states(plan).loc[quota.label, "reached"])
higher = [replace(p, at_least=reached + 5, priority=1) if p is quota else p for p in promises]
changed = matching.match(market, constraints=higher, min_score=0.2, previous=plan)
now = int(states(changed).loc[quota.label, "reached"])
print(f"{quota.label}: {reached} -> {now}; objective {plan.objective:.1f} -> {changed.objective:.1f}")

# %% [markdown]
# What changed for whom? Every match that is not what it was says why, in one sentence.

# %%
print(changed.changes)
for entry in [entry for entry in changed.changes.entries if entry.reason][:4]:
    print(f"  {entry.jobseeker}: {entry.was or '-'} > {entry.vacancy or '-'}  {entry.nl}")

# %%
both = states(plan).add_suffix(" before").join(states(changed).add_suffix(" after"))
both.loc[both["reached before"] != both["reached after"], ["reached before", "reached after"]]

# %% [markdown]
# Is every group placed alike? Shares with their intervals; counts under ten are left out, and so is what
# they would follow from.

# %%
rates = pd.DataFrame(rate.to_dict() for rate in changed.selection_rates if rate.rate is not None)
rates.assign(groups=rates["groups"].str.join(" + ")).set_index("groups").round(2).head(8)

# %%
report.write_files(changed, out)
desk.cleanup()
assert why.base + sum(part.points for part in why.contributions) == why.total
assert now >= reached
assert sum(changed.changes.counts().values()) >= len(changed.placements)
assert changed.verify().ok
