"""Ways to open a market: a folder of exports, or the generated sample of a region."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from matching.findings import Rule
from matching.market._market import Market

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from os import PathLike

    from matching.exchange import Batch

_TODAY = Rule(
    "market.reference_date",
    "assumed",
    "geen peildatum gegeven: vandaag ({on}) is gebruikt",
    "no reference date given: today ({on}) was used",
)
SAMPLE_DATE = date(2026, 1, 12)


def read_market(
    folder_or_files: str | PathLike[str] | Sequence[str | PathLike[str]],
    *,
    on: date | None = None,
    mapping: str | PathLike[str] | Mapping[str, Mapping[str, str]] | None = None,
    name: str | None = None,
    travel_times: str | PathLike[str] | None = None,
) -> Market:
    """Read a folder of exports into a market; what cannot be read is a finding, never an exception.

    Figures of the rules that differ from `policy.PolicySettings` stand under ``[policy]`` in the
    ``market.toml`` of the folder: hours in hours, dates without quotes, target groups as a list of names.

    Parameters
    ----------
    folder_or_files
        A folder, or the files, with CSV and Excel exports.
    on
        Reference date. Left out, ``market.toml`` in the folder gives it; else today, with a finding.
    mapping
        Headings of your own: a TOML file or a mapping ``{kind: {heading: field}}``.
    name
        What the market is called in reports; left out, the name of the folder.
    travel_times
        File with minutes between postcodes, as `exchange.read_travel_times` reads it; left out, they are
        estimated.

    Returns
    -------
    Market
        `Market.issues` lists what was refused, doubted or assumed.

    Raises
    ------
    ExchangeError
        When there is nothing to read at all, or ``market.toml`` is not well formed.

    Examples
    --------
    >>> from matching.datasets import sample_folder
    >>> market = read_market(sample_folder("drenthe"))
    >>> market.on.isoformat(), market.n_jobseekers > 1900
    ('2026-01-12', True)
    """
    from matching.exchange import read_folder, read_travel_times

    batch = read_folder(folder_or_files, on=on, mapping=mapping)
    market = market_of(batch, name=name or _name(folder_or_files))
    return market if travel_times is None else market.with_travel_times(read_travel_times(travel_times))


def market_of(batch: Batch, *, name: str) -> Market:
    """Make a market of a batch that was read; today, with a finding, when it has no reference date."""
    issues = list(batch.issues)
    on = batch.on
    if on is None:
        on = date.today()
        issues.append(_TODAY.issue(on=on.isoformat()))
    return Market.from_records(
        batch.jobseekers,
        batch.vacancies,
        batch.employers,
        batch.contracts,
        on=on,
        placements=batch.placements,
        claims=batch.claims,
        name=name,
        issues=issues,
        policy=batch.policy,
    )


def load_region(
    name: str = "drenthe",
    *,
    jobseekers: int = 2000,
    vacancies: int = 800,
    seed: int = 0,
    on: date = SAMPLE_DATE,
) -> Market:
    """Open the generated sample of a labour-market region: realistic, invented, the same for a seed.

    Parameters
    ----------
    name
        Name or code of the region, e.g. ``drenthe`` or ``AM03``.
    jobseekers, vacancies
        How many, at least 0.
    seed
        Seed of the generator.
    on
        Reference date.

    Examples
    --------
    >>> load_region("drenthe", jobseekers=20, vacancies=8).n_vacancies
    8
    """
    from matching.datasets import generate_region

    sample = generate_region(name, jobseekers=jobseekers, vacancies=vacancies, seed=seed, on=on)
    return Market.from_records(
        sample.jobseekers, sample.vacancies, sample.employers, sample.contracts, on=sample.on, name=name
    )


def _name(source: str | PathLike[str] | Sequence[str | PathLike[str]]) -> str:
    from os import PathLike
    from pathlib import Path

    return Path(source).resolve().name if isinstance(source, str | PathLike) else "files"
