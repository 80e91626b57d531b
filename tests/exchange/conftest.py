"""A folder of one or more files, read in one line."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from matching.exchange import Batch, read_folder

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

ON = date(2026, 1, 12)


@pytest.fixture
def read(tmp_path: Path) -> Callable[..., Batch]:
    """Write the files given, as text or bytes, and read the folder; every batch must account for its rows."""

    def read_files(files: dict[str, str | bytes] | str, **options: object) -> Batch:
        named = {"export.csv": files} if isinstance(files, str) else files
        for name, content in named.items():
            data = content.encode() if isinstance(content, str) else content
            (tmp_path / name).write_bytes(data)
        batch = read_folder(tmp_path, **({"on": ON} | options))  # type: ignore[arg-type]
        assert_accounted(batch)
        return batch

    return read_files


def assert_accounted(batch: Batch) -> None:
    """Rows read are accepted or quarantined, in each source and in all."""
    for source in batch.sources:
        assert source.rows_read == source.rows_accepted + source.rows_quarantined
        assert source.rows_quarantined == len(source.quarantined)
    assert batch.rows_read == batch.rows_accepted + len(batch.quarantine)
