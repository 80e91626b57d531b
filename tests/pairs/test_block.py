"""Pairs kept as one bit each: what is packed is listed again, in order."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from matching.pairs import Block
from matching.pairs._block import packed


@given(seed=st.integers(0, 99), n=st.integers(0, 140), m=st.integers(0, 20))
def test_the_pairs_listed_are_those_packed_that_can_be(seed: int, n: int, m: int) -> None:
    """Cells of any shape come back as their positions, rows first, also when only some classes can."""
    rng = np.random.default_rng(seed)
    cells = rng.random((n, m)) < 0.3
    of, can = rng.integers(0, 4, m), rng.random((n, 4)) < 0.5
    block = Block(people=np.arange(n), vacancies=np.arange(m), eligible=packed(cells))
    assert len(block) == cells.sum()
    for left, listed in ((cells, block.pairs()), (cells & can[:, of], block.pairs(can, of))):
        assert np.array_equal(np.column_stack(listed), np.argwhere(left))
        assert all(place.dtype == np.int32 for place in listed)
