"""A plan as JSON, for a back office to read."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from os import PathLike

    from matching.plan import Plan


def write_json(plan: Plan, path: str | PathLike[str]) -> None:
    """Write a plan as JSON in UTF-8: the content of `Plan.to_dict`, with its schema version.

    It is for the back office alone: it names promises and the contracts that placements are claimed on.

    Parameters
    ----------
    plan
        The plan.
    path
        File to write; an existing one is replaced.

    Examples
    --------
    >>> import json, matching, pathlib, tempfile
    >>> plan = matching.match(matching.load_region("drenthe", jobseekers=60, vacancies=30))
    >>> file = pathlib.Path(tempfile.mkdtemp(), "plan.json")
    >>> write_json(plan, file)
    >>> json.loads(file.read_text(encoding="utf-8"))["status"] == plan.status
    True
    """
    Path(path).write_bytes((plan.to_json() + "\n").encode("utf-8"))
