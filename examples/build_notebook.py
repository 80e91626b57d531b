"""Run ``02_batch_notebook.py`` and store it with its outputs as ``02_batch_notebook.ipynb``.

Type ``python examples/build_notebook.py``, with the extra ``notebook`` installed. The notebook holds
nothing of the machine that ran it: no paths, no times, and as little metadata as a reader needs.
"""

from __future__ import annotations

from pathlib import Path

import jupytext
import nbformat
from nbclient import NotebookClient

SCRIPT = Path(__file__).with_name("02_batch_notebook.py")


def build() -> nbformat.NotebookNode:
    """Execute the script as a notebook and strip what differs between machines."""
    notebook = jupytext.read(SCRIPT)
    for number, cell in enumerate(notebook.cells):
        cell.id = f"cell-{number:02}"  # a random id would change with every build
    NotebookClient(
        notebook, timeout=300, kernel_name="python3", record_timing=False, coalesce_streams=True
    ).execute()
    for cell in notebook.cells:
        cell.metadata = {}
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    notebook.metadata = {"kernelspec": kernel, "language_info": {"name": "python"}}
    return notebook


if __name__ == "__main__":
    nbformat.write(build(), SCRIPT.with_suffix(".ipynb"))
