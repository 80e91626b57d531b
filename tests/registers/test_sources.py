"""Every shipped table names its origin, loads fast and nothing loads before it is asked for."""

import json
import subprocess
import sys
from importlib.resources import files
from pathlib import Path

import pytest

from matching import registers
from matching.exceptions import RegisterError
from matching.registers._sources import source_of

TABLES = [
    "bijstand_by_area()",
    "code_list('language')",
    "instruments(2026)",
    "isco_groups()",
    "job_agreement_targets()",
    "labour_market_series()",
    "minimum_wage_cents(30, TODAY)",
    "municipality('Emmen', TODAY)",
    "occupation('2221.2')",
    "occupation_classes()",
    "occupation_skills()",
    "postcode(7811)",
    "pso_norms()",
    "region('drenthe')",
    "regional_indicators()",
    "skill('0005c151-5b5a-4a66-8aac-60e734beb1ab')",
    "skill_broader()",
    "skill_groups()",
    "skill_skill()",
    "social_return_policy('Rijk', TODAY)",
    "social_return_table('utrecht', TODAY)",
    "sources()",
    "tightness_class(1.0)",
]
PROBE = """
import datetime, json, sys, time
from matching.registers import *
TODAY = datetime.date(2026, 3, 1)
loaded = [name for name in ("rapidfuzz", "pandas", "sklearn", "scipy") if name in sys.modules]
seconds = {}
for call in json.loads(sys.argv[1]):
    start = time.process_time()
    eval(call)
    seconds[call] = time.process_time() - start
print(json.dumps([loaded, seconds]))
"""


def test_every_shipped_file_has_a_source():
    """No table is without an origin, and no origin without a table."""
    shipped = {path.name.partition(".")[0] for path in (files("matching.registers") / "data").iterdir()}
    named = {row.table for row in registers.sources()}
    editions = {f"municipalities_{year}" for year in registers.EDITIONS}
    assert named - editions == shipped - {"municipalities", "sources"}
    assert editions <= named
    assert all(row.year and row.source and row.licence for row in registers.sources())


def test_an_unknown_table_has_no_source():
    """The error names the nearest table."""
    with pytest.raises(RegisterError, match="'postcodes'"):
        source_of("postcode")


def test_the_first_use_of_any_table_is_fast_and_the_import_light():
    """Each table takes less than one second of processor time; importing the room reads none of them."""
    command = [sys.executable, "-c", PROBE, json.dumps(TABLES)]
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60)
    loaded, seconds = json.loads(done.stdout)
    assert loaded == []
    assert {call: spent for call, spent in seconds.items() if spent >= 1.0} == {}


def test_the_notice_has_the_lines_that_the_sources_ask_for():
    """Attribution travels with the data."""
    notice = (Path(__file__).parents[2] / "NOTICE").read_text(encoding="utf-8")
    assert "This product uses the ESCO classification of the European Commission." in notice
    assert "Source: CBS (Statistics Netherlands), CC BY 4.0" in notice


def test_names_are_sorted_and_resolve():
    """The room's list of names is in the order of the house and has no dead name."""
    names = registers.__all__
    assert all(hasattr(registers, name) for name in names)
    assert len(set(names)) == len(names)
