"""HiGHS with a hard deadline: small programs here, others in a worker process that is kept for the next."""

from __future__ import annotations

import atexit
import os
import queue
import subprocess
import sys
import tempfile
import threading
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from time import monotonic
from typing import BinaryIO, cast

from matching.exceptions import SolverError
from matching.solvers import _highs_worker
from matching.solvers._highs_worker import Answer, Request

SMALL = 1000
"""Columns up to which a program is tried here first: it takes milliseconds, and starting a worker 0.15 s."""

_PATIENCE = 0.1  # seconds given to a program tried here; no signal is heard meanwhile
_GRACE = 0.1  # seconds by which a worker may be late: HiGHS looks at its clock only now and then
_TICK = 0.1  # seconds between looks at the clock; on some systems signals wait as long
_MAX_IDLE = 2
_ATTEMPTS = 2
_LAST_WORDS = 2000  # bytes of what a worker complained of that are told


def optimise(request: Request) -> Answer:
    """Solve until the deadline of the request; the same answer wherever it is run.

    When HiGHS is late its process is ended, and the best solution it had told of is the answer. An interrupt
    from the keyboard ends the process too.

    Raises
    ------
    SolverError
        When the worker process ends twice by itself.
    """
    if len(request.cost) <= SMALL:
        patience = monotonic() + _PATIENCE
        deadline = patience if request.deadline is None else min(patience, request.deadline)
        answer = _highs_worker.run(replace(request, deadline=deadline))
        if answer.status != "time" or deadline == request.deadline:
            return answer
    attempts = 0
    while request.deadline is None or monotonic() < request.deadline:
        attempts += 1
        worker = _take()
        try:
            answer = worker.ask(request)
        except EOFError as error:
            worker.end()
            if attempts == _ATTEMPTS:
                msg = f"HiGHS: its process ended by itself twice, {worker.fate()}."
                raise SolverError(msg) from error
            continue
        except BaseException:
            worker.end()
            raise
        if worker.is_late:
            worker.end()
        else:
            _give_back(worker)
        return answer
    return Answer(status="time")


class _Worker:
    """A process that serves one request at a time; it ends when its standard input does."""

    def __init__(self) -> None:
        self.is_late = False
        self._last_words = ""
        # It must find the packages that were found here; nothing else of this process is handed down.
        path = os.pathsep.join(entry for entry in sys.path if entry)
        self._complaints = tempfile.TemporaryFile()  # noqa: SIM115 - as long as the process
        self._process = subprocess.Popen(
            [sys.executable, "-P", str(Path(_highs_worker.__file__)), str(os.getpid())],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._complaints,
            env={**os.environ, "PYTHONPATH": path},
            start_new_session=True,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )

    def ask(self, request: Request) -> Answer:
        """Answer of the worker; once it is late, the best solution it has told of."""
        inbox: queue.SimpleQueue[tuple[str, Answer] | Exception] = queue.SimpleQueue()
        threading.Thread(target=self._exchange, args=(request, inbox), daemon=True).start()
        best = Answer(status="time")
        while True:
            left = _TICK if request.deadline is None else request.deadline + _GRACE - monotonic()
            try:
                news = inbox.get(timeout=min(max(left, 0.0), _TICK))
            except queue.Empty:
                if left > 0:
                    continue
                self.is_late = True
                return best
            if isinstance(news, Exception):
                raise EOFError from news
            kind, answer = news
            if kind == "answer":
                return answer
            best = replace(answer, status="time")

    def _exchange(self, request: Request, inbox: queue.SimpleQueue[tuple[str, Answer] | Exception]) -> None:
        """Write the request and read what comes back, in a thread: pipes may block."""
        try:
            _highs_worker.send(cast("BinaryIO", self._process.stdin), "request", request)
            kind = ""
            while kind != "answer":
                kind, values = _highs_worker.receive(cast("BinaryIO", self._process.stdout))
                inbox.put((kind, Answer(**values)))  # type: ignore[arg-type]
        except (OSError, ValueError, EOFError) as error:
            inbox.put(error)

    def is_running(self) -> bool:
        """Whether the process is still there."""
        return self._process.poll() is None

    def fate(self) -> str:
        """How the process ended."""
        if not self._last_words:
            return f"with code {self._process.returncode}"
        return f"with code {self._process.returncode}, and said last: {self._last_words}"

    def end(self) -> None:
        """End the process, whatever it does."""
        if self.is_running():
            self._process.kill()
        self._process.wait()
        if not self._complaints.closed:
            size = self._complaints.seek(0, os.SEEK_END)
            self._complaints.seek(max(0, size - _LAST_WORDS))
            self._last_words = self._complaints.read().decode(errors="replace").strip()
        self.forget()

    def forget(self) -> None:
        """Close this end of the pipes."""
        for stream in (self._process.stdin, self._process.stdout, self._complaints):
            with suppress(OSError, ValueError):
                cast("BinaryIO", stream).close()

    def disown(self) -> None:
        """Leave the process to the parent of this fork."""
        self._process.returncode = 0
        self.forget()


_lock = threading.Lock()
_idle: list[_Worker] = []


def _take() -> _Worker:
    with _lock:
        while _idle:
            worker = _idle.pop()
            if worker.is_running():
                return worker
            worker.end()
    return _Worker()


def _give_back(worker: _Worker) -> None:
    with _lock:
        if len(_idle) < _MAX_IDLE:
            _idle.append(worker)
            return
    worker.end()


def _end_all() -> None:
    with _lock:
        while _idle:
            _idle.pop().end()


def _after_fork() -> None:
    """In a fork the workers are the parent's: start afresh."""
    global _lock
    _lock = threading.Lock()
    while _idle:
        _idle.pop().disown()


atexit.register(_end_all)
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_after_fork)
