"""Tables out: dictionaries to whatever table package the user has."""

from __future__ import annotations

from importlib.util import find_spec
from typing import TYPE_CHECKING, Literal

import narwhals as nw

from matching.exceptions import MissingExtraError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

Backend = Literal["pandas", "polars", "pyarrow"]


def to_frame(
    rows: Sequence[Mapping[str, object]], backend: Backend | None = None, *, columns: Sequence[str] = ()
) -> object:
    """Make a table of dictionaries with equal keys; ``columns`` names those of a table without rows."""
    chosen = backend or next((name for name in ("pandas", "polars", "pyarrow") if find_spec(name)), None)
    if chosen is None:
        msg = "a table needs pandas, polars or pyarrow: pip install 'arbeidsmatch[notebook]'."
        raise MissingExtraError(msg)
    names = list(rows[0]) if rows else list(columns)
    return nw.from_dict({name: [row[name] for row in rows] for name in names}, backend=chosen).to_native()
