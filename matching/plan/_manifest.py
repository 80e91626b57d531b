"""What a plan was made of, so that it can be made again and compared by hash."""

from __future__ import annotations

import hashlib
import json
import platform
from dataclasses import asdict, dataclass
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING

from matching.registers import esco_edition

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

SCHEMA_VERSION = "1.3"
"""Version of the plan's JSON and of its table columns."""

_PACKAGES = ("arbeidsmatch", "numpy", "scipy", "scikit-learn", "highspy", "pydantic")


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """What the plan was made of.

    Parameters
    ----------
    schema_version
        Version of the plan's JSON.
    on, market
        Reference date and name of the market.
    data_hash
        SHA-256 of the records.
    card_hash
        SHA-256 of the score card.
    constraints, decisions
        The promises, and the decisions of people that were followed, as plain dictionaries.
    settings
        As plain values.
    policy
        Figures of the rules that differ from the default, as ``[policy]`` in ``market.toml`` has them.
    engine
        Which solver engine ran.
    versions
        Versions of Python, of the packages that can change an answer, and of ESCO; tables of one's own have
        the first digits of their hash behind it.
    plan_hash
        SHA-256 over proposals and row states: equal for equal plans.
    """

    schema_version: str
    on: str
    market: str
    data_hash: str
    card_hash: str
    constraints: tuple[Mapping[str, object], ...]
    decisions: tuple[Mapping[str, object], ...]
    settings: Mapping[str, object]
    policy: Mapping[str, object]
    engine: str
    versions: Mapping[str, str]
    plan_hash: str

    def to_dict(self) -> dict[str, object]:
        """As plain values for JSON."""
        return asdict(self)


def versions() -> dict[str, str]:
    """Versions of Python, of the packages that can change an answer, and of ESCO."""
    found = {"python": platform.python_version()}
    for package in _PACKAGES:
        try:
            found[package] = version(package)
        except PackageNotFoundError:  # run from a source tree that is not installed
            found[package] = "not installed"
    edition = esco_edition()
    found["ESCO"] = f"{edition.version or 0}+{edition.digest}" if edition.path else edition.version
    return found


def digest(parts: Iterable[object]) -> str:
    """SHA-256 over values as canonical JSON, one line each."""
    whole = hashlib.sha256()
    for part in parts:
        whole.update(json.dumps(part, sort_keys=True, default=str, ensure_ascii=False).encode())
        whole.update(b"\n")
    return whole.hexdigest()
