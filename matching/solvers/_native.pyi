"""The compiled kernel; its sources are in `native/`."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

class Solver:
    """One problem and the choice of pairs so far; used by one thread at a time.

    Raises ValueError when arrays disagree, and RuntimeError when another thread is using it.
    """

    def __init__(
        self,
        indptr: NDArray[np.int64],
        vacancy: NDArray[np.int32],
        weight: NDArray[np.int64],
        jobseeker_capacity: NDArray[np.int32],
        vacancy_capacity: NDArray[np.int32],
    ) -> None: ...
    def start(self, vacancy_price: NDArray[np.int64], chosen: NDArray[np.int64]) -> None:
        """Start from these prices and those of these pairs that they bear out."""

    def take_up(
        self,
        indptr: NDArray[np.int64],
        vacancy: NDArray[np.int32],
        weight: NDArray[np.int64],
        jobseeker_capacity: NDArray[np.int32],
        vacancy_capacity: NDArray[np.int32],
    ) -> bool:
        """Take up other weights of the same pairs and places; False when they are not the same."""

    def solve(self, time_limit: float, progress: Callable[[int, int], object] | None = None) -> bool:
        """Search for the best choice; False when the limit, in seconds, came first.

        Then free places are used as well as they can be. `progress` is told the weight chosen and its bound
        once a second.
        """

    def answer(
        self,
    ) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64], int, int]:
        """Chosen pairs, prices of jobseekers and vacancies, total weight, and the bound of the prices.

        The sums are those of `certify`.
        """

    def chosen(self) -> NDArray[np.int64]:
        """Positions of the chosen pairs, sorted."""

    def prices(self) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Prices of the jobseekers and of the vacancies."""

    def certify(
        self,
        chosen: NDArray[np.int64],
        jobseeker_price: NDArray[np.int64],
        vacancy_price: NDArray[np.int64],
    ) -> tuple[int, int]:
        """Total weight of the pairs and the bound that the prices prove, both from scratch."""

class BlockReader:
    """Picks pairs from a matrix that is read in blocks of rows: of weights, or of scores to be keyed.

    Scores are floats in [0, 1] or whole micro-units. Raises ValueError when a block does not fit.
    """

    def __init__(
        self,
        n_jobseekers: int,
        guessed_price: NDArray[np.int64],
        per_jobseeker: int,
        per_vacancy: int,
        are_scores: bool = False,
    ) -> None: ...
    def add(self, rows: NDArray[np.int64] | NDArray[np.float64], first: int) -> None:
        """Look at the rows of jobseekers `first` and on, each once."""

    def shortlist(self) -> tuple[NDArray[np.int32], NDArray[np.int32], NDArray[np.int64]]:
        """Jobseeker, vacancy and weight of the best pairs of each; some come more than once."""

    def missed(
        self,
        rows: NDArray[np.int64] | NDArray[np.float64],
        first: int,
        jobseeker_price: NDArray[np.int64],
        vacancy_price: NDArray[np.int64],
        most: int,
    ) -> tuple[NDArray[np.int32], NDArray[np.int32], NDArray[np.int64]]:
        """Pairs that are worth more than the prices of their ends, at most `most` of each jobseeker."""

def tie_keys(jobseeker: NDArray[np.int32], vacancy: NDArray[np.int32]) -> NDArray[np.int64]:
    """20 bits mixed from the two positions of each pair."""

def first_pairs(
    jobseeker: NDArray[np.int32], vacancy: NDArray[np.int32], n_jobseekers: int
) -> NDArray[np.int64] | None:
    """Where the pairs of each jobseeker begin; None when pairs are not in strict order of their positions."""

def adjust_weights(
    first_entry: NDArray[np.int32],
    row: NDArray[np.int32],
    coefficient: NDArray[np.int32] | NDArray[np.int64],
    weight: NDArray[np.int64],
    row_price: NDArray[np.int64],
    adjusted: NDArray[np.int64],
) -> None:
    """Put the weight of each pair plus what its rows pay for it in `adjusted`."""

def activity(
    first_entry: NDArray[np.int32],
    row: NDArray[np.int32],
    coefficient: NDArray[np.int32] | NDArray[np.int64],
    pairs: NDArray[np.int64],
    n_rows: int,
) -> NDArray[np.int64]:
    """Sum of the coefficients of some pairs in each row."""

def row_sums(
    first_entry: NDArray[np.int32],
    row: NDArray[np.int32],
    coefficient: NDArray[np.int32] | NDArray[np.int64],
    n_rows: int,
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Sum and largest of the coefficients of each row."""

def price_jobseekers(
    indptr: NDArray[np.int64],
    vacancy: NDArray[np.int32],
    jobseeker_capacity: NDArray[np.int32],
    vacancy_price: NDArray[np.int64],
    weight: NDArray[np.int64],
) -> tuple[NDArray[np.int64], int]:
    """Worth of the last place of each jobseeker, and of all; `weight` becomes the loss of each pair."""

def choose_in_turn(
    indptr: NDArray[np.int64],
    vacancy: NDArray[np.int32],
    weight: NDArray[np.int64],
    jobseeker_capacity: NDArray[np.int32],
    vacancy_capacity: NDArray[np.int32],
) -> tuple[NDArray[np.int64], NDArray[np.int64], int, int]:
    """Choice in which each jobseeker in turn takes the best that is free, prices, weight and a bound."""

def defer_acceptance(
    indptr: NDArray[np.int64],
    vacancy: NDArray[np.int32],
    jobseeker_score: NDArray[np.int64],
    vacancy_score: NDArray[np.int64],
    weight: NDArray[np.int64],
    jobseeker_capacity: NDArray[np.int32],
    vacancy_capacity: NDArray[np.int32],
) -> NDArray[np.int64]:
    """Stable choice that is best for jobseekers. Raises ValueError when arrays disagree."""

def climb(
    indptr: NDArray[np.int64],
    vacancy: NDArray[np.int32],
    loss: NDArray[np.int64],
    jobseeker_capacity: NDArray[np.int32],
    vacancy_capacity: NDArray[np.int32],
    jobseeker_price: NDArray[np.int64],
    vacancy_price: NDArray[np.int64],
    first_entry: NDArray[np.int64],
    row: NDArray[np.int32],
    coefficient: NDArray[np.int64],
    lower: NDArray[np.int64],
    upper: NDArray[np.int64],
    shortfall_price: NDArray[np.int64],
    excess_price: NDArray[np.int64],
    row_price: NDArray[np.int64],
    chosen: NDArray[np.int64],
    reach: float,
    enough: float,
    n_stages: int,
    n_shakes: int,
    max_looks: int,
    seed: int,
    time_limit: float,
) -> NDArray[np.int64]:
    """Improve a choice under side rows; returns it. Raises ValueError when arrays disagree."""

def best_patterns(
    gain: NDArray[np.int64],
    units: NDArray[np.int64],
    jobseeker: NDArray[np.int32],
    vacancy: NDArray[np.int32],
    jobseeker_room: NDArray[np.int32],
    vacancy_room: NDArray[np.int32],
    lower: int,
    price: int,
    memory: NDArray[np.int64],
    slack: int,
    most: int,
    max_looks: int,
    time_limit: float,
) -> tuple[int, bool, NDArray[np.int64], NDArray[np.int32], list[int]]:
    """Best sets of pairs of one row: bound, whether all are there, where each begins, pairs, worth."""
