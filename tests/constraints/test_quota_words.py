"""Promises read as Dutch and English sentences, and absurd amounts are refused by name."""

from __future__ import annotations

import pytest

from matching.constraints import Quota
from matching.exceptions import ConstraintError


def test_filters_and_groups_are_named_in_words() -> None:
    quota = Quota(
        "no_startkwalificatie", at_least=2, where={"municipality": "GM0114", "sector": "government"}
    )
    assert quota.describe("nl") == (
        "minstens 2 personen uit de groep zonder startkwalificatie; "
        "woonplaats in gemeente Emmen; sector overheid"
    )
    assert "living in municipality Emmen; sector government" in quota.describe("en")


@pytest.mark.parametrize("field", ["at_least", "at_most"])
def test_an_absurd_amount_is_refused(field: str) -> None:
    with pytest.raises(ConstraintError, match=f"{field} must be at most 10,000,000"):
        Quota(**{field: 10**11})


def test_an_absurd_price_is_refused() -> None:
    with pytest.raises(ConstraintError, match="price must be at most"):
        Quota(at_least=1, price=1e300)
