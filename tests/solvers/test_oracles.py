"""Both engines against other ways to the optimum without rows: trying all, HiGHS, SciPy, min-cost flow."""

from __future__ import annotations

import itertools

import networkx
import numpy as np
import pytest
from scipy.optimize import linear_sum_assignment, milp
from scipy.sparse import csr_array, vstack

from matching.solvers import _native_engine, _reference

ENGINES = (_native_engine, _reference)


def random_arrays(rng, *, most_members, n_pairs, most_weight, capacity):
    """Arrays of a problem of any shape up to a size: parallel pairs, no places, weights below zero, ties."""
    n_i, n_j = rng.integers(1, most_members + 1, 2)
    jobseeker = np.sort(rng.integers(0, n_i, n_pairs))
    return (
        np.searchsorted(jobseeker, np.arange(n_i + 1)).astype(np.int64),
        rng.integers(0, n_j, n_pairs).astype(np.int32),
        rng.integers(-most_weight // 10, most_weight, n_pairs),
        rng.integers(0, capacity[0] + 1, n_i).astype(np.int32),
        rng.integers(0, capacity[1] + 1, n_j).astype(np.int32),
    )


def proven_total(engine, arrays):
    """Weight that the engine chooses, after checking that its prices prove it."""
    answer = engine.assign(*arrays)
    assert answer.total == answer.bound == int(arrays[2][answer.chosen].sum())
    _reference.prove(answer, *arrays)
    return answer.total


def brute_force(indptr, vacancy, weight, jobseeker_capacity, vacancy_capacity):
    """Best total by trying every set of pairs of each jobseeker in turn."""
    best = {tuple(vacancy_capacity.tolist()): 0}
    for i, places in enumerate(jobseeker_capacity.tolist()):
        pairs = range(indptr[i], indptr[i + 1])
        nxt = dict(best)
        for size in range(1, places + 1):
            for some in itertools.combinations(pairs, size):
                gain = int(weight[list(some)].sum())
                for left, value in best.items():
                    room = list(left)
                    for pair in some:
                        room[vacancy[pair]] -= 1
                    if min(room) >= 0:
                        key = tuple(room)
                        nxt[key] = max(nxt.get(key, 0), value + gain)
        best = nxt
    return max(best.values())


def check_tiny(seed):
    rng = np.random.default_rng(seed)
    arrays = random_arrays(
        rng,
        most_members=6,
        n_pairs=int(rng.integers(0, 13)),
        most_weight=int(rng.choice([20, 1000, 2**41])),
        capacity=(2, 3),
    )
    best = brute_force(*arrays)
    for engine in ENGINES:
        assert proven_total(engine, arrays) == best


def test_tiny_problems_reach_the_best_total_there_is():
    """On 1,000 problems up to 6 by 6 the total is that of trying everything, and proven."""
    for seed in range(1000):
        check_tiny(seed)


@pytest.mark.slow
def test_many_more_tiny_problems_reach_the_best_total():
    """On 10,000 more."""
    for seed in range(1000, 11_000):
        check_tiny(seed)


def highs_total(indptr, vacancy, weight, jobseeker_capacity, vacancy_capacity):
    """Optimum of the integer program by HiGHS, both its gaps 0."""
    n = len(weight)
    jobseeker = np.repeat(np.arange(len(jobseeker_capacity)), np.diff(indptr))
    sides = ((jobseeker, len(jobseeker_capacity)), (vacancy, len(vacancy_capacity)))
    places = vstack([csr_array((np.ones(n), (who, np.arange(n))), shape=(size, n)) for who, size in sides])
    limits = np.concatenate([jobseeker_capacity, vacancy_capacity])
    program = milp(
        -weight,
        integrality=np.ones(n),
        bounds=(0, 1),
        constraints=(places, -np.inf, limits),
        options={"mip_rel_gap": 0},
    )
    return int(weight[program.x > 0.5].sum())


def flow_total(indptr, vacancy, weight, jobseeker_capacity, vacancy_capacity):
    """Optimum as a min-cost flow, by network simplex in Python integers; useless flow goes round."""
    graph = networkx.DiGraph()
    places = int(jobseeker_capacity.sum())
    graph.add_node("from", demand=-places)
    graph.add_node("to", demand=places)
    graph.add_edge("from", "to", capacity=places, weight=0)
    for i, room in enumerate(jobseeker_capacity.tolist()):
        graph.add_edge("from", ("i", i), capacity=room, weight=0)
        for pair in range(indptr[i], indptr[i + 1]):
            # Through a node of its own, so that parallel pairs stay apart.
            graph.add_edge(("i", i), pair, capacity=1, weight=-int(weight[pair]))
            graph.add_edge(pair, ("j", int(vacancy[pair])), capacity=1, weight=0)
    for j, room in enumerate(vacancy_capacity.tolist()):
        graph.add_edge(("j", j), "to", capacity=room, weight=0)
    return -networkx.network_simplex(graph)[0]


def hungarian_total(indptr, vacancy, weight, jobseeker_capacity, vacancy_capacity):
    """Optimum for one place a jobseeker: each place of a vacancy a column, integers exact in doubles."""
    table = np.zeros((len(jobseeker_capacity), len(vacancy_capacity)))
    jobseeker = np.repeat(np.arange(len(jobseeker_capacity)), np.diff(indptr))
    np.maximum.at(table, (jobseeker, vacancy), weight)
    table = np.repeat(table, vacancy_capacity, axis=1)[jobseeker_capacity > 0]
    rows, columns = linear_sum_assignment(table, maximize=True)
    return int(table[rows, columns].sum())


def check_middling(seed):
    rng = np.random.default_rng(seed)
    n_pairs = int(rng.integers(1, 600))
    many = random_arrays(rng, most_members=60, n_pairs=n_pairs, most_weight=10**6, capacity=(4, 4))
    one = random_arrays(rng, most_members=60, n_pairs=n_pairs, most_weight=2**41, capacity=(1, 4))
    for arrays, bests in (
        (many, {highs_total(*many), flow_total(*many)}),
        (one, {hungarian_total(*one)}),
    ):
        assert {proven_total(engine, arrays) for engine in ENGINES} == bests


def test_a_flow_of_full_keys_is_the_optimum_too():
    """Beyond what doubles hold exactly, whole numbers still agree."""
    for seed in range(20):
        rng = np.random.default_rng(seed)
        arrays = random_arrays(rng, most_members=40, n_pairs=300, most_weight=2**55, capacity=(3, 3))
        assert proven_total(_native_engine, arrays) == flow_total(*arrays)


@pytest.mark.parametrize("block", range(4))
def test_up_to_sixty_a_side_agree_with_highs_min_cost_flow_and_the_hungarian_method(block):
    """On 200 problems totals are equal in integers: places on both sides to HiGHS and flow, keys to SciPy."""
    for seed in range(50 * block, 50 * block + 50):
        check_middling(seed)


@pytest.mark.slow
def test_a_thousand_up_to_sixty_a_side():
    """On 1,000 more."""
    for seed in range(1000, 2000):
        check_middling(seed)
