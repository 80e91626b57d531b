"""Social-return tables against the printed comparison and the worked examples."""

from datetime import date

import pytest

from matching import registers
from matching.exceptions import NotCoveredError, RegisterError

ON = {"utrecht_old": date(2020, 1, 1)}

# Values per full year in euros, as the authorities print them, under group, months on the benefit and level.
PRINTED = {
    ("bijstand", 12, None): (40_000, 30_000, 40_000, 30_000, 25_000, 30_000, 30_000),
    ("bijstand", 24, None): (40_000, 40_000, 40_000, 30_000, 30_000, 40_000, 40_000),
    ("wajong", None, None): (50_000, 35_000, 50_000, 25_000, 25_000, 40_000, 35_000),
    ("wia_wao", None, None): (40_000, 30_000, 30_000, 40_000, 20_000, 40_000, 30_000),
    ("ww", 11, None): (20_000, 15_000, 20_000, 15_000, 10_000, 10_000, 10_000),
    ("ww", 12, None): (20_000, 20_000, 20_000, 15_000, 10_000, 15_000, 15_000),
    ("nugger", None, None): (10_000, 10_000, 5_000, 5_000, 5_000, 10_000, None),
    ("bbl", None, 2): (35_000, 15_000, 25_000, 25_000, 25_000, 20_000, 10_000),
    ("bbl", None, 3): (35_000, 15_000, 15_000, 25_000, 25_000, None, 10_000),
    ("bol", None, 3): (20_000, 10_000, 5_000, 10_000, 5_000, None, 5_000),
}
TABLES = ("utrecht", "utrecht_old", "haaglanden_zhc", "leiden", "rijnvicus", "oost_nederland", "hilversum")


def table_of(table_id):
    return registers.social_return_table(table_id, ON.get(table_id, date(2026, 3, 1)))


def within(value, low, high):
    return value is None or ((low is None or value >= low) and (high is None or value <= high))


def blocks(table_id, group, months=None, level=None, requirements=("register",)):
    """Blocks that a person of one group gets, by the plain reading of the columns."""
    return [
        row
        for row in table_of(table_id).rows
        if row.kind == "block"
        and row.target_group == group
        and (row.requirement is None or row.requirement in requirements)
        and within(months, row.benefit_months_min, None)
        and (months is None or row.benefit_months_max is None or months < row.benefit_months_max)
        and within(level, row.level_min, row.level_max)
    ]


@pytest.mark.parametrize("case", PRINTED, ids=str)
@pytest.mark.parametrize(("column", "table_id"), list(enumerate(TABLES)))
def test_values_are_those_printed(case, column, table_id):
    """The typed rows give the value that the authority prints."""
    group, months, level = case
    requirements = () if group == "bijstand" else ("register",)
    found = blocks(table_id, group, months, level, requirements)
    expected = PRINTED[case][column]
    assert [row.value_cents for row in found] == ([] if expected is None else [expected * 100])


@pytest.mark.parametrize(
    ("table_id", "group", "euros"),
    [
        ("utrecht", "banenafspraak", 50_000),
        ("utrecht_old", "banenafspraak", 35_000),
        ("haaglanden_zhc", "banenafspraak", 50_000),
        ("oost_nederland", "banenafspraak", 40_000),
        ("leiden", "bijstand", 50_000),
        ("rijnvicus", "bijstand", 50_000),
    ],
)
def test_people_in_the_register_have_the_value_printed(table_id, group, euros):
    """Leiden and Rijnvicus give it to Participatiewet clients in the register; Wajong has its own block."""
    assert max(row.value_cents for row in blocks(table_id, group, 30)) == euros * 100


@pytest.mark.parametrize(
    ("table_id", "age", "euros", "unit"),
    [
        ("utrecht", 50, 10_000, "eur_bonus"),
        ("utrecht_old", 50, 5_000, "eur_bonus"),
        ("haaglanden_zhc", 55, 10_000, "eur_bonus"),
        ("leiden", 55, 15_000, "eur_bonus_per_year"),
        ("rijnvicus", 55, 10_000, "eur_bonus_per_year"),
        ("hilversum", 55, 5_000, "eur_bonus"),
    ],
)
def test_age_bonuses_are_those_printed(table_id, age, euros, unit):
    """The youngest age differs by authority."""
    (row,) = [row for row in table_of(table_id).rows if row.kind == "bonus" and row.age_min is not None]
    assert (row.age_min, row.value_cents, row.unit, row.target_group) == (age, euros * 100, unit, "*")


def one(table_id, block):
    (row,) = [row for row in table_of(table_id).rows if row.block == block]
    return row


def test_worked_example_a():
    """Haaglanden, bijstand, 24 h, 9 months, age 57: EUR 30,000."""
    block, bonus = one("haaglanden_zhc", "pw"), one("haaglanden_zhc", "bonus_age")
    assert bonus.age_min <= 57
    assert block.value_cents * 24 / block.fte_hours * 9 / 12 + bonus.value_cents == 3_000_000


def test_worked_example_b():
    """Haaglanden counts a hire of five months before the contract: it allows twelve."""
    assert registers.social_return_policy("Den Haag", date(2026, 1, 1)).hire_before_months == 12


def test_worked_example_c():
    """Haaglanden, WW, 36 h, 18 months: at most 12 count, EUR 20,000."""
    block = one("haaglanden_zhc", "ww")
    assert block.value_cents * 36 / block.fte_hours * min(18, block.max_months) / 12 == 2_000_000


def test_worked_example_d():
    """Utrecht, register, 18 h, 12 months, permanent contract: EUR 35,000."""
    block, bonus = one("utrecht", "banenafspraak"), one("utrecht", "bonus_permanent")
    assert bonus.requirement == "permanent_contract"
    assert block.value_cents * 18 / block.fte_hours + bonus.value_cents == 3_500_000


def test_a_duration_of_exactly_two_years_has_one_block():
    """The months on a benefit are half-open, so that no duration falls in two lines or in none."""
    for table_id in TABLES:
        for months in (0, 11, 12, 23, 24, 25, 400):
            assert len(blocks(table_id, "bijstand", months, requirements=())) == 1
            assert len(blocks(table_id, "ww", months)) == 1


def test_every_row_is_well_formed():
    """Block names are unique, every row has a source, and only paid amounts are without a value."""
    assert set(registers.social_return_tables()) == set(TABLES)
    for table_id in TABLES:
        table = table_of(table_id)
        assert len({row.block for row in table.rows}) == len(table.rows)
        for row in table.rows:
            assert row.source.startswith("https://")
            assert (row.value_cents is None) == (row.unit in {"invoice_excl_vat", "cost_made"})
            assert (row.valid_from, row.valid_to, row.authority) == (
                table.valid_from,
                table.valid_to,
                table.authority,
            )
            assert row.fte_hours == 36
            assert row.fte_hours_stated == (table_id in {"utrecht", "utrecht_old", "haaglanden_zhc"})


def test_unlimited_is_not_unknown():
    """Haaglanden states that banenafspraak counts without end; Utrecht says nothing."""
    assert (
        one("haaglanden_zhc", "banenafspraak").max_months,
        one("utrecht", "banenafspraak").max_months,
    ) == (None, None)
    assert one("haaglanden_zhc", "banenafspraak").max_months_stated
    assert not one("utrecht", "banenafspraak").max_months_stated


@pytest.mark.parametrize(
    ("table_id", "on", "words"),
    [
        ("leiden", date(2023, 8, 31), "from 2023-09-01,"),
        ("utrecht", date(2021, 12, 31), r"from 2022-01-01 \(approximate dates\)"),
        ("utrecht_old", date(2022, 1, 1), "from 2015-01-01 to 2021-12-31"),
        ("rijnvicus", date(2022, 12, 31), r"from 2023-01-01 \(approximate dates\)"),
    ],
)
def test_a_table_is_not_used_outside_its_dates(table_id, on, words):
    """The error says from when the table holds, and whether the dates are sure."""
    with pytest.raises(NotCoveredError, match=words):
        registers.social_return_table(table_id, on)


def test_an_unknown_table_names_the_nearest():
    """A misspelt table is not guessed."""
    with pytest.raises(RegisterError, match="the nearest is 'haaglanden_zhc'"):
        registers.social_return_table("haaglanden", date(2026, 1, 1))


@pytest.mark.parametrize(
    ("authority", "percentage", "threshold", "cap", "base"),
    [
        ("Haaglanden", 5, 21_500_000, None, "contract_sum"),
        ("Leidschendam-Voorburg", 5, None, None, "contract_sum"),
        ("lekstroom", 5, 10_000_000, None, "contract_sum"),
        ("Rijk", 5, 25_000_000, None, "wage_sum"),
        ("Sudwest Fryslan", 2, None, 30_000_000, "contract_sum"),
    ],
)
def test_policies_are_those_published(authority, percentage, threshold, cap, base):
    """Percentage, threshold, cap and base of each authority; what is not published is None."""
    policy = registers.social_return_policy(authority, date(2026, 1, 1))
    assert (policy.percentage, policy.threshold_cents, policy.cap_cents) == (percentage, threshold, cap)
    assert policy.base_kind == base


def test_a_policy_is_not_used_before_its_year():
    """A year that is not known does not limit; one that is known does."""
    with pytest.raises(NotCoveredError, match="2023"):
        registers.social_return_policy("Den Haag", date(2022, 12, 31))
    assert registers.social_return_policy("Lekstroom", date(2016, 1, 1)).year is None
    with pytest.raises(RegisterError, match="Rotterdam"):
        registers.social_return_policy("Roterdam", date(2026, 1, 1))
