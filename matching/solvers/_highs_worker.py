"""One run of HiGHS, and the loop that serves such runs over pipes; this file runs as a script by itself."""

from __future__ import annotations

import json
import os
import queue
import signal
import struct
import sys
import threading
import time
from dataclasses import dataclass, field, fields
from typing import TYPE_CHECKING, BinaryIO, TypeAlias

import highspy
import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from numpy.typing import NDArray

Array: TypeAlias = "NDArray[np.float64] | NDArray[np.int32] | NDArray[np.int8]"
Value: TypeAlias = "Array | Mapping[str, float | str] | float | str | None"

AT_LOWER = int(highspy.HighsBasisStatus.kLower)

_LENGTH = struct.Struct("<Q")
_PARENT_CHECK = 1.0  # seconds between looks whether the parent is still there


def _nothing() -> NDArray[np.float64]:
    return np.empty(0)


def _no_status() -> NDArray[np.int8]:
    return np.empty(0, dtype=np.int8)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Request:
    """A program to maximise, and how.

    Attributes
    ----------
    cost, col_lower, col_upper
        Of each column.
    row_lower, row_upper
        Of each row.
    start, index, value
        Coefficients, column by column.
    n_whole
        The first so many columns take whole values only.
    options
        Of HiGHS.
    deadline
        Moment of the system-wide clock (`time.monotonic`) at which to stop; None for never.
    start_value
        Of each column, to begin with; empty for none.
    col_status, row_status
        Basis to begin with; empty for none.
    """

    cost: NDArray[np.float64]
    col_lower: NDArray[np.float64]
    col_upper: NDArray[np.float64]
    row_lower: NDArray[np.float64]
    row_upper: NDArray[np.float64]
    start: NDArray[np.int32]
    index: NDArray[np.int32]
    value: NDArray[np.float64]
    n_whole: int = 0
    options: Mapping[str, float | str] = field(default_factory=dict)
    deadline: float | None = None
    start_value: NDArray[np.float64] = field(default_factory=_nothing)
    col_status: NDArray[np.int8] = field(default_factory=_no_status)
    row_status: NDArray[np.int8] = field(default_factory=_no_status)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Answer:
    """Where a run ended, or has come to.

    Attributes
    ----------
    status
        ``"optimal"``, ``"time"`` when the deadline struck, else ``"stopped"``.
    value, dual
        Of each column and of each row; empty when there is no solution, and no dual with whole columns.
    objective, bound
        Of the solution, and that no solution passes; not finite where unknown.
    nodes
        Branch-and-bound nodes explored.
    col_status, row_status
        Basis of a program without whole columns.
    """

    status: str
    value: NDArray[np.float64] = field(default_factory=_nothing)
    dual: NDArray[np.float64] = field(default_factory=_nothing)
    objective: float = -np.inf
    bound: float = np.inf
    nodes: int = 0
    col_status: NDArray[np.int8] = field(default_factory=_no_status)
    row_status: NDArray[np.int8] = field(default_factory=_no_status)


def run(request: Request, on_plan: Callable[[Answer], None] | None = None) -> Answer:
    """Solve in this process; `on_plan` is called with each better whole solution."""
    highs = highspy.Highs()  # type: ignore[no-untyped-call]
    # Without threads, so that the same input gives the same answer.
    for option, setting in {"output_flag": False, "parallel": "off", **request.options}.items():
        highs.setOptionValue(option, setting)
    highs.passModel(_program(request))
    if len(request.col_status):
        highs.setBasis(_basis(request))
    if len(request.start_value):
        solution = highspy.HighsSolution()
        solution.col_value = request.start_value.tolist()
        highs.setSolution(solution)
    if on_plan is not None:
        _tell_plans(highs, on_plan)
    if request.deadline is not None:
        highs.setOptionValue("time_limit", max(request.deadline - time.monotonic(), 0.0))
    highs.run()
    return _read(highs, whole=request.n_whole > 0)


def _program(request: Request) -> highspy.HighsLp:
    model = highspy.HighsLp()
    model.num_col_, model.num_row_ = len(request.cost), len(request.row_lower)
    model.sense_ = highspy.ObjSense.kMaximize
    model.col_cost_ = request.cost
    model.col_lower_, model.col_upper_ = request.col_lower, request.col_upper
    model.row_lower_, model.row_upper_ = request.row_lower, request.row_upper
    model.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    model.a_matrix_.start_ = request.start
    model.a_matrix_.index_ = request.index
    model.a_matrix_.value_ = request.value
    if request.n_whole:
        whole, broken = highspy.HighsVarType.kInteger, highspy.HighsVarType.kContinuous
        model.integrality_ = [whole] * request.n_whole + [broken] * (len(request.cost) - request.n_whole)
    return model


def _basis(request: Request) -> highspy.HighsBasis:
    basis = highspy.HighsBasis()
    status = [highspy.HighsBasisStatus(s) for s in range(5)]
    basis.col_status = [status[s] for s in request.col_status.tolist()]
    basis.row_status = [status[s] for s in request.row_status.tolist()]
    # Alien: it may have too few or too many basic columns, which HiGHS then mends.
    basis.valid, basis.alien = True, True
    return basis


def _tell_plans(highs: highspy.Highs, on_plan: Callable[[Answer], None]) -> None:
    def tell(_kind: object, _message: str, data: highspy.cb.HighsCallbackOutput, *_: object) -> None:
        on_plan(
            Answer(
                status="stopped",
                value=np.array(data.mip_solution, dtype=np.float64),
                objective=float(data.objective_function_value),
                bound=float(data.mip_dual_bound),
                nodes=int(data.mip_node_count),
            )
        )

    highs.setCallback(tell, None)
    highs.startCallback(highspy.cb.HighsCallbackType.kCallbackMipImprovingSolution)


def _read(highs: highspy.Highs, *, whole: bool) -> Answer:
    status, info = highs.getModelStatus(), highs.getInfo()
    known = {highspy.HighsModelStatus.kOptimal: "optimal", highspy.HighsModelStatus.kTimeLimit: "time"}
    solution, basis = highs.getSolution(), highs.getBasis()
    found = info.primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible
    if whole:
        return Answer(
            status=known.get(status, "stopped"),
            value=np.array(solution.col_value, dtype=np.float64) if found else _nothing(),
            objective=float(info.objective_function_value),
            bound=float(info.mip_dual_bound),
            nodes=max(int(info.mip_node_count), 0),
        )
    return Answer(
        status=known.get(status, "stopped"),
        value=np.array(solution.col_value, dtype=np.float64) if found else _nothing(),
        dual=np.array(solution.row_dual, dtype=np.float64),
        objective=float(info.objective_function_value),
        col_status=np.array([int(s) for s in basis.col_status], dtype=np.int8),
        row_status=np.array([int(s) for s in basis.row_status], dtype=np.int8),
    )


def send(stream: BinaryIO, kind: str, message: Request | Answer | None = None) -> None:
    """Write one message: a length, a head in JSON, then the arrays byte by byte."""
    values: dict[str, Value] = (
        {} if message is None else {entry.name: getattr(message, entry.name) for entry in fields(message)}
    )
    arrays = {name: value for name, value in values.items() if isinstance(value, np.ndarray)}
    plain = {name: value for name, value in values.items() if name not in arrays}
    layout = [(name, array.dtype.str, len(array)) for name, array in arrays.items()]
    head = json.dumps({"kind": kind, "plain": plain, "arrays": layout}).encode()
    stream.write(_LENGTH.pack(len(head)) + head)
    for array in arrays.values():
        stream.write(np.ascontiguousarray(array).data)
    stream.flush()


def receive(stream: BinaryIO) -> tuple[str, dict[str, Value]]:
    """Read one message.

    Raises
    ------
    EOFError
        When the other side is gone.
    """
    (size,) = _LENGTH.unpack(_exactly(stream, _LENGTH.size))
    head = json.loads(_exactly(stream, size))
    values: dict[str, Value] = head["plain"]
    for name, dtype, count in head["arrays"]:
        kind = np.dtype(dtype)
        values[name] = np.frombuffer(_exactly(stream, kind.itemsize * count), dtype=kind)
    return head["kind"], values


def _exactly(stream: BinaryIO, size: int) -> bytes:
    data = stream.read(size)
    if len(data) < size:
        raise EOFError
    return data


def serve(parent: int) -> None:
    """Answer requests until the parent is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    replies = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what libraries print must not end up among the replies
    requests: queue.SimpleQueue[Request] = queue.SimpleQueue()
    threading.Thread(target=_listen, args=(requests,), daemon=True).start()
    threading.Thread(target=_follow, args=(parent,), daemon=True).start()
    while True:
        request = requests.get()
        answer = run(request, (lambda plan: send(replies, "plan", plan)) if request.n_whole else None)
        send(replies, "answer", answer)


def _listen(requests: queue.SimpleQueue[Request]) -> None:
    while True:
        try:
            _, values = receive(sys.stdin.buffer)
        except EOFError:
            os._exit(0)
        requests.put(Request(**values))  # type: ignore[arg-type]


def _follow(parent: int) -> None:
    """End with the parent, even when a fork of it keeps the pipe open."""
    while os.name != "posix" or os.getppid() == parent:
        time.sleep(_PARENT_CHECK)
    os._exit(0)


if __name__ == "__main__":
    serve(int(sys.argv[1]))
