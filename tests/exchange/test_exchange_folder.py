"""Folders: what is read in them, their settings, and what stops the whole."""

from __future__ import annotations

from datetime import date

import pytest

from matching.exceptions import ExchangeError
from matching.exchange import read_folder, read_settings

GOOD = "Klantnummer;Gewenst beroep\nW-1;kok\n"


def test_a_folder_is_read_in_the_order_of_names(read, tmp_path):
    """Table files are read sorted; locks, hidden and other files and folders are named, settings not."""
    (tmp_path / "oud").mkdir()
    batch = read(
        {
            "b.csv": GOOD.replace("W-1", "W-2"),
            "a.txt": GOOD,
            "~$a.xlsx": b"x",
            ".verborgen.csv": GOOD,
            "leesmij.pdf": b"x",
            "market.toml": "on = 2026-03-01",
            "quota.toml": "x = 1",
        },
        on=None,
    )
    assert [p.id for p in batch.jobseekers] == ["W-1", "W-2"]
    assert batch.on == date(2026, 3, 1)
    counts = batch.issues.by_rule()
    assert counts["exchange.hidden_file"] == 2
    assert counts["exchange.other_file"] == 1
    assert counts["exchange.subfolder"] == 1


def test_the_argument_goes_before_the_settings(read):
    """A reference date that is given wins over that of the folder."""
    batch = read({"a.csv": GOOD, "market.toml": 'on = 2026-03-01\nregion = "AM03"'}, on=date(2026, 1, 1))
    assert batch.on == date(2026, 1, 1)


@pytest.mark.parametrize(
    "text",
    ['on = "2026-01-12"', "on = 2026-01-12T10:00:00", "region = 3", "onn = 2026-01-12", "on = ", b"\xff\xfe"],
)
def test_settings_that_are_wrong_are_refused(tmp_path, text):
    """A wrong or unknown setting is an error that names the file."""
    (tmp_path / "market.toml").write_bytes(text if isinstance(text, bytes) else text.encode())
    with pytest.raises(ExchangeError, match=r"market\.toml"):
        read_settings(tmp_path)


def test_settings_of_a_folder_without_them(tmp_path):
    """No file, no settings."""
    settings = read_settings(tmp_path)
    assert (settings.on, settings.region) == (None, None)


def test_files_may_be_given_one_by_one(read, tmp_path):
    """A file, or several, as text or path."""
    read({"a.csv": GOOD, "b.csv": GOOD.replace("W-1", "W-2")})
    assert len(read_folder(str(tmp_path / "a.csv")).jobseekers) == 1
    assert len(read_folder([tmp_path / "b.csv", tmp_path / "a.csv"]).jobseekers) == 2


def test_nothing_to_read_is_one_clear_sentence(tmp_path):
    """No such folder, an empty one, one without tables, one without a table that is understood."""
    with pytest.raises(ExchangeError, match="no such file or folder"):
        read_folder(tmp_path / "weg")
    with pytest.raises(ExchangeError, match="no table could be read"):
        read_folder(tmp_path)
    (tmp_path / "a.csv").write_text("x;y\n1;2\n")
    with pytest.raises(ExchangeError, match="fit no kind of table"):
        read_folder(tmp_path)
    with pytest.raises(ExchangeError, match="no table could be read"):
        read_folder([])


def test_progress_is_told(read):
    """The name of each file, how many are done, and how many there are."""
    told: list[tuple[str, int, int]] = []
    read({"a.csv": GOOD, "b.csv": GOOD.replace("W-1", "W-2")}, progress=lambda *now: told.append(now))
    assert told == [("a.csv", 0, 2), ("b.csv", 1, 2), ("", 2, 2)]


def test_the_same_folder_gives_the_same_batch(read):
    """Reading twice is reading the same."""
    files = {"a.csv": GOOD + "W-2;bakker;x\nW-1;kok\n", "b.csv": "Vacaturenummer;Functie\nV-1;kok\n"}
    assert read(files) == read(files)


def test_a_folder_without_people_or_work_is_doubted(read, tmp_path):
    """There is nothing to match; a single file that was asked for is not blamed."""
    found = read({"a.csv": GOOD})
    [issue] = [issue for issue in found.issues if issue.rule == "exchange.none_of_kind"]
    assert (issue.severity, issue.nl) == ("doubted", "er zijn geen vacatures gelezen")
    assert "exchange.none_of_kind" not in read_folder(tmp_path / "a.csv").issues.by_rule()
    both = read({"b.csv": "Vacaturenummer;Functie\nV-1;kok\n"})
    assert "exchange.none_of_kind" not in both.issues.by_rule()


def test_two_files_of_one_name_are_told_apart(tmp_path):
    """Findings name a file by its name, and as it was given where that is not enough."""
    for name in ("oud", "nieuw"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "a.csv").write_text(GOOD)
    batch = read_folder([tmp_path / "oud" / "a.csv", tmp_path / "nieuw" / "a.csv"])
    [issue] = [issue for issue in batch.issues if issue.rule == "exchange.id_twice"]
    assert issue.file == str(tmp_path / "nieuw" / "a.csv")
    assert f"{tmp_path / 'oud' / 'a.csv'}:2" in issue.en


@pytest.mark.parametrize("name", ["weg.toml", "map.toml"])
def test_an_error_names_a_file_once_as_it_was_given(read, tmp_path, monkeypatch, name):
    """A mapping that is not there, or is a folder, is one sentence without the words of the system."""
    (tmp_path / "map.toml").mkdir()
    monkeypatch.chdir(tmp_path)
    with pytest.raises(
        ExchangeError, match=r"^(weg|map)\.toml: (there is no such file|cannot be read)"
    ) as caught:
        read({"a.csv": GOOD}, mapping=name)
    assert str(caught.value).count(name) == 1
