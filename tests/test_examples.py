"""The examples run, without a network, and the stored notebook is the script with its outputs."""

from __future__ import annotations

import json
import re
import runpy
import socket
import warnings
from pathlib import Path
from typing import Any

import pytest

EXAMPLES = Path(__file__).parent.parent / "examples"
SCRIPTS = sorted(EXAMPLES.glob("[0-9]*.py"))
STORED = EXAMPLES / "02_batch_notebook.ipynb"


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.name)
def test_example_runs(script: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """From any directory, writing nothing there; each ends in an assert of its own."""

    def offline(*_: object) -> None:
        raise AssertionError("an example asked for a network")

    monkeypatch.setattr(socket.socket, "connect", offline)
    monkeypatch.chdir(tmp_path)
    runpy.run_path(str(script), run_name="__main__")
    assert list(tmp_path.iterdir()) == []
    assert script.read_text(encoding="utf-8").rstrip().splitlines()[-1].startswith("assert ")


def test_the_notebook_is_the_script() -> None:
    """Rebuild it with ``python examples/build_notebook.py`` when this fails."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of the tool that reads the script
        import jupytext

        script = jupytext.read(STORED.with_suffix(".py"))
    stored = [(cell["cell_type"], "".join(cell["source"])) for cell in _stored()["cells"]]
    assert stored == [(cell.cell_type, cell.source) for cell in script.cells]


def test_the_notebook_was_run_and_tells_nothing_of_the_machine() -> None:
    stored = _stored()
    code = [cell for cell in stored["cells"] if cell["cell_type"] == "code"]
    assert [cell["execution_count"] for cell in code] == list(range(1, len(code) + 1))
    outputs = [output for cell in code for output in cell["outputs"]]
    assert {output["output_type"] for output in outputs} == {"stream", "execute_result"}
    assert set(stored["metadata"]) == {"kernelspec", "language_info"}
    assert all(cell["metadata"] == {} for cell in stored["cells"])
    text = STORED.read_text(encoding="utf-8")
    assert not re.search(r"/(?:tmp|home|root|Users|var)/|[A-Z]:\\\\|\d\d:\d\d:\d\d", text)


def _stored() -> Any:
    """Read the notebook as the JSON that it is; sources are lists of lines there."""
    return json.loads(STORED.read_text(encoding="utf-8"))
