"""No citizen service number comes in: not as a column, not as an id, not in a text."""

from __future__ import annotations

import pytest

from matching.exchange._bsn import is_bsn, looks_like_bsn, mask_bsn

# Made for tests: digits that pass the eleven-test and belong to nobody in particular.
NUMBERS = [n for n in ("111222333", "123456782", "999999990", "010464554", "200000013") if is_bsn(n)]


def test_the_eleven_test():
    """Nine digits weighed 9 to 2 and minus 1 are a multiple of eleven."""
    assert is_bsn("111222333")
    assert is_bsn("123456782")
    assert not is_bsn("123456789")
    assert not is_bsn("000000000")
    assert len(NUMBERS) >= 3


@pytest.mark.parametrize("heading", ["BSN", "Burgerservicenummer", "sofi-nummer"])
def test_a_column_called_bsn_is_dropped_unread_with_one_finding(read, heading):
    """The heading is enough, whatever the cells hold."""
    batch = read(f"Klantnummer;Beroep;{heading}\nW-1;kok;111222333\nW-2;kok;x\n")
    assert batch.issues.by_rule()["exchange.bsn_column"] == 1
    assert "111222333" not in repr(batch)


@pytest.mark.parametrize("heading", ["Consulent", "Onbekende kolom", "Vaardigheden"])
def test_a_column_that_holds_bsns_is_dropped_whatever_its_heading(read, heading):
    """Values that pass the test in most cells give the column away."""
    rows = "".join(f"W-{k};kok;{number}\n" for k, number in enumerate(NUMBERS))
    batch = read(f"Klantnummer;Beroep;{heading}\n{rows}")
    assert batch.issues.by_rule()["exchange.bsn_column"] == 1
    assert len(batch.jobseekers) == len(NUMBERS)
    assert not any(number in repr(batch) for number in NUMBERS)


def test_an_id_that_is_a_bsn_is_refused(read):
    """Rows without another id are set apart, and the finding says what to do."""
    rows = "".join(f"{number};kok\n" for number in NUMBERS)
    batch = read({"a.csv": f"Klantnummer;Beroep\n{rows}", "b.csv": "Vacaturenummer;Functie\nV-1;kok\n"})
    assert not batch.jobseekers
    assert batch.issues.by_rule()["exchange.bsn_as_id"] == 1
    assert len(batch.quarantine) == len(NUMBERS)
    assert not any(number in repr(batch) for number in NUMBERS)


def test_another_id_is_used_where_the_first_is_a_bsn(read):
    """With an id of its own beside the BSN the table is read."""
    rows = "".join(f"{number};W-{k};kok\n" for k, number in enumerate(NUMBERS))
    batch = read(f"Klantnummer;ID_WZ;Beroep\n{rows}")
    assert len(batch.jobseekers) == len(NUMBERS)


@pytest.mark.parametrize("written", ["111222333", "1112.22.333", "111 222 333", "111.222.333"])
def test_a_bsn_in_free_text_is_masked(read, written):
    """However it is written, nine stars stand for it."""
    batch = read(f"Vacaturenummer;Functie;Omschrijving\nV-1;kok;bel over {written} morgen\n")
    assert batch.vacancies[0].text == "bel over ********* morgen"
    assert batch.issues.by_rule()["exchange.bsn_in_text"] == 1


@pytest.mark.parametrize(
    "text", ["bel 0612345678", "bestelnr 123456789", "IBAN NL00BANK0111222333", "1112223334"]
)
def test_other_numbers_stay(text):
    """Phone numbers, longer numbers and those that fail the test are no BSN."""
    assert mask_bsn(text) == text


def test_numbers_that_pass_by_chance_are_no_column_of_bsns():
    """One in eleven passes; a column of serial numbers is left alone."""
    assert not looks_like_bsn([str(n) for n in range(100_000_000, 100_000_300)])
    assert looks_like_bsn([float(n) for n in NUMBERS])
