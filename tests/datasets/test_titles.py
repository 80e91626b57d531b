"""Titles as people write them, and the tiny named instances."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.datasets import TitleNoise, perturb_title, tiny
from matching.exceptions import MarketError
from matching.market import Market

SILENT = {"inflect": 0.0, "shorten": 0.0, "misspell": 0.0, "capitals": 0.0, "english": 0.0, "phrase": 0.0}
TITLES = ("administratief medewerker", "schoonmaker", "kok", "orderpicker", "begeleider wonen")


def _written(title: str, n: int = 200, **rates: float | bool) -> set[str]:
    noise = TitleNoise(**(SILENT | rates))  # type: ignore[arg-type]
    rng = np.random.default_rng(1)
    return {perturb_title(title, rng, noise=noise) for _ in range(n)}


@given(title=st.sampled_from(TITLES), seed=st.integers(0, 2**32))
def test_same_generator_state_gives_the_same_title(title: str, seed: int) -> None:
    """Two generators of one seed write one title, and never nothing unless blanks are asked for."""
    first, again = (perturb_title(title, np.random.default_rng(seed)) for _ in range(2))
    assert first == again
    assert first


@given(title=st.text(max_size=40), seed=st.integers(0, 2**32))
def test_any_text_can_be_perturbed(title: str, seed: int) -> None:
    """No text makes it fail."""
    noise = TitleNoise(inflect=1, shorten=1, misspell=1, capitals=1, english=1, phrase=1)
    perturb_title(title, np.random.default_rng(seed), noise=noise)


def test_without_noise_a_title_stays() -> None:
    """No noise leaves the title as it is."""
    assert all(_written(title) == {title} for title in TITLES)


def test_each_kind_of_noise() -> None:
    """Inflecting, shortening, slips, capitals, English, phrases and blanks each do what they say."""
    assert _written("schoonmaker", inflect=1) == {"schoonmaakster"}
    assert _written("schoonmaker", inflect=1, advert=True) == {"schoonmakers", "schoonmaakster"}
    assert _written("administratief medewerker", shorten=1) <= {
        "administratief mdw.",
        "administratief medew.",
        "administratief medew",
        "administratief medw",
        "administratief mw.",
    }
    assert "MAGAZIJNMEDEWERKER" in _written("magazijnmedewerker", capitals=1)
    assert _written("orderpicker", english=1) == {"warehouse operative"}
    assert any(text.lower().startswith("gezocht") for text in _written("kok", phrase=1, advert=True))
    assert any("m/v" in text for text in _written("kok", phrase=1, advert=True))
    assert _written("kok", blank=1) == {""}
    slips = _written("schoonmaker", misspell=1)
    assert len(slips) > 10
    assert all(abs(len(text) - len("schoonmaker")) <= 1 for text in slips)


def test_a_rate_out_of_range_is_refused() -> None:
    """A share above one says which and what it got."""
    with pytest.raises(ValueError, match=r"misspell must be in \[0, 1\], got 2"):
        TitleNoise(misspell=2)


@pytest.mark.parametrize(
    ("name", "size"), [("tiny", (6, 4)), ("tie", (2, 2)), ("infeasible", (3, 1)), ("one_employer", (4, 3))]
)
def test_tiny_instances_form_a_market(name: str, size: tuple[int, int]) -> None:
    """Each tiny instance has its size and becomes a market without a finding."""
    sample = tiny(name)  # type: ignore[arg-type]
    market = Market.from_records(
        sample.jobseekers, sample.vacancies, sample.employers, sample.contracts, on=sample.on
    )
    assert (market.n_jobseekers, market.n_vacancies) == size
    assert len(market.issues) == 0


def test_the_ties_are_ties() -> None:
    """In `tie` the two people, and the two vacancies, differ in their id alone."""
    sample = tiny("tie")
    for first, second in (sample.jobseekers, sample.vacancies):
        assert first.model_dump(exclude={"id"}) == second.model_dump(exclude={"id"})


def test_an_unknown_tiny_instance_is_refused() -> None:
    """Another name is answered with the names that exist."""
    with pytest.raises(MarketError, match="infeasible, one_employer, tie, tiny"):
        tiny("huge")  # type: ignore[arg-type]
