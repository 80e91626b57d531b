"""Every formula of the rules with numbers, worked out by the functions that apply it.

Amounts are in cents and hours in hundredths, so that nothing is lost: 3200 is 32 hours, 1305920 is
EUR 13,059.20. Whatever is a choice or not settled by a public source is a setting of
`matching.policy.PolicySettings`, with its year and its source; ``PolicySettings().basis()`` lists them.

>>> from datetime import date
>>> from decimal import Decimal
>>> from fractions import Fraction
>>> from matching import policy, registers
>>> from matching.records import Contract, Jobseeker, ProtectedFacts, TargetGroupFact, Vacancy

Agreement jobs (banenafspraak)
------------------------------
One job is 25.5 paid hours a week: ``jobs = paid hours / 25.5``. There is no ceiling of one per person and
nothing is rounded per person: 32 hours are 1.255 jobs and 12 hours are 0.471.

>>> [round(float(policy.agreement_jobs(hours)), 3) for hours in (3200, 1200)]
[1.255, 0.471]

The targets of the regulation are hours in December over 110.92: in 2025 100,000 jobs in the market and
25,000 with the government, 125,000 in all.

>>> [int(Fraction(hours * 100, 11_092)) for hours in (11_092_000, 2_773_000)]
[100000, 25000]
>>> [line.value for line in policy.national_targets() if line.year == 2025 and line.measure == "target"]
[125000, 100000, 25000]

``progress = realised / target``. Groningen realised 3,424 jobs in 2019 and aimed at 3,001 for 2020 and
3,141 for 2021, so it stood 423 and 283 above. Of social return it realised 842 placements, with aims of
600 and 650.

>>> [(line.year, line.value, line.ahead) for line in policy.regional_targets("Groningen")][:3]
[(2019, 3424, None), (2020, 3001, 423), (2021, 3141, 283)]
>>> [line.value for line in policy.regional_targets("Groningen")][3:]
[842, 600, 650]

Redivisions
-----------
``realised(new) = sum of realised(old) x share(old to new)``. Haaren was divided on 1 January 2021: of 100
jobs 40.7 went to Oisterwijk, 34.1 to Vught, 15.1 to Boxtel and 10.1 to Tilburg. Oisterwijk and Tilburg lie
in another region, so AM27 keeps 49.2 and AM26 gains 50.8.

>>> old, new = date(2020, 12, 31), date(2021, 1, 1)
>>> [(heir.region, float(heir.share)) for heir in policy.heirs("GM0788", old, new)]
[('AM26', 0.508), ('AM27', 0.492)]
>>> jobs = [policy.CountedJob(id="P-1", jobs=Fraction(100), residence="GM0788")]
>>> counted = policy.recount(jobs, before=old, after=new)
>>> [(row.region, float(row.counted_after)) for row in counted.regions]
[('AM26', 50.8), ('AM27', 49.2)]

Where a joint body is merged into the employer that hires, the job remains but stops counting.

>>> merger = policy.EmployerMerger(body="E-GR", into="E-G", effective_date=date(2019, 1, 1))
>>> job = policy.CountedJob(id="P-1", jobs=Fraction(1), employer="E-G", lender="E-GR")
>>> [policy.counts_on(job, [merger], day) for day in (date(2018, 12, 31), date(2019, 1, 1))]
[True, False]

Quota
-----
Not in force. ``shortage = (all paid hours x percentage - hours of the target group) / 1331``, cut to one
decimal, at EUR 5,000: (162,300 x 2 % - 1,331) / 1,331 is 1.438, so 1.4 jobs and EUR 7,000. Below 40,575
hours an employer is exempt. The simplified act knows a bonus of EUR 5,000 a job, pro rata: at 32 hours
EUR 6,274.51.

>>> levy = policy.quota_levy(paid_hours=162_300, percentage=2, target_group_hours=1_331)
>>> float(levy.shortage), levy.cents, policy.QUOTA_IN_FORCE
(1.4, 700000, False)
>>> policy.quota_levy(paid_hours=40_574, percentage=2, target_group_hours=0).exempt
True
>>> policy.agreement_bonus_cents(3200)
627451

Social return: the obligation
-----------------------------
``obligation = percentage x base``, from the threshold of the authority and up to its cap: 5 % of EUR 800,000
is EUR 40,000. Haaglanden asks nothing below EUR 215,000.

>>> policy.obligation_cents(Contract(id="K-1", sum_eur=800_000, percentage=5))
4000000
>>> haaglanden = registers.social_return_policy("haaglanden", date(2026, 1, 1))
>>> [policy.obligation_cents(Contract(id="K-2", sum_eur=euros), haaglanden) for euros in (214_999, 215_000)]
[0, 1075000]

A step on the PSO ladder may let off a part, as the authority says. The norm of a step is a part of the
workforce by the size of the company; between two sizes it lies on a straight line.

>>> policy.pso_discount_cents(4_000_000, "trede 2", {"trede 2": 0.5})
2000000
>>> [float(policy.pso_norm(50, step)) for step in (1, 2, 3)]
[3.0, 3.7, 6.8]

Social return: the value of a placement
---------------------------------------
``value = V x (hours / full time) x (counted months / 12) + bonuses``. Hours count up to a full week, months
only within the contract and up to the most months of the line. Of the lines that fit on
the day that the job starts the one counts that gives most.
(a) Haaglanden, bijstand, 24 hours, 9 months, 57 years old: 40,000 x 24/36 x 9/12 +
10,000 = EUR 30,000. Of the EUR 40,000 above, EUR 10,000 stays open.

>>> def worth(table, person, hours, job, last, *, contract=(date(2026, 1, 1), date(2026, 9, 30)), **more):
...     return policy.placement_value(
...         registers.social_return_table(table, date(2026, 1, 1)),
...         person,
...         policy.PlannedPlacement(hours_min=hours, hours_max=hours, start=job, end=last),
...         Contract(id="K-1", start=contract[0], end=contract[1]),
...         **more,
...     )
>>> bijstand = ProtectedFacts(benefit="bijstand", age=57, age_on=date(2026, 1, 1))
>>> value = worth("haaglanden_zhc", bijstand, 2400, date(2026, 1, 1), None)
>>> value.cents, [line.calculation for line in value.lines]
(3000000, ['40000.00 x 24/36 x 9/12', '10000.00'])

(b) Hired five months before the contract: allowed by Haaglanden, within 12 months, and the months count from
the start of the contract.

>>> early = ProtectedFacts(benefit="bijstand", birth_date=date(1968, 5, 1))
>>> before = worth("haaglanden_zhc", early, 2400, date(2025, 8, 1), None, hire_before_months=12)
>>> before.cents, before.months, worth("haaglanden_zhc", early, 2400, date(2025, 8, 1), None).nothing
(3000000, Fraction(9, 1), 'hired_too_early')

(c) WW, 36 hours, 18 months: the line counts 12 months at most, so EUR 20,000 and not 30,000.

>>> ww, long = ProtectedFacts(benefit="ww"), (date(2026, 1, 1), date(2027, 6, 30))
>>> worth("haaglanden_zhc", ww, 3600, date(2026, 1, 1), None, contract=long).cents
2000000

(d) Utrecht, in the register, 18 hours, 12 months, permanent: 50,000 x 0.5 + 10,000 = EUR 35,000.

>>> register = ProtectedFacts(target_groups=(TargetGroupFact(group="banenafspraak"),))
>>> year, permanent = (date(2026, 1, 1), date(2026, 12, 31)), policy.WorkTerms(permanent=True)
>>> worth("utrecht", register, 1800, date(2026, 1, 1), None, contract=year, terms=permanent).cents
3500000

Lines are chosen by what each of them asks, never by an order of groups: at Leiden a Wajong benefit is worth
25,000, and bijstand with an entry in the register 50,000.

>>> leiden = registers.social_return_table("leiden", date(2026, 1, 1))
>>> entry = TargetGroupFact(group="banenafspraak")
>>> people = [ProtectedFacts(benefit=benefit, target_groups=(entry,)) for benefit in ("wajong", "bijstand")]
>>> [policy.blocks_for(leiden, person, date(2026, 1, 1))[0].value_cents for person in people]
[2500000, 5000000]

Under wage-cost subsidy (LKS) Haaglanden counts for as long as that lasts: 36 hours with bijstand in a
contract of three years are 40,000 x 24/12, and with LKS for 30 months 40,000 x 30/12. How long it will last
is not known of a placement that is planned: then 24 months count, and up to 12 more may.

>>> low, years = ProtectedFacts(benefit="bijstand", wage_value=0.6), (date(2026, 1, 1), date(2028, 12, 31))
>>> open_end = worth("haaglanden_zhc", low, 3600, date(2026, 1, 1), None, contract=years)
>>> open_end.cents, open_end.open_months
(8000000, Fraction(12, 1))
>>> policy.placement_value(
...     registers.social_return_table("haaglanden_zhc", date(2026, 1, 1)),
...     low,
...     policy.PlannedPlacement(
...         hours_min=3600, hours_max=3600, start=date(2026, 1, 1), end=None, lks_end=date(2028, 6, 30)
...     ),
...     Contract(id="K-1", start=years[0], end=years[1]),
... ).cents
10000000

Where several blocks fit, the one counts that gives most over the whole claim, not over a year: WW stops after
12 months, a BBL place of level 3 at 15,000 a year goes on for 36.

>>> bbl = policy.WorkTerms(contract_kind="bbl", training_level=3)
>>> for until in (date(2026, 12, 31), date(2028, 12, 31)):
...     days = {"contract": (date(2026, 1, 1), until), "terms": bbl}
...     most = worth("haaglanden_zhc", ww, 3600, date(2026, 1, 1), None, **days)
...     print(most.block.block, most.cents)
ww 2000000
bbl_ge3 4500000

A placement that goes on to another contract takes its months along: 9 of the 12 months of a WW line are used,
so 3 are left, whatever the second contract lasts; lump sums count on the first only.

>>> later = {"contract": (date(2026, 10, 1), date(2027, 12, 31)), "hire_before_months": 12}
>>> rest = worth("haaglanden_zhc", ww, 3600, date(2026, 1, 1), None, months_before=Fraction(9), **later)
>>> rest.cents, rest.months
(500000, Fraction(3, 1))

Purchases count at the invoice without VAT; Utrecht counts activities at EUR 100 an hour, Leiden at EUR 1,000
a day.

>>> utrecht = registers.social_return_table("utrecht", date(2026, 1, 1))
>>> units = {row.unit: row for table in (leiden, utrecht) for row in table.rows}
>>> [policy.contribution_cents(units[unit], 6) for unit in ("eur_per_hour", "eur_per_day")]
[60000, 600000]
>>> policy.contribution_cents(units["invoice_excl_vat"], 123_456)
123456

Wage-cost credit (LKV)
----------------------
``credit = the highest over the categories of min(rate x paid hours, limit)``; they do not stack. 1,664 hours
are 1.01 x 1,664 = EUR 1,680.64 for the job agreement and 3.05 x 1,664 = EUR 5,075.20 for a work disability;
2,080 hours would be 6,344 and stop at EUR 6,000; who is in both has the higher.

>>> disabled = ProtectedFacts(benefit="wia_wao")
>>> both = ProtectedFacts(benefit="wia_wao", target_groups=(entry,))
>>> asked = [(register, 166_400), (disabled, 166_400), (disabled, 208_000), (both, 166_400)]
>>> [
...     policy.wage_credit(person, hired=date(2026, 1, 1), year=2026, paid_hours=hours).cents
...     for person, hours in asked
... ]
[168064, 507520, 600000, 507520]

Wage-cost subsidy (LKS)
-----------------------
``base = minimum wage x hours x 52 x 1.08``; ``subsidy = min(1 - wage value, 0.70) x base``; and 23.5 % of the
employer's costs on top. In 2026, 32 hours, wage value 0.60: EUR 26,435.64, EUR 10,574.25 and
EUR 13,059.20 a year. At a wage value of 0.20 the maximum makes it EUR 18,504.94, not 21,148.51.

>>> def subsidy(wage_value):
...     return policy.wage_subsidy_of(
...         wage_value=wage_value,
...         hours_hundredths=3200,
...         minimum_wage_cents=registers.minimum_wage_cents(21, date(2026, 1, 1)),
...         year=2026,
...     )
>>> subsidy(0.6).base_cents, subsidy(0.6).subsidy_cents, subsidy(0.6).paid_cents, subsidy(0.2).subsidy_cents
(2643564, 1057425, 1305920, 1850494)

Suitable work
-------------
Travel there and back: on WW two hours a day in the first six months and three after them, on bijstand three;
half of it one way. In those six months work must pay 70 % of the former wage.

>>> since = ProtectedFacts(benefit="ww", benefit_since=date(2026, 1, 1), former_wage_eur_per_hour="25")
>>> [policy.legal_travel_minutes_one_way(since, day) for day in (date(2026, 6, 30), date(2026, 7, 1))]
[60.0, 90.0]
>>> policy.legal_travel_minutes_one_way(bijstand, date(2026, 1, 1))
90.0
>>> [policy.is_suitable_wage(since, Decimal(wage), date(2026, 3, 1)) for wage in ("17.49", "17.50")]
[False, True]

Without a route planner ``minutes = 60 x km x 1.3 / speed + 5``, km as the crow flies: 15 km take 31 minutes
by car at 45 km/h, 51.8 by public transport at 25 and 83 by bicycle at 15. Of somebody whose means are not
known rules take the fastest, so that nobody is refused for what is not known, and scores public transport.

>>> from matching.features import TravelSettings
>>> travel = TravelSettings()
>>> [round(travel.minutes(15_000, kmh), 1) for kmh in (travel.car, travel.public_transport, travel.bicycle)]
[31.0, 51.8, 83.0]

Hours of an inburgering route are not available for work: of 32 hours a route of 12 leaves 20.

>>> route = Jobseeker(id="W-1", hours_max=32, protected=ProtectedFacts(integration_hours_per_week=12))
>>> policy.planned_placement(route, Vacancy(id="V-1", hours_max=36), date(2026, 1, 12)).hours_min
2000

``tightness = open vacancies / people on WW for less than six months``: below 0.25 very slack, below 0.67
slack, up to 1.5 average, up to 4 tight, above it very tight.

>>> [registers.tightness_class(value).identifier for value in (0.2, 0.25, 0.67, 4.0, 4.1)]
['very_slack', 'slack', 'average', 'tight', 'very_tight']
"""
