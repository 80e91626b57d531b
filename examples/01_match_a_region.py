# %% [markdown]
# # Match a region in ten lines
#
# A sample of the labour-market region of Drenthe (invented people), one promise, a plan with a proof. With
# your own exports the second line is `matching.read_market("exports/")`.

# %%
import matching

market = matching.load_region("drenthe", jobseekers=400, vacancies=160)
promise = matching.Quota("banenafspraak", at_least=8, unit="jobs", legal_ground="Wfsv art. 38b")
plan = matching.match(market, constraints=[promise])
print(plan)

# %% [markdown]
# Every proposal can say why, as points that add up to its score.

# %%
best = max(plan.placements, key=lambda proposal: proposal.score)
print(plan.explain(best.jobseeker, best.vacancy).to_text("nl"))

# %% [markdown]
# The plan was recomputed by code that shares nothing with the solver before you saw it; you can ask for it
# again.

# %%
print(plan.verify())
assert plan.verify().ok
assert plan.gap <= 1e-3
