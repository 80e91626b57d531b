"""The command line: files in, files out, one sentence and an exit code when something is wrong."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
import xlsxwriter
from typer.testing import CliRunner

import matching
import matching.registers
from matching import cli
from matching.exceptions import VerificationError
from matching.exchange import Batch, write_folder
from matching.features import build, feature_issues

if TYPE_CHECKING:
    from pathlib import Path

    from click.testing import Result

FILES = ["plan.json", "plan.xlsx", "report.html"]
PROMISE = '[[quota]]\nat_least = 5\nname = "vijf mensen"\n'


@pytest.fixture(scope="session")
def exports(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Exports of 60 people and 30 vacancies with a reference date, a promise and one date that is none."""
    market = matching.load_region("drenthe", jobseekers=60, vacancies=30)
    kept = market.records
    folder = tmp_path_factory.mktemp("regio") / "exports"
    write_folder(
        Batch(
            jobseekers=kept.jobseekers,
            vacancies=kept.vacancies,
            employers=kept.employers,
            contracts=kept.contracts,
            on=market.on,
        ),
        folder,
    )
    (folder / "extra.csv").write_text("Vacaturenummer;Functie;Startdatum\nV-X;kok;ooit\n", encoding="utf-8")
    (folder / "constraints.toml").write_text(PROMISE, encoding="utf-8")
    return folder


def run(*arguments: object) -> Result:
    return CliRunner().invoke(cli.app, [str(argument) for argument in arguments])


def read(out: Path) -> dict[str, object]:
    return json.loads((out / "plan.json").read_text(encoding="utf-8"))


def test_travel_times_of_the_users_own_replace_the_estimate(exports: Path, tmp_path: Path) -> None:
    """A table in which every journey takes hours leaves fewer eligible pairs than the estimate does."""
    records = matching.read_market(exports).records
    codes = {row.postcode[:4] for row in (*records.jobseekers, *records.vacancies) if row.postcode}
    table = tmp_path / "reistijden.csv"
    rows = [f"{start};{goal};{mode};300" for start in codes for goal in codes for mode in ("auto", "ov")]
    table.write_text("van;naar;vervoermiddel;minuten\n" + "\n".join(rows), encoding="utf-8")
    told = run("match", exports, "--out", tmp_path / "far", "--travel-times", table)
    assert told.exit_code == 0, told.output
    assert f"Travel times from {table}" in told.output
    estimated = run("match", exports, "--out", tmp_path / "near")
    far, near = (re.search(r"eligible pairs ([0-9,]+)", each.output) for each in (told, estimated))
    assert far and near and int(far[1].replace(",", "")) < int(near[1].replace(",", ""))
    absent = run("match", exports, "--out", tmp_path / "none", "--travel-times", tmp_path / "none.csv")
    assert absent.exit_code == cli.UNREADABLE


def test_match_writes_every_file_and_says_what_it_did(exports: Path, tmp_path: Path) -> None:
    done = run("match", exports, "--out", tmp_path / "plan")
    assert (done.exit_code, done.stderr) == (0, "")
    assert sorted(file.name for file in (tmp_path / "plan").iterdir()) == FILES
    for said in (
        "Read ",
        "exchange.date",
        "Promises: 1 from",
        "constraints.toml",
        "Plan for exports",
        "5 heads",
    ):
        assert said in done.stdout, said
    page = (tmp_path / "plan" / "report.html").read_text(encoding="utf-8")
    assert "vijf mensen" in page
    assert "extra.csv" in page


def test_options_reach_the_plan(exports: Path, tmp_path: Path) -> None:
    mine = tmp_path / "mine.toml"
    mine.write_text('[[quota]]\nat_most = 3\nname = "drie mensen"\nhard = true\n', encoding="utf-8")
    done = run(
        *(
            "match",
            exports,
            "--out",
            tmp_path,
            "--constraints",
            mine,
            "--on",
            "13-01-2026",
            "--language",
            "en",
        ),
        *("--per-jobseeker", 2, "--per-opening", 3, "--min-score", 0.3, "--gap", 0.01, "--time-limit", 60),
    )
    assert done.exit_code == 0, done.stderr
    plan = read(tmp_path)
    assert [row["name"] for row in plan["rows"]] == ["drie mensen"]
    assert sum(proposal["rank"] == 1 for proposal in plan["proposals"]) == 3
    assert len(plan["proposals"]) > 3
    asked = plan["manifest"]["settings"]
    assert (asked["min_score"], asked["gap"], asked["time_limit"]) == (0.3, 0.01, 60)
    assert plan["manifest"]["on"] == "2026-01-13"
    assert '<html lang="en">' in (tmp_path / "report.html").read_text(encoding="utf-8")


def test_second_jobs_are_asked_for_by_an_option(exports: Path, tmp_path: Path) -> None:
    done = run("match", exports, "--out", tmp_path, "--second-jobs")
    assert (done.exit_code, read(tmp_path)["manifest"]["settings"]["second_jobs"]) == (0, True)
    assert "  second jobs " in done.stdout
    wrong = run("match", exports, "--out", tmp_path, "--second-jobs", "--per-opening", 2)
    assert wrong.exit_code == 2
    assert "second_jobs goes with placements only" in wrong.stderr


def test_an_employer_gets_files_of_its_own(exports: Path, tmp_path: Path) -> None:
    key = next(v.employer for v in matching.read_market(exports).records.vacancies if v.employer)
    assert run("match", exports, "--out", tmp_path, "--employer", key, "-q").exit_code == 0
    assert sorted(file.name for file in tmp_path.iterdir()) == [*FILES, "werkgevers"]
    assert sorted(f.name for f in (tmp_path / "werkgevers").iterdir()) == [f"{key}.html", f"{key}.xlsx"]
    done = run("match", exports, "--out", tmp_path, "--employer", "E-nowhere", "-q")
    assert done.exit_code == 2
    assert "E-nowhere" in done.stderr


def test_every_employer_gets_files_of_its_own(exports: Path, tmp_path: Path) -> None:
    keys = {v.employer for v in matching.read_market(exports).records.vacancies if v.employer}
    done = run("match", exports, "--out", tmp_path, "--employers", "all")
    assert done.exit_code == 0
    assert {file.stem for file in (tmp_path / "werkgevers").iterdir()} == keys
    assert f"  werkgevers/{min(keys)}.html\n" in done.stdout


def test_findings_are_told_in_the_language_asked_and_counted_by_case(exports: Path, tmp_path: Path) -> None:
    market = matching.read_market(exports)
    (date,) = [issue for issue in market.issues if issue.rule == "exchange.date"]
    count = sum(issue.count for issue in market.issues)
    assert count > len(market.issues)
    for language, sentence, other in (("nl", date.nl, date.en), ("en", date.en, date.nl)):
        done = run("check", exports, "--language", language)
        assert sentence in done.stdout
        assert other not in done.stdout
        assert f"Findings: {count} of" in done.stdout
    assert f"e.g. {date.nl}" in run("match", exports, "--out", tmp_path).stdout


def test_what_was_set_apart_is_one_number(tmp_path: Path) -> None:
    """On the command line, in the headline of the report, and below each other in its tables."""
    folder = tmp_path / "exports"
    folder.mkdir()
    rows = ["W-1;kok;7811", "W-1;kok;7811", ";kok;7811", "W-2;kok;7811"]
    text = "\n".join(["Klantnummer;Gewenst beroep;Postcode", *rows])
    (folder / "werkzoekenden.csv").write_text(text, encoding="utf-8")
    (folder / "vacatures.csv").write_text("Vacaturenummer;Functie\nV-1;kok\n", encoding="utf-8")
    done = run("match", folder, "--out", tmp_path / "out", "--on", "2026-01-12")
    assert done.exit_code == 0, done.stderr
    apart = re.findall(r"Read 5 rows .*, (\d+) set apart", done.stdout)
    assert apart == ["2"]
    page = (tmp_path / "out" / "report.html").read_text(encoding="utf-8")
    assert "2 van 5 gelezen rijen apart gezet" in page


def test_decisions_that_cannot_be_read_exit_with_2(exports: Path, tmp_path: Path) -> None:
    (tmp_path / "p.xlsx").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))
    done = run("match", exports, "--out", tmp_path / "out", "--decisions", tmp_path / "p.xlsx")
    assert (done.exit_code, done.stderr.count("\n")) == (2, 1)
    assert "p.xlsx" in done.stderr


def test_decisions_of_people_are_kept(exports: Path, tmp_path: Path) -> None:
    """The first proposal is rejected in the workbook; the next run does not make it again, and says so."""
    assert run("match", exports, "--out", tmp_path / "a", "-q").exit_code == 0
    first = read(tmp_path / "a")["proposals"][0]
    with xlsxwriter.Workbook(str(tmp_path / "besluit.xlsx")) as book:
        sheet = book.add_worksheet("Voorstellen")
        sheet.write_row(0, 0, ["Vacature", "Werkzoekende", "Besluit", "Wie"])
        sheet.write_row(1, 0, [first["vacancy"], first["jobseeker"], "afwijzen", "C-3"])
        sheet.write_row(2, 0, [first["vacancy"], "W-nowhere", "misschien", "C-3"])
    done = run("match", exports, "--out", tmp_path / "b", "--decisions", tmp_path / "besluit.xlsx")
    assert done.exit_code == 0
    assert "Decisions: 1 from" in done.stdout
    second = read(tmp_path / "b")
    pairs = {(p["jobseeker"], p["vacancy"]) for p in second["proposals"]}
    assert (first["jobseeker"], first["vacancy"]) not in pairs
    assert "decisions.word" in {issue["rule"] for issue in second["issues"]}


def test_a_run_repeats_itself(exports: Path, tmp_path: Path) -> None:
    for name in ("a", "b"):
        assert run("match", exports, "--out", tmp_path / name, "-q").exit_code == 0
    for name in FILES:
        assert (tmp_path / "a" / name).read_bytes() == (tmp_path / "b" / name).read_bytes(), name


def test_check_reads_and_writes_nothing(exports: Path) -> None:
    before = sorted(exports.iterdir())
    done = run("check", exports)
    assert (done.exit_code, done.stderr) == (0, "")
    assert "extra.csv:2" in done.stdout
    assert "1 promises in constraints.toml are well formed" in done.stdout
    assert sorted(exports.iterdir()) == before


def test_check_counts_the_titles_that_are_no_certain_occupation(exports: Path) -> None:
    """With the ten most frequent, by the place where they first stand."""
    market = matching.read_market(exports)
    found = feature_issues(build(market.open))
    titles = [issue for issue in found if issue.rule == "features.title_unclear"]
    done = run("check", exports)
    times = sum(issue.count for issue in titles)
    said = f"Titles that are not surely an occupation: {len(titles)}, in {times} places; most often:\n"
    assert said in done.stdout
    told = [line for line in done.stdout.splitlines() if "[features.title_unclear]" in line]
    assert len(told) == min(len(titles), 10)
    most = max(titles, key=lambda issue: issue.count)
    assert most.record in told[0]


def test_figures_of_ones_own_are_said(exports: Path, tmp_path: Path) -> None:
    """They stand in market.toml of the folder; without any nothing is said of them."""
    assert "of your own" not in run("check", exports).stdout
    folder = tmp_path / "own"
    shutil.copytree(exports, folder)
    settings = (folder / "market.toml").read_text(encoding="utf-8")
    (folder / "market.toml").write_text(f"{settings}\n[policy]\nfte_hours = 40\n", encoding="utf-8")
    said = "Figures of the rules of your own: fte_hours 40 (default 36)\n"
    assert said in run("check", folder).stdout
    assert said in run("match", folder, "--out", tmp_path / "plan").stdout


def test_check_reads_travel_times_as_match_does(exports: Path, tmp_path: Path) -> None:
    table = tmp_path / "reistijden.csv"
    table.write_text("van;naar;vervoermiddel;minuten\n7811;9401;auto;34\n7811;9401;auto;nooit\n", "utf-8")
    done = run("check", exports, "--travel-times", table)
    assert done.exit_code == 0, done.stderr
    assert f"Travel times from {table}" in done.stdout
    assert "reistijden.csv:3" in done.stdout
    assert run("check", exports, "--travel-times", tmp_path / "none.csv").exit_code == cli.UNREADABLE


def test_hard_promises_that_clash_exit_with_1_and_leave_a_report(exports: Path, tmp_path: Path) -> None:
    clash = tmp_path / "clash.toml"
    clash.write_text(
        '[[quota]]\nat_least = 5\nhard = true\nname = "veel"\n[[quota]]\nat_most = 4\nhard = true\n',
        encoding="utf-8",
    )
    done = run("match", exports, "--out", tmp_path / "out", "--constraints", clash, "-q")
    assert (done.exit_code, done.stdout) == (1, "")
    assert "infeasible" in done.stderr
    assert "veel" in done.stderr
    assert read(tmp_path / "out")["status"] == "infeasible"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("match", "{nowhere}", "--out", "{out}"), "no such file or folder"),
        (("check", "{nowhere}"), "no such file or folder"),
        (("match", "{empty}", "--out", "{out}"), "no table could be read"),
        (("match", "{exports}", "--out", "{exports}"), "another folder"),
        (("match", "{exports}", "--out", "{out}", "--constraints", "{nowhere}"), "cannot be read"),
        (("match", "{exports}", "--out", "{out}", "--constraints", "{broken}"), "broken.toml"),
        (("match", "{exports}", "--out", "{out}", "--mapping", "{broken}"), "broken.toml"),
        (("match", "{exports}", "--out", "{out}", "--decisions", "{broken}"), "not a workbook"),
        (("match", "{exports}", "--out", "{broken}"), "broken.toml"),
    ],
)
def test_what_cannot_be_read_or_written_exits_with_2_and_one_sentence(
    exports: Path, tmp_path: Path, arguments: tuple[str, ...], said: str
) -> None:
    places = {name: tmp_path / name for name in ("nowhere", "empty", "out")}
    places |= {"exports": exports, "broken": tmp_path / "broken.toml"}
    places["empty"].mkdir()
    places["broken"].write_text("= =\n", encoding="utf-8")
    done = run(*(argument.format(**places) for argument in arguments))
    assert (done.exit_code, done.stdout) == (2, "")
    assert said in done.stderr
    assert done.stderr.startswith("matching: ")
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize(
    "option", [("--min-score", 2), ("--per-opening", 0), ("--on", "morgen"), ("--what",)]
)
def test_a_wrong_option_exits_with_2(exports: Path, tmp_path: Path, option: tuple[object, ...]) -> None:
    assert run("match", exports, "--out", tmp_path, *option).exit_code == 2


@pytest.mark.parametrize(
    ("error", "code"),
    [(KeyboardInterrupt(), 130), (VerificationError("x"), 3), (ZeroDivisionError("a name"), 3)],
)
def test_defects_and_ctrl_c_have_codes_of_their_own(
    exports: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: BaseException, code: int
) -> None:
    """What an unexpected error says may hold values of people, so only its kind and place are shown."""

    def fail(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr("matching.pipeline.match", fail)
    done = run("match", exports, "--out", tmp_path)
    assert done.exit_code == code
    assert done.stderr.count("\n") == 1
    assert "a name" not in done.stderr
    assert "Traceback" not in done.stderr


def shell(*arguments: object, **environment: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "matching", *map(str, arguments)],
        capture_output=True,
        check=False,
        env=os.environ | environment,
    )


def test_a_console_that_lacks_a_character_does_not_stop_the_run(exports: Path, tmp_path: Path) -> None:
    """A Dutch Windows console is cp1252; a folder may be called anything."""
    done = shell(
        *("match", exports, "--out", tmp_path / "\N{LATIN SMALL LETTER L WITH STROKE}\N{SNOWMAN}"),
        PYTHONIOENCODING="cp1252",
    )
    assert done.returncode == 0, done.stderr
    assert b"Files in" in done.stdout
    assert b"\x1b" not in done.stdout + done.stderr


def test_help_answers_without_loading_what_it_does_not_need() -> None:
    code = (
        "import sys\nfrom matching.cli import app\n"
        "try:\n    app(['--help'])\nexcept SystemExit:\n    pass\n"
        "print(*sorted({name.split('.')[0] for name in sys.modules}), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert {"demo", "match", "check", "version"} <= set(done.stdout.split())
    assert not {"numpy", "scipy", "pydantic", "xlsxwriter", "jinja2", "sklearn"} & set(done.stderr.split())


def test_each_command_explains_itself() -> None:
    for command in ("demo", "match", "check", "version"):
        done = run(command, "--help")
        assert done.exit_code == 0
    assert "Exit codes" in run("match", "--help").stdout


def test_version_names_the_engine() -> None:
    done = run("version")
    assert done.exit_code == 0
    assert "engine" in done.stdout


@pytest.mark.slow
def test_the_demo_runs_from_any_directory(tmp_path: Path) -> None:
    done = shell("demo", "--out", tmp_path / "demo")
    assert done.returncode == 0, done.stderr
    assert sorted(file.name for file in (tmp_path / "demo").iterdir()) == sorted(["exports", *FILES])
    plan = read(tmp_path / "demo")
    assert plan["gap"] <= 1e-3
    assert len(plan["rows"]) >= 32


def test_a_run_says_what_changed_since_an_earlier_one(exports: Path, tmp_path: Path) -> None:
    """The plan.json of the earlier run is all that it needs."""
    assert run("match", exports, "--out", tmp_path / "first", "--min-score", "0.2").exit_code == 0
    earlier = tmp_path / "first" / "plan.json"
    options = ("--out", tmp_path / "second", "--previous", earlier, "--min-score", "0.3")
    done = run("match", exports, *options)
    assert done.exit_code == 0, done.stderr
    assert re.search(r"Since the plan of 2026-01-12: \d+ kept, \d+ moved, \d+ new, \d+ ended", done.stdout)
    changes = json.loads((tmp_path / "second" / "plan.json").read_text(encoding="utf-8"))["changes"]
    assert changes["plan_hash"] == json.loads(earlier.read_text(encoding="utf-8"))["manifest"]["plan_hash"]
    broken = run("match", exports, "--out", tmp_path / "third", "--previous", exports / "market.toml")
    assert broken.exit_code == 2
    assert "plan.json of an earlier run" in broken.stderr


def test_esco_makes_tables_that_a_match_uses_and_names(tmp_path: Path, exports: Path) -> None:
    columns = "conceptType,conceptUri,iscoGroup,preferredLabel,altLabels,hiddenLabels,status,code"
    uri = matching.registers.occupation("2221.2").uri
    (tmp_path / "occupations_nl.csv").write_text(
        f"{columns}\nOccupation,{uri},2221,verpleger,zuster,,released,2221.2\n", encoding="utf-8"
    )
    done = run("esco", tmp_path, "--out", tmp_path / "own.zip")
    assert done.exit_code == 0
    assert "ESCO in nl is in" in done.output
    assert "3,042  occupations: 0 new, 3,041 not in the package" in done.output
    assert "8,478  skills have no Dutch name and are shown in English" in done.output
    command = [sys.executable, "-m", "matching", "match", str(exports), "--out", str(tmp_path / "plan"), "-q"]
    own = os.environ | {"MATCHING_ESCO": str(tmp_path / "own.zip")}
    assert subprocess.run(command, env=own, check=False).returncode == 0
    assert read(tmp_path / "plan")["manifest"]["versions"]["ESCO"].startswith("0+")


def test_a_bad_esco_package_or_file_is_one_sentence_and_code_2(tmp_path: Path, exports: Path) -> None:
    (tmp_path / "skills_nl.csv").write_text("conceptUri,preferredLabel\nx,y\n", encoding="utf-8")
    done = run("esco", tmp_path, "--out", tmp_path / "own.zip")
    assert done.exit_code == 2
    assert "skills_nl.csv:2 column 'conceptUri': must be the address of a skill" in done.output
    command = [sys.executable, "-m", "matching", "match", str(exports), "--out", str(tmp_path / "plan"), "-q"]
    own = os.environ | {"MATCHING_ESCO": str(tmp_path / "absent.zip")}
    told = subprocess.run(command, env=own, check=False, capture_output=True, text=True)
    assert told.returncode == 2
    assert "absent.zip: is not a file of ESCO tables" in told.stderr
