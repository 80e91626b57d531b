"""The compiled kernel; its sources are in `native/`."""

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

    def reweigh(self, weight: NDArray[np.int64]) -> int:
        """Give all pairs a new weight; returns the number of jobseekers with a change."""

    def solve(self, time_limit: float) -> bool:
        """Search for the best choice; False when the limit, in seconds, came first."""

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
