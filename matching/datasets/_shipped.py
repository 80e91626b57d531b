"""The samples that come with the package: as records, and as a folder of exports."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from matching.datasets._exports import write_exports
from matching.datasets._generate import SAMPLE_DATE, generate_region
from matching.exceptions import MarketError

if TYPE_CHECKING:
    from datetime import date
    from os import PathLike

    from matching.datasets._sample import Sample

FOLDERS = ("drenthe",)
"""Regions that are shipped as a folder."""
JOBSEEKERS, VACANCIES, CONTRACTS = 2000, 800, 12


def load_sample(
    name: str = "drenthe",
    *,
    jobseekers: int = JOBSEEKERS,
    vacancies: int = VACANCIES,
    seed: int = 0,
    on: date = SAMPLE_DATE,
) -> Sample:
    """Generate the records of a sample region directly, without going through files.

    Parameters
    ----------
    name
        Name or code of any labour-market region.
    jobseekers, vacancies
        How many, at least 0.
    seed
        Seed of the generator, at least 0.
    on
        Reference date.

    Examples
    --------
    >>> sample = load_sample("drenthe", jobseekers=20, vacancies=8)
    >>> len(sample.truth), sample.on.isoformat()
    (20, '2026-01-12')
    """
    return generate_region(name, jobseekers=jobseekers, vacancies=vacancies, seed=seed, on=on)


def sample_folder(name: str = "drenthe") -> Path:
    """Folder of exports that is shipped with the package; copy it out before writing in it.

    Raises
    ------
    MarketError
        When no folder of that name is shipped; names those that are.

    Examples
    --------
    >>> (sample_folder("drenthe") / "market.toml").read_text(encoding="utf-8").splitlines()
    ['on = 2026-01-12', 'region = "AM03"']
    """
    if name.casefold() not in FOLDERS:
        msg = (
            f"no shipped sample {name!r}; shipped are {', '.join(FOLDERS)}. generate_region makes any region."
        )
        raise MarketError(msg)
    return Path(str(files("matching.datasets") / name.casefold()))


def write_sample(folder: str | PathLike[str], name: str = "drenthe") -> None:
    """Write a shipped folder anew: 2,000 jobseekers, 800 vacancies and 12 contracts under seed 0."""
    sample = generate_region(name, jobseekers=JOBSEEKERS, vacancies=VACANCIES, contracts=CONTRACTS)
    write_exports(sample, folder)
