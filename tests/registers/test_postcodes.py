"""Postcodes as rows, as columns and as the fall-back place of a municipality."""

from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching import registers
from matching.exceptions import RegisterError


def test_the_table_is_sorted_and_read_only():
    """Positions are stable and nobody can change them."""
    table = registers.postcodes()
    assert len(table) == 4067
    assert (np.diff(table.pc4) > 0).all()
    for name in table.__slots__:
        column = getattr(table, name)
        assert len(column) == len(table)
        assert not column.flags.writeable


def test_every_postcode_lies_in_the_country_and_in_a_municipality_of_today():
    """Points are inside the Netherlands; codes join with the municipalities of 2025."""
    table = registers.postcodes()
    assert ((table.latitude > 50.7) & (table.latitude < 53.6)).all()
    assert ((table.longitude > 3.3) & (table.longitude < 7.3)).all()
    region = {row.code: row.region_code for row in registers.municipalities(date(2025, 1, 1))}
    pairs = set(zip(table.municipality_code.tolist(), table.region_code.tolist(), strict=True))
    assert pairs == set(region.items())


@given(st.lists(st.integers(min_value=-10, max_value=10_100), max_size=30))
def test_positions_agree_with_a_plain_search(pc4):
    """A known postcode is found where it stands; anything else is -1."""
    table = registers.postcodes()
    expected = {code: at for at, code in enumerate(table.pc4.tolist())}
    assert table.positions(np.array(pc4, dtype=np.int64)).tolist() == [expected.get(code, -1) for code in pc4]


@pytest.mark.parametrize("key", [7811, "7811", " 7811 ab", "7811AB"])
def test_a_postcode_is_read_with_or_without_letters(key):
    """Only the digits count."""
    assert registers.postcode(key).pc4 == 7811


@pytest.mark.parametrize("key", ["781", "0811", "78111", "emmen", "", "5028", 999])
def test_what_is_no_postcode_is_refused(key):
    """Malformed and missing postcodes raise the same kind of error."""
    with pytest.raises(RegisterError):
        registers.postcode(key)


def test_unknown_inhabitants_are_not_zero():
    """A postcode without a figure has None in the row and -1 in the column."""
    table = registers.postcodes()
    at = int(np.flatnonzero(table.inhabitants < 0)[0])
    assert table.inhabitants[at] == -1
    assert registers.postcode(int(table.pc4[at])).inhabitants is None


def test_every_municipality_has_a_centre_among_its_postcodes():
    """The fall-back place lies within the bounds of the municipality's postcodes."""
    table = registers.postcodes()
    for row in registers.municipalities(date(2026, 1, 1)):
        latitude, longitude = registers.municipality_centre(row.code)
        here = table.municipality_code == row.code
        assert table.latitude[here].min() <= latitude <= table.latitude[here].max()
        assert table.longitude[here].min() <= longitude <= table.longitude[here].max()
        assert registers.municipality_population(row.code).inhabitants > 0


def test_a_municipality_that_ceased_has_no_centre():
    """The error names a code that has one."""
    with pytest.raises(RegisterError, match="the nearest is 'GM"):
        registers.municipality_centre("GM0003")
