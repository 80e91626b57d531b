"""A table of one's own is read as it is written, or refused with every problem at once."""

from __future__ import annotations

import csv
from datetime import date
from importlib.resources import files
from typing import TYPE_CHECKING

import pytest

from matching import policy, registers
from matching.exceptions import NotCoveredError, RegisterError, RuleError
from matching.records import Contract, ProtectedFacts

if TYPE_CHECKING:
    from pathlib import Path

ON = date(2026, 3, 1)
HEADING = "table_id,authority,valid_from,block,target_group,kind,unit,value_eur,source,max_months,fte_hours"
LINE = "emmen,Gemeente Emmen,2026-01-01,{block},{group},{kind},{unit},{value},besluit,{months},"


def write(folder: Path, *lines: str, heading: str = HEADING, name: str = "table.csv") -> Path:
    file = folder / name
    file.write_text("\n".join([heading, *lines]) + "\n", encoding="utf-8")
    return file


def line(**more: object) -> str:
    values = {
        "block": "pw",
        "group": "bijstand",
        "kind": "block",
        "unit": "eur_per_fte_year",
        "value": "30000",
        "months": "12",
    }
    return LINE.format(**{**values, **more})


def test_what_is_read_values_a_placement(tmp_path: Path) -> None:
    table = policy.read_value_table(
        write(tmp_path, line(), line(block="age", group="*", kind="bonus", unit="eur_bonus", value="1250.50"))
    )
    job = policy.PlannedPlacement(hours_min=1800, hours_max=1800, start=date(2026, 1, 1), end=None)
    contract = Contract(id="K", start=date(2026, 1, 1), end=date(2027, 12, 31))
    value = policy.placement_value(table, ProtectedFacts(benefit="bijstand"), job, contract)
    assert value.cents == 1_500_000 + 125_050
    assert (table.valid_from, table.sources) == (date(2026, 1, 1), ("besluit",))


def test_every_shipped_table_reads_back_the_same(tmp_path: Path) -> None:
    """The format holds whatever is shipped: under another name each table comes back line by line."""
    text = (files("matching.registers") / "data" / "social_return_tables.csv").read_text(encoding="utf-8")
    rows = list(csv.DictReader(text.splitlines()))
    drop = ("max_months_stated", "fte_hours_stated")
    for name in registers.social_return_tables():
        mine = [{k: v for k, v in row.items() if k not in drop} for row in rows if row["table_id"] == name]
        file = tmp_path / f"{name}.csv"
        with file.open("w", encoding="utf-8", newline="") as out:
            writer = csv.DictWriter(out, list(mine[0]), delimiter=";")
            writer.writeheader()
            writer.writerows({**row, "table_id": f"my_{name}"} for row in mine)
        read = policy.read_value_table(file)
        shipped = registers.social_return_table(name, read.valid_from)
        left = {item.field for item in policy.diff_tables(shipped, read)}
        assert left <= {"max_months_stated", "fte_hours_stated"}


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"value": "-1"}, "value_eur must be euros of at least 0"),
        ({"value": "10.001"}, "value_eur must be euros"),
        ({"value": ""}, "value_eur is missing"),
        ({"group": "bijstnd"}, "target_group must be one of"),
        ({"kind": "blok"}, "kind must be one of"),
        ({"unit": "eur_bonus"}, "unit must be one of eur_per_fte_year"),
        ({"months": "een jaar"}, "max_months must be a whole number"),
        ({"block": ""}, "block is missing"),
    ],
)
def test_a_line_that_is_not_well_formed_is_named(tmp_path: Path, changed: dict[str, str], says: str) -> None:
    with pytest.raises(RuleError, match=says) as caught:
        policy.read_value_table(write(tmp_path, line(block="first"), line(**changed)))
    assert "table.csv: 1 problem:" in str(caught.value)
    assert "line 3" in str(caught.value)


def test_tables_are_not_mixed(tmp_path: Path) -> None:
    other = line(block="ww").replace("2026-01-01", "2025-01-01")
    with pytest.raises(RuleError, match="valid_from differs between lines"):
        policy.read_value_table(write(tmp_path, line(), other))
    with pytest.raises(RuleError, match="is there twice"):
        policy.read_value_table(write(tmp_path, line(), line()))
    with pytest.raises(RuleError, match="that of a shipped table"):
        policy.read_value_table(write(tmp_path, line().replace("emmen,", "utrecht,", 1)))
    with pytest.raises(RuleError, match="there are no lines"):
        policy.read_value_table(write(tmp_path))
    with pytest.raises(RuleError, match="no field 'amount'"):
        policy.read_value_table(write(tmp_path, line() + ",1", heading=HEADING + ",amount"))


def test_what_cannot_be_read_says_so(tmp_path: Path) -> None:
    with pytest.raises(RuleError, match="cannot be read"):
        policy.read_value_table(tmp_path / "none.csv")
    with pytest.raises(RuleError, match="more cells than the heading"):
        policy.read_value_table(write(tmp_path, line() + ",1,2,3"))
    broken = tmp_path / "broken.toml"
    broken.write_text("row = 3", encoding="utf-8")
    with pytest.raises(RuleError, match=r"\[\[row\]\]"):
        policy.read_value_table(broken)


def test_a_table_is_chosen_by_authority_and_date() -> None:
    old = registers.social_return_table("utrecht_old", date(2021, 1, 1))
    new = registers.social_return_table("utrecht", ON)
    assert policy.choose_table([old, new], "utrecht (gemeente)", date(2021, 6, 1)).id == "utrecht_old"
    assert policy.choose_table([old, new], "Utrecht (gemeente)", ON).id == "utrecht"
    with pytest.raises(RegisterError, match="no value table of 'Emmen'"):
        policy.choose_table([old, new], "Emmen", ON)
    with pytest.raises(NotCoveredError, match="in force on 2014"):
        policy.choose_table([old], old.authority, date(2014, 1, 1))
    with pytest.raises(RuleError, match="end all but one"):
        policy.choose_table([new, new], new.authority, ON)


def test_a_table_that_is_new_shows_what_changed() -> None:
    old = registers.social_return_table("utrecht_old", date(2021, 1, 1))
    new = registers.social_return_table("utrecht", ON)
    found = policy.diff_tables(old, new)
    assert policy.diff_tables(new, new) == ()
    changed = {(row.block, row.before, row.after) for row in found if row.field == "value_cents"}
    assert ("wia_wao", 3_000_000, 4_000_000) in changed
    assert policy.show_table(new).count("\n") == len(new.rows)
