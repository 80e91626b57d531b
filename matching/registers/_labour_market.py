"""Figures of the labour market: indicators, social assistance, time series, tightness, occupations."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache
from typing import Literal, cast

from matching.exceptions import RegisterError
from matching.registers._table import read_rows


@dataclass(frozen=True, slots=True)
class RegionalIndicator:
    """A figure that a region accounts for.

    Parameters
    ----------
    region_code
        The region.
    indicator
        ``agreement_jobs`` or ``social_return_placements``.
    year
        Calendar year.
    kind
        ``realised`` or ``target``.
    value
        Jobs or placements.
    source
        Where it is published.
    """

    region_code: str
    indicator: str
    year: int
    kind: Literal["realised", "target"]
    value: int
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SocialAssistanceArea:
    """Social assistance (bijstand) and sheltered employment in an area.

    Parameters
    ----------
    area, level
        Name and kind of area: ``land``, ``landsdeel`` or ``provincie``.
    year
        Calendar year.
    inhabitants_15_plus
        Inhabitants of 15 and over.
    bijstand_persons, per_1000
        People on social assistance, and per 1,000 inhabitants of 15 and over.
    with_reintegration, bijstand_and_reintegration
        People in reintegration, and those of them on social assistance.
    wsw_employees
        People in sheltered employment under the old act (Wsw).
    source
        Where it is published.
    """

    area: str
    level: str
    year: int
    inhabitants_15_plus: int
    bijstand_persons: int
    per_1000: float
    with_reintegration: int
    bijstand_and_reintegration: int
    wsw_employees: int
    source: str


@dataclass(frozen=True, slots=True)
class LabourMarketFigure:
    """One point of a time series.

    Parameters
    ----------
    series
        Name of the series, such as ``bijstand`` or ``vacancies_per_100_unemployed``.
    area
        Country or province.
    period
        Quarter (``2019Q1``) or month (``2021-02``).
    value, unit
        The figure and what it counts.
    source
        Where it is published.
    """

    series: str
    area: str
    period: str
    value: float
    unit: str
    source: str


@dataclass(frozen=True, slots=True)
class TightnessClass:
    """A class of the tightness indicator: open vacancies per short-term unemployed.

    Parameters
    ----------
    identifier
        ``very_slack``, ``slack``, ``average``, ``tight`` or ``very_tight``.
    label_nl
        Name that UWV uses.
    lower, upper
        Limits; the last upper limit is infinite.
    """

    identifier: str
    label_nl: str
    lower: float
    upper: float


@dataclass(frozen=True, slots=True)
class OccupationClass:
    """One of the 13 classes (BRC 2014) in which vacancies and jobseekers are usually counted.

    Parameters
    ----------
    code
        Two digits.
    label_nl
        Name.
    identifier
        Name for use in code.
    """

    code: str
    label_nl: str
    identifier: str


@cache
def regional_indicators() -> tuple[RegionalIndicator, ...]:
    """Figures that regions published; of Groningen only, 2019 to 2021.

    Examples
    --------
    >>> [(row.year, row.kind, row.value) for row in regional_indicators()][3:]
    [(2019, 'realised', 3424), (2020, 'target', 3001), (2021, 'target', 3141)]
    """
    return tuple(
        RegionalIndicator(
            row["region_code"],
            row["indicator"],
            int(row["year"]),
            cast("Literal['realised', 'target']", row["kind"]),
            int(row["value"]),
            row["source"],
        )
        for row in read_rows("regional_indicators.csv")
    )


@cache
def bijstand_by_area() -> tuple[SocialAssistanceArea, ...]:
    """Social assistance in the country, its four parts and seven of the provinces, in 2016.

    Examples
    --------
    >>> [row.bijstand_persons for row in bijstand_by_area() if row.area == "Drenthe"]
    [13130]
    """
    return tuple(
        SocialAssistanceArea(
            area=row["area"],
            level=row["level"],
            year=int(row["year"]),
            inhabitants_15_plus=int(row["inhabitants_15_plus"]),
            bijstand_persons=int(row["bijstand_persons"]),
            per_1000=float(row["per_1000"]),
            with_reintegration=int(row["with_reintegration"]),
            bijstand_and_reintegration=int(row["bijstand_and_reintegration"]),
            wsw_employees=int(row["wsw_employees"]),
            source=row["source"],
        )
        for row in read_rows("bijstand_by_area.csv")
    )


@cache
def labour_market_series() -> tuple[LabourMarketFigure, ...]:
    """National and provincial time series, 2016 to 2024.

    Examples
    --------
    >>> [(row.series, row.value) for row in labour_market_series() if row.period == "2023-06"]
    [('doelgroepregister', 261301.0), ('doelgroepregister_working', 136921.0)]
    """
    return tuple(
        LabourMarketFigure(
            row["series"], row["area"], row["period"], float(row["value"]), row["unit"], row["source"]
        )
        for row in read_rows("labour_market_series.csv")
    )


@cache
def tightness_classes() -> tuple[TightnessClass, ...]:
    """Classes of the tightness indicator, from slack to tight.

    Examples
    --------
    >>> [row.label_nl for row in tightness_classes()]
    ['zeer ruim', 'ruim', 'gemiddeld', 'krap', 'zeer krap']
    """
    return tuple(
        TightnessClass(row["identifier"], row["label_nl"], float(row["lower"]), float(row["upper"] or "inf"))
        for row in read_rows("tightness_classes.csv")
    )


def tightness_class(value: float) -> TightnessClass:
    """Class of a tightness: below 0.25, below 0.67, up to 1.5, up to 4, above.

    Parameters
    ----------
    value
        Open vacancies divided by people on unemployment benefit for less than six months; at least 0.

    Raises
    ------
    RegisterError
        When the value is negative or not a number.

    Examples
    --------
    >>> [tightness_class(value).identifier for value in (0.25, 1.5, 4.0, 4.1)]
    ['slack', 'average', 'tight', 'very_tight']
    """
    if math.isnan(value) or value < 0:
        raise RegisterError(f"a tightness must be at least 0, got {value!r}.")
    very_slack, slack, average, tight, very_tight = tightness_classes()
    # UWV closes the two lowest classes below their limit and the next two on it.
    if value < slack.upper:
        return very_slack if value < very_slack.upper else slack
    if value <= tight.upper:
        return average if value <= average.upper else tight
    return very_tight


@cache
def occupation_classes() -> tuple[OccupationClass, ...]:
    """All 13 occupational classes of CBS and ROA (BRC 2014).

    Examples
    --------
    >>> occupation_classes()[9].label_nl
    'Zorg en welzijn beroepen'
    """
    return tuple(
        OccupationClass(row["code"], row["label_nl"], row["identifier"])
        for row in read_rows("occupation_classes.csv")
    )
