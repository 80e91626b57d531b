"""Settings of a folder: its reference date, its region and the figures of its rules."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from matching.exceptions import ExchangeError, RuleError
from matching.exchange._refused import naming
from matching.policy import PolicySettings

if TYPE_CHECKING:
    from os import PathLike

SETTINGS_FILE = "market.toml"


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What ``market.toml`` in a folder says.

    Parameters
    ----------
    on
        Reference date; ``None`` when not given.
    region
        Code of the labour-market region, e.g. ``AM03``; ``None`` when not given.
    policy
        Figures of the rules: the defaults, with what stands under ``[policy]``; ``None`` without it.
    """

    on: date | None = None
    region: str | None = None
    policy: PolicySettings | None = None


def read_settings(folder: str | PathLike[str]) -> Settings:
    r"""Read ``market.toml`` of a folder; all unknown when there is none.

    Raises
    ------
    ExchangeError
        When the file is not TOML, holds an unknown key, or a value of the wrong kind.

    Examples
    --------
    >>> import tempfile, pathlib
    >>> folder = pathlib.Path(tempfile.mkdtemp())
    >>> _ = (folder / "market.toml").write_text('on = 2026-01-12\nregion = "AM03"')
    >>> read_settings(folder)
    Settings(on=datetime.date(2026, 1, 12), region='AM03', policy=None)
    >>> _ = (folder / "market.toml").write_text("[policy]\nfte_hours = 40")
    >>> read_settings(folder).policy.to_dict()
    {'fte_hours': 40}
    """
    file = Path(folder) / SETTINGS_FILE
    if not file.is_file():
        return Settings()
    found = read_toml(file)
    unknown = set(found) - {"on", "region", "policy"}
    if unknown:
        msg = f"{file}: unknown settings {sorted(unknown)}; known are 'on', 'region' and the table [policy]."
        raise ExchangeError(msg)
    on, region = found.get("on"), found.get("region")
    if on is not None and (not isinstance(on, date) or isinstance(on, datetime)):
        msg = f"{file}: 'on' must be a date without quotes, as in on = 2026-01-12."
        raise ExchangeError(msg)
    if region is not None and not isinstance(region, str):
        msg = f"{file}: 'region' must be a text, as in region = \"AM03\"."
        raise ExchangeError(msg)
    return Settings(on=on, region=region, policy=_policy(file, found.get("policy")))


def _policy(file: Path, found: object) -> PolicySettings | None:
    if found is None:
        return None
    if not isinstance(found, dict):
        msg = f"{file}: 'policy' must be a table, as in [policy] with fte_hours = 36 below it."
        raise ExchangeError(msg)
    try:
        return PolicySettings.from_dict(found)
    except RuleError as error:
        msg = f"{file}: [policy]: {error}"
        raise ExchangeError(msg) from error


def read_toml(file: Path) -> dict[str, Any]:
    """Read a TOML file.

    Raises
    ------
    ExchangeError
        When it cannot be read, or is not TOML.
    """
    with naming(file):
        data = file.read_bytes()
    try:
        return tomllib.loads(data.decode("utf-8-sig"))
    except ValueError as error:
        msg = f"{file}: cannot be read as TOML: {error}."
        raise ExchangeError(msg) from error
