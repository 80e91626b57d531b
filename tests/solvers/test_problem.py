"""What an assignment problem accepts, keeps and refuses."""

from __future__ import annotations

import pickle
import warnings
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse import coo_array, coo_matrix, csc_array, csr_array

from matching.exceptions import MatchingError, ProblemError
from matching.solvers import KEY_SCALE, AssignmentProblem, engine, solve

PLAIN = {
    "jobseeker": [0, 0, 1],
    "vacancy": [0, 1, 0],
    "score": [0.9, 0.6, 0.8],
    "jobseeker_capacity": [1, 1],
    "vacancy_capacity": [1, 1],
}


def test_scores_are_rounded_once_to_micro_units():
    """A float is rounded to the nearest micro-unit; integers are micro-units already."""
    problem = AssignmentProblem(**PLAIN | {"score": [0.1234564, 0.1234566, 1.0]})
    assert problem.micro_score.tolist() == [123_456, 123_457, 1_000_000]
    problem = AssignmentProblem(**PLAIN | {"score": [7, 0, 1_000_000]})
    assert problem.micro_score.tolist() == [7, 0, 1_000_000]


def test_weight_is_score_and_key():
    """The keyed weight is micro-score * 2**20 + key."""
    problem = AssignmentProblem(**PLAIN, tie_key=[5, 0, KEY_SCALE - 1])
    assert problem.weight.tolist() == [900_000 * KEY_SCALE + 5, 600_000 * KEY_SCALE, 800_001 * KEY_SCALE - 1]
    assert problem.tie_key.tolist() == [5, 0, KEY_SCALE - 1]


def test_default_keys_do_not_depend_on_the_order_of_the_pairs():
    """Shuffled pairs keep their keys, parallel pairs of different rows too."""
    rng = np.random.default_rng(1)
    i, j = np.repeat(np.arange(4), 6), np.tile([0, 0, 1, 1, 2, 2], 4)
    rows = csr_array(rng.integers(0, 3, (3, 24)))
    score = rng.integers(0, 3, 24) / 2
    problem = AssignmentProblem(i, j, score, [1] * 4, [1] * 3, rows=rows)
    order = rng.permutation(24)
    shuffled = AssignmentProblem(i[order], j[order], score[order], [1] * 4, [1] * 3, rows=rows[:, order])
    by_content = [sorted(zip(p.jobseeker, p.vacancy, p.weight, strict=True)) for p in (problem, shuffled)]
    assert by_content[0] == by_content[1]
    assert len(np.unique(problem.tie_key)) == 24


@pytest.mark.parametrize("as_given", [list, tuple, lambda limits: np.array(limits, dtype=object)])
def test_open_limits_never_bind(as_given):
    """None and limits infinite to the open side become 0 and the total of the row."""
    rows = [[1, 2, 3], [4, 0, 0], [1, 1, 1]]
    lower, upper = as_given([None, -np.inf, 1]), as_given([np.inf, 2, None])
    problem = AssignmentProblem(**PLAIN, rows=rows, lower=lower, upper=upper)
    assert problem.lower.tolist() == [0, 0, 1]
    assert problem.upper.tolist() == [6, 2, 3]
    assert np.isinf(problem.shortfall_price).all()
    assert problem.excess_weight == (None, None, None)


def test_prices_become_whole_keyed_weights():
    """A price of half a score unit is 500,000 micro-units, keyed."""
    problem = AssignmentProblem(**PLAIN, rows=[[1, 1, 1]], lower=[2], shortfall_price=[0.5])
    assert problem.shortfall_weight == (500_000 * KEY_SCALE,)


@pytest.mark.parametrize("kind", [np.uint8, np.bool_, np.float32, np.int64])
@pytest.mark.parametrize("form", [csr_array, csc_array, coo_array, coo_matrix])
def test_coefficients_given_more_than_once_are_summed(kind, form):
    """The sum is right also where it does not fit the type of the parts."""
    parts, row, column = np.array([200, 100, 7]).astype(kind), [0, 0, 0], [0, 0, 2]
    if form is csr_array:
        rows = csr_array((parts, column, [0, 3]), shape=(1, 3))
    elif form is csc_array:
        rows = csc_array((parts, row, [0, 2, 2, 3]), shape=(1, 3))
    else:
        rows = form((parts, (row, column)), shape=(1, 3))
    expected = [2, 0, 1] if kind is np.bool_ else [300, 0, 7]
    assert AssignmentProblem(**PLAIN, rows=rows).rows.toarray().tolist() == [expected]
    assert rows.data.tolist() == parts.tolist()


def test_building_problems_leaves_the_warning_filters_alone():
    """Threads that build problems at the same time leave the filters of the process as they were."""
    before = list(warnings.filters)
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda _: AssignmentProblem(**PLAIN, rows=[[1, 1, 1]]), range(400)))
    assert warnings.filters == before


def test_arrays_are_copies_and_read_only():
    """Neither side can change the arrays of the other."""
    score = np.array([0.9, 0.6, 0.8])
    rows = csr_array(np.array([[1, 0, 2]]))
    problem = AssignmentProblem(**PLAIN | {"score": score}, rows=rows)
    score[0] = 0
    rows.data[0] = 9
    assert problem.micro_score[0] == 900_000
    assert problem.rows.data.tolist() == [1, 2]
    for array in (problem.weight, problem.jobseeker, problem.rows.data, problem.upper):
        with pytest.raises(ValueError, match="read-only"):
            array[0] = 1
    with pytest.raises(AttributeError):
        problem.weight = score


def test_a_problem_survives_pickling():
    """A problem is a value: pickled and back it solves the same."""
    problem = AssignmentProblem(**PLAIN, rows=[[1, 1, 1]], upper=[1])
    again = pickle.loads(pickle.dumps(problem))
    assert np.array_equal(solve(again).chosen, solve(problem).chosen)


def test_an_empty_problem_is_a_problem():
    """No pairs, no people and no rows are all fine."""
    for problem in (
        AssignmentProblem([], [], [], [], []),
        AssignmentProblem([], [], [], [1], [1], rows=np.zeros((2, 0)), lower=[1, 0], shortfall_price=[1, 1]),
    ):
        solution = solve(problem)
        assert solution.chosen.tolist() == []
        assert solution.status == "optimal"


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"score": [0.5, 1.2, 0.1]}, r"score\[1\]: must be in \[0, 1\], got 1.2"),
        ({"score": [0.5, np.nan, 0.1]}, r"score\[1\]"),
        ({"score": [0.5, 0.1]}, "score: must have 3 entries, got 2"),
        ({"score": [[0.5, 0.1, 0.2]]}, "score: must be one-dimensional"),
        ({"score": ["a", "b", "c"]}, "score: must hold numbers"),
        ({"score": [1, 2, 1_000_001]}, r"score\[2\]: must be in \[0, 1000000\]"),
        ({"jobseeker": [0, 0, 2]}, r"jobseeker\[2\]: must be in \[0, 1\], got 2"),
        ({"jobseeker": [0.0, 0.0, 1.0]}, "jobseeker: must hold integers"),
        ({"vacancy": [0, -1, 0]}, r"vacancy\[1\]: must be in \[0, 1\], got -1"),
        ({"vacancy_capacity": []}, "vacancy_capacity is empty"),
        ({"jobseeker_capacity": [1, -1]}, r"jobseeker_capacity\[1\]"),
        ({"jobseeker_capacity": [1, 2**40]}, r"jobseeker_capacity\[1\]"),
        ({"rows": [[1, 0]]}, r"rows: must be numbers of shape \(n_rows, 3\)"),
        ({"rows": [[1, 0, -1]]}, "rows.data"),
        ({"rows": [[1, 0, 0.5]]}, "rows.data"),
        ({"rows": [[1e16, 0, 0]]}, "rows.data"),
        ({"rows": [[2.0**52, 2.0**52, 2.0**52]]}, "rows"),
        ({"rows": [["a", "b", "c"]]}, "rows"),
        ({"rows": [[1, 1], [1, 1, 1]]}, "rows: must be a sparse array"),
        ({"rows": np.ma.array([[1, 1, 1]], mask=[[0, 1, 0]])}, "rows: must not have masked"),
        ({"score": np.ma.array([0.5] * 3, mask=[0, 1, 0])}, "score: must not have masked"),
        ({"rows": [[1, 1, 1]], "lower": [np.inf]}, r"lower\[0\]: must be a whole number .* or -inf"),
        ({"rows": [[1, 1, 1]], "upper": [-np.inf]}, r"upper\[0\]: must be a whole number .* or inf"),
        ({"rows": [[1, 1, 1]], "lower": [1, 2]}, "lower: must have 1 entries"),
        ({"rows": [[1, 1, 1]], "lower": [1.5]}, r"lower\[0\]: must be a whole number"),
        ({"rows": [[1, 1, 1]], "lower": [-1]}, r"lower\[0\]: must be a whole number"),
        ({"rows": [[1, 1, 1]], "upper": [np.nan]}, r"upper\[0\]: must be a whole number"),
        ({"rows": [[1, 1, 1]], "lower": [3], "upper": [2]}, r"lower\[0\]: must be at most upper"),
        ({"rows": [[1, 1, 1]], "shortfall_price": [-1]}, r"shortfall_price\[0\]"),
        ({"rows": [[1, 1, 1]], "excess_price": [1e10]}, r"excess_price\[0\]"),
        ({"fixed": [0, 2, 0]}, r"fixed\[1\]: must be in \[-1, 1\]"),
        ({"pair_group": [0, -2, 0]}, r"pair_group\[1\]"),
        ({"tie_key": [0, 0, KEY_SCALE]}, r"tie_key\[2\]"),
        ({"jobseeker_score": [0.1, 0.2, 3.0]}, r"jobseeker_score\[2\]"),
    ],
)
def test_what_is_wrong_is_named(change, message):
    """The error says which array, where, and which rule."""
    with pytest.raises(ProblemError, match=message):
        AssignmentProblem(**PLAIN | change)


@pytest.mark.parametrize(
    "options",
    [
        {"method": "best"},
        {"gap": -1},
        {"gap": "small"},
        {"gap": np.nan},
        {"time_limit": -1},
        {"engine": "fast"},
        {"warm_start": [1, 2]},
        {"gap": True},
        {"time_limit": 10**400},
        {"method": np.array(["auto", "greedy"])},
        {"engine": np.array(["native", "reference"])},
        {"progress": 5},
    ],
)
def test_options_not_understood_are_refused(options):
    """A choice that is not understood raises; it never falls through."""
    with pytest.raises(ProblemError):
        solve(AssignmentProblem(**PLAIN), **options)


@pytest.mark.parametrize("name", sorted({engine(), "reference"}))
@pytest.mark.parametrize(
    "options",
    [
        {"gap": np.float32(0.1)},
        {"gap": np.int64(0)},
        {"gap": 1e300},
        {"time_limit": np.int64(30)},
        {"time_limit": 1e300},
    ],
)
def test_numbers_of_any_kind_and_size_are_understood(options, name):
    """NumPy's numbers are numbers, and very large ones mean the same as large ones."""
    problem = AssignmentProblem(**PLAIN, rows=[[1, 1, 1]], lower=[3], shortfall_price=[0.5])
    answer = solve(problem, engine=name, **options)
    assert answer.gap <= options.get("gap", 1e-3)
    assert answer.reproducible


ANYTHING = st.one_of(
    st.none(),
    st.integers(-3, 3),
    st.floats(),
    st.text(max_size=2),
    st.lists(st.integers(-2, 3), max_size=4),
    st.lists(st.floats(), max_size=4),
    st.lists(st.lists(st.integers(0, 3), max_size=3), max_size=3),
    st.just(np.zeros((2, 2, 2))),
    st.just(coo_array(np.eye(3))),
    st.just(np.array([1 + 2j, 0, 0])),
    st.just(np.array(["2020-01-01"] * 3, dtype="datetime64[D]")),
    st.just(np.array([0, 1, 2**63], dtype=np.uint64)),
)
OPTIONS = ["rows", "lower", "upper", "shortfall_price", "excess_price", "pair_group", "fixed", "tie_key"]


@given(st.dictionaries(st.sampled_from([*PLAIN, *OPTIONS]), ANYTHING, min_size=1, max_size=3))
@settings(max_examples=1000, deadline=None, derandomize=True)
def test_garbage_is_refused_with_our_own_errors(change):
    """Whatever is put in, it is solved or refused with a typed error."""
    try:
        solution = solve(AssignmentProblem(**PLAIN | change))
    except MatchingError:
        return
    assert solution.status in {"optimal", "within_gap", "infeasible"}


def test_a_broken_sparse_array_is_refused():
    """Column positions outside the array never reach the solver."""
    by_row, by_column, by_place = (form(np.ones((1, 3))) for form in (csr_array, csc_array, coo_array))
    by_row.indices[1] = by_column.indices[1] = by_place.col[1] = 7
    for rows in (by_row, by_column, by_place):
        with pytest.raises(ProblemError, match="rows"):
            AssignmentProblem(**PLAIN, rows=rows)
