"""HiGHS in a process of its own: on time, the same answer, and gone when its parent is."""

from __future__ import annotations

import os
import pickle
import signal
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from solver_instances import assert_feasible, market_problem

from matching.exceptions import SolverError
from matching.solvers import _highs, _highs_worker, solve
from matching.solvers._highs import optimise
from matching.solvers._highs_worker import Request

LATE = 0.3
"""Seconds by which an answer may pass its limit, or 10 %."""

BUSY = 1.0
"""Seconds more that a machine may take that does other things as well."""


def knapsacks(*, n=300, m=30, seed=0, **settings):
    """Whole choices under many limits: plans come at once, the proof takes years."""
    rng = np.random.default_rng(seed)
    weight = rng.integers(1, 100, (n, m)).astype(float)
    return Request(
        cost=rng.integers(1, 100, n).astype(float),
        col_lower=np.zeros(n),
        col_upper=np.ones(n),
        row_lower=np.full(m, -np.inf),
        row_upper=np.full(m, 1000.0),
        start=np.arange(0, n * m + 1, m, dtype=np.int32),
        index=np.tile(np.arange(m, dtype=np.int32), n),
        value=weight.ravel(),
        **{"n_whole": n, **settings},
    )


def easy(**settings):
    """A program of a few nodes."""
    return knapsacks(n=30, m=2, **settings)


@pytest.fixture
def always_away(monkeypatch):
    """Send even small programs to the worker."""
    monkeypatch.setattr(_highs, "SMALL", 0)


def worker():
    """Return the process that waits for the next program."""
    optimise(easy())
    return _highs._idle[-1]._process


def assert_same(left, right):
    for name in ("value", "dual", "col_status", "row_status"):
        assert np.array_equal(getattr(left, name), getattr(right, name)), name
    assert (left.status, left.objective, left.nodes) == (right.status, right.objective, right.nodes)


@pytest.mark.parametrize("n_whole", [0, 30])
def test_the_answer_is_the_same_here_and_there(always_away, n_whole):
    """Bit for bit, with whole columns and without, and from a basis or a plan of before."""
    request = easy(n_whole=n_whole)
    here, there = _highs_worker.run(request), optimise(request)
    assert there.status == "optimal"
    assert_same(here, there)
    begun = replace(request, col_status=here.col_status, row_status=here.row_status)
    begun = replace(begun, start_value=here.value) if n_whole else begun
    assert_same(_highs_worker.run(begun), optimise(begun))


def test_a_worker_serves_again_and_again(always_away):
    """One process for all programs of a thread."""
    first = worker().pid
    assert [worker().pid for _ in range(3)] == [first] * 3


def test_a_worker_killed_between_programs_is_replaced(always_away):
    """The next program does not notice."""
    process = worker()
    process.kill()
    process.wait()
    assert optimise(easy()).status == "optimal"
    assert worker().pid != process.pid


def test_a_worker_killed_during_a_program_is_replaced(always_away):
    """The program starts again and ends within its limit, with a plan."""
    process = worker()
    threading.Timer(0.3, process.kill).start()
    answer = optimise(knapsacks(deadline=time.monotonic() + 2.5))
    assert answer.status == "time"
    assert len(answer.value)
    assert worker().pid != process.pid


def test_what_a_dying_worker_complained_of_is_told(always_away, monkeypatch, tmp_path):
    """The last lines on its standard error are in the message."""
    for process in [idle._process for idle in _highs._idle]:
        process.kill()
        process.wait()
    program = tmp_path / "python"
    program.write_text("#!/bin/sh\necho no room on this machine >&2\nexit 3\n")
    program.chmod(0o700)
    monkeypatch.setattr(sys, "executable", str(program))
    with pytest.raises(SolverError, match="twice, with code 3, and said last: no room on this machine"):
        optimise(easy())


def test_a_worker_that_cannot_live_is_an_error(always_away, monkeypatch):
    """Twice dead is a SolverError that says so, not a hang."""
    for process in [idle._process for idle in _highs._idle]:
        process.kill()
        process.wait()
    monkeypatch.setattr(sys, "executable", "/bin/false")
    with pytest.raises(SolverError, match="ended by itself twice, with code 1"):
        optimise(easy())


def test_a_late_worker_is_ended_and_its_last_plan_is_kept(always_away, monkeypatch):
    """A worker that does not look at the clock is stopped from outside; what it found is not lost."""
    process = worker()
    send = _highs_worker.send
    monkeypatch.setattr(
        _highs_worker, "send", lambda to, kind, what: send(to, kind, replace(what, deadline=None))
    )
    begin = time.monotonic()
    answer = optimise(knapsacks(deadline=begin + 0.7))
    assert 0.7 <= time.monotonic() - begin < 0.7 + LATE + BUSY
    assert answer.status == "time"
    assert answer.value @ knapsacks().cost == pytest.approx(answer.objective)
    assert answer.objective > 0
    assert process.poll() is not None


def test_a_deadline_that_has_passed_asks_for_nothing(always_away):
    """No process is started to be ended at once."""
    answer = optimise(easy(deadline=time.monotonic() - 1))
    assert (answer.status, len(answer.value)) == ("time", 0)


def test_small_programs_that_turn_out_hard_move_to_the_worker():
    """What is tried here may not hold up the process: it starts again in the worker, with the same end."""
    request = knapsacks(n=60, m=3)
    begin = time.process_time()
    answer = optimise(request)
    assert time.process_time() - begin < 2 * _highs._PATIENCE
    assert answer.status == "optimal"
    assert_same(answer, _highs_worker.run(request))


def test_threads_have_workers_of_their_own(always_away):
    """Programs of several threads run side by side and get the answers they would get alone."""
    requests = [easy(seed=seed) for seed in range(12)]
    alone = [_highs_worker.run(request) for request in requests]
    with ThreadPoolExecutor(4) as pool:
        for left, right in zip(alone, pool.map(optimise, requests), strict=True):
            assert_same(left, right)
    assert len(_highs._idle) <= 2


def test_the_worker_inherits_nothing(always_away):
    """A pipe that is open in the parent ends when the parent closes it."""
    for process in [idle._process for idle in _highs._idle]:
        process.kill()
        process.wait()
    reads, writes = os.pipe()
    os.set_inheritable(writes, True)
    worker()
    os.close(writes)
    assert os.read(reads, 1) == b""
    os.close(reads)


SCRIPT = """
import os, signal, sys, time
sys.path.insert(0, {tests!r})
from test_highs import easy, knapsacks
from matching.solvers import _highs
from matching.solvers._highs import optimise

def worker():
    _highs.SMALL = 0
    optimise(easy())
    return _highs._idle[-1]._process.pid
"""


def start_python(body):
    """Run a script in a fresh Python."""
    script = SCRIPT.format(tests=str(Path(__file__).parent)) + body
    return subprocess.Popen(
        [sys.executable, "-c", script], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


def is_gone(pid, seconds):
    """Whether the process ends within that time; what is dead but not yet collected is gone."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        state = subprocess.run(["ps", "-o", "stat=", "-p", str(pid)], capture_output=True, text=True)
        if state.stdout.strip() == "" or state.stdout.startswith("Z"):
            return True
        time.sleep(0.05)
    return False


def test_the_worker_ends_when_its_parent_is_killed():
    """Also in the middle of a program, and also when a fork of the parent lives on."""
    body = """
pid = worker()
if os.fork() == 0:
    os.close(1); os.close(2)
    time.sleep(8)
    os._exit(0)
print(pid, flush=True)
optimise(knapsacks())
"""
    with start_python(body) as parent:
        pid = int(parent.stdout.readline())
        time.sleep(0.3)
        assert not is_gone(pid, 0)
        parent.kill()
        parent.wait()
        assert is_gone(pid, 3 + BUSY)


def test_a_fork_has_a_worker_of_its_own():
    """Parent and fork solve on, each in its own process, and neither disturbs the other."""
    body = """
pid = worker()
child = os.fork()
other = worker()
if child == 0:
    os._exit(0 if other != pid else 1)
_, code = os.waitpid(child, 0)
assert code == 0 and other == pid and worker() == pid
print("well")
"""
    with start_python(body) as parent:
        out, errors = parent.communicate(timeout=20)
    assert (out, errors) == ("well\n", "")


@pytest.mark.parametrize("small", [0, 1000])
def test_an_interrupt_is_heard_at_once(small):
    """Ctrl-C ends a solve within 0.3 s, and the worker with it."""
    body = f"""
pid = worker()
_highs.SMALL = {small}
print(pid, flush=True)
try:
    optimise(knapsacks())
except KeyboardInterrupt:
    print(time.monotonic(), len(_highs._idle), flush=True)
"""
    with start_python(body) as parent:
        pid = int(parent.stdout.readline())
        time.sleep(0.4)
        begin = time.monotonic()
        parent.send_signal(signal.SIGINT)
        heard, idle = parent.stdout.readline().split()
        assert float(heard) - begin < LATE + BUSY / 5
        assert idle == "0"
        assert is_gone(pid, 1 + BUSY)
        assert parent.stderr.read() == ""


def test_a_worker_costs_nothing_until_it_is_needed():
    """Neither import nor a small problem starts a process."""
    body = """
optimise(easy(n_whole=0))
print(len(_highs._idle))
"""
    with start_python(body) as parent:
        assert parent.communicate(timeout=20)[0] == "0\n"


@pytest.mark.parametrize("limit", [0.05, 0.3, 0.8, 1.5])
def test_a_limit_is_kept(limit):
    """With rows too: the plan comes in time, with its gap."""
    problem = market_problem(seed=7, n_jobseekers=1500, n_vacancies=600, rows=20, degree=20)
    late = []
    # Other work on the machine may make one of them late; who does not look at the clock is late always.
    while not late or (min(late) > max(0.1 * limit, LATE) and len(late) < 4):
        begin = time.monotonic()
        solution = solve(problem, gap=0, time_limit=limit)
        late.append(time.monotonic() - begin - limit)
        assert solution.status == "time_limit"
        assert solution.gap > 0
        assert_feasible(problem, solution)
    assert min(late) <= max(0.1 * limit, LATE)


def test_a_warm_start_can_be_pickled():
    """It holds nothing of a process."""
    problem = market_problem(seed=5, n_jobseekers=300, n_vacancies=120, rows=8)
    first = solve(problem)
    kept = pickle.loads(pickle.dumps(first.warm_start))
    assert_feasible(problem, again := solve(problem, warm_start=kept))
    assert again.gap <= 1e-3
