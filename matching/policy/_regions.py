"""Which labour-market region a person or a place of work belongs to on a date."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cache
from typing import TYPE_CHECKING, Literal

from matching import registers
from matching.exceptions import NotCoveredError, RegisterError, RuleError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from matching.registers import Municipality, Postcode, Redivision

FoundBy = Literal["custom", "municipality", "postcode"]


@dataclass(frozen=True, slots=True, kw_only=True)
class RegionFound:
    """Region of a place on a date.

    Parameters
    ----------
    region
        Code of the region, or the name of one of the caller's own.
    municipality
        Code of the municipality on that date; ``None`` when a postcode may have lain in several.
    by
        What decided: ``custom`` regions, the ``municipality`` as stated, or the ``postcode``.
    possible
        Regions that it may be, more than one when a redivision since leaves that open; sorted.
    """

    region: str
    municipality: str | None
    by: FoundBy
    possible: tuple[str, ...]


def region_on(
    on: date,
    *,
    municipality: str | None = None,
    postcode: str | None = None,
    custom: Mapping[str, str] | None = None,
) -> RegionFound | None:
    """Region of a municipality, or of a postcode, on the map of a date.

    A stated municipality goes first: a postcode that is new is in no table. A postcode lies in a municipality
    of 2025. On a date before a redivision of that one it lay in any of those that it was made of, or in the
    one that has the name of its town. Where these are of several regions the answer is that of the
    municipality of 2025, with the others as ``possible``; none when it did not exist on that date.

    Parameters
    ----------
    on
        Date of the map, from 2015. Regions are those of the editions 2015, 2020 and 2025, with the
        redivisions since.
    municipality
        Code or name.
    postcode
        Four digits, or four digits and two letters.
    custom
        Names of regions of one's own by municipality code; other municipalities keep theirs.

    Returns
    -------
    RegionFound or None
        ``None`` when nothing is stated, or nothing that is stated existed on that date.

    Raises
    ------
    NotCoveredError
        Before 2015.
    RuleError
        When a key of ``custom`` is no code of a municipality since 2015.

    Examples
    --------
    Heerde changed region without a redivision.

    >>> from datetime import date
    >>> [region_on(date(year, 7, 1), municipality="Heerde").region for year in (2015, 2020)]
    ['AM36', 'AM06']
    >>> region_on(date(2026, 1, 12), postcode="7811 AP").municipality
    'GM0114'
    """
    own = check_custom(custom)
    found = [] if municipality is None else _existing([municipality], on)
    if found:
        return _found(found, None, "municipality", own)
    try:
        here = None if postcode is None else registers.postcode(postcode)
    except RegisterError:  # a new postcode is in no table
        here = None
    return None if here is None else _of_postcode(here, on, own)


def check_custom(custom: Mapping[str, str] | None) -> Mapping[str, str]:
    """Regions of one's own, none by default; `RuleError` for a key that is no code of a municipality."""
    for key in custom or {}:
        if key not in _codes():
            msg = f"custom: {key!r} is no code of a municipality since 2015; write codes such as GM0114."
            raise RuleError(msg)
    return custom or {}


@cache
def _codes() -> frozenset[str]:
    """Codes of all municipalities since 2015."""
    began = {row.code for row in registers.municipalities(date(2015, 1, 1))}
    return frozenset(
        began | {code for link in registers.redivisions() for code in (link.old_code, link.new_code)}
    )


def _found(
    rows: Sequence[Municipality], now: str | None, by: FoundBy, custom: Mapping[str, str]
) -> RegionFound | None:
    """Region of municipalities, one of which it is; ``now`` is the one of 2025."""
    regions = {row.code: custom.get(row.code, row.region_code) for row in rows}
    possible = tuple(sorted(set(regions.values())))
    if len(possible) > 1 and now not in regions:
        return None
    region = possible[0] if len(possible) == 1 else regions[now or ""]
    return RegionFound(
        region=region,
        municipality=rows[0].code if len(rows) == 1 else None,
        by="custom" if all(code in custom for code in regions) else by,
        possible=possible,
    )


def _of_postcode(here: Postcode, on: date, custom: Mapping[str, str]) -> RegionFound | None:
    codes = {here.municipality_code}
    for link in reversed(registers.redivisions()):
        if link.effective_date > on and link.new_code in codes:
            codes.add(link.old_code)
    rows = _existing(sorted(codes), on)
    named = [row for row in rows if row.name.casefold() == here.town.casefold()]
    return _found(named or rows, here.municipality_code, "postcode", custom) if rows else None


def _existing(keys: Iterable[str], on: date) -> list[Municipality]:
    """Give the municipalities that there were on a date."""
    rows = []
    for key in keys:
        try:
            rows.append(registers.municipality(key, on))
        except NotCoveredError:
            raise
        except RegisterError:
            continue
    return rows


def crosses_border(home: RegionFound | None, work: RegionFound | None) -> bool | None:
    """Whether a person lives in another region than where the work is; ``None`` when either is unknown.

    Examples
    --------
    >>> from datetime import date
    >>> day = date(2026, 1, 12)
    >>> crosses_border(region_on(day, municipality="Emmen"), region_on(day, municipality="Groningen"))
    True
    """
    return None if home is None or work is None else home.region != work.region


@dataclass(frozen=True, slots=True, kw_only=True)
class Heir:
    """Part of a municipality that lies in one region on a later date.

    Parameters
    ----------
    region
        Region on the later date.
    share
        Part of the municipality, in (0, 1].
    municipalities
        Codes on the later date, sorted.
    """

    region: str
    share: Fraction
    municipalities: tuple[str, ...]


def heirs(
    municipality: str,
    before: date,
    after: date,
    *,
    shares: Mapping[tuple[str, str], Fraction] | None = None,
    custom: Mapping[str, str] | None = None,
) -> tuple[Heir, ...]:
    """Regions that a municipality of one date lies in on a later date, with the share of each.

    A merger goes over whole, a split by the shares of the table. Where a share is not known, as for the
    splits of Littenseradiel and Winsum, it does not matter as long as all parts go to one region.

    Parameters
    ----------
    municipality
        Code on the earlier map.
    before, after
        The two dates, in order.
    shares
        Shares of one's own by (old code, new code); they go before those of the table.
    custom
        As in `region_on`, for the later date.

    Raises
    ------
    RuleError
        When the dates are not in order, a share that matters is not known, or a key of ``custom`` is no code.
    RegisterError
        When there is no such municipality on the earlier date.

    Examples
    --------
    >>> from datetime import date
    >>> haaren = heirs("GM0788", date(2020, 12, 31), date(2021, 1, 1))
    >>> [(heir.region, float(heir.share)) for heir in haaren]
    [('AM26', 0.508), ('AM27', 0.492)]
    """
    if before > after:
        msg = f"the dates of the two maps must be in order, got {before} and {after}."
        raise RuleError(msg)
    check_custom(custom)
    code = registers.municipality(municipality, before).code
    links = [link for link in registers.redivisions() if before < link.effective_date <= after]
    found: dict[str, tuple[Fraction, set[str]]] = {}
    for heir, share in _follow(code, links, after, shares or {}, custom or {}):
        region = _region(heir, after, custom or {})
        total, codes = found.setdefault(region, (Fraction(0), set()))
        found[region] = (total + share, codes | {heir})
    return tuple(
        Heir(region=region, share=share, municipalities=tuple(sorted(codes)))
        for region, (share, codes) in sorted(found.items())
    )


def _follow(
    code: str,
    links: list[Redivision],
    after: date,
    shares: Mapping[tuple[str, str], Fraction],
    custom: Mapping[str, str],
) -> list[tuple[str, Fraction]]:
    """Municipalities of the later map with the share of each; the parts of one region may be in any."""
    mine = [link for link in links if link.old_code == code]
    if not mine:
        return [(code, Fraction(1))]
    later = [link for link in links if link.effective_date > mine[0].effective_date]
    known = [_share(link, shares) for link in mine]
    ends = [_follow(link.new_code, later, after, shares, custom) for link in mine]
    if any(share is None for share in known):
        regions = {_region(end, after, custom) for part in ends for end, _ in part}
        if len(regions) > 1:
            names = ", ".join(link.new_code for link in mine)
            msg = f"municipality {code} was split over {names} and regions {sorted(regions)}: give shares."
            raise RuleError(msg)
        known = [Fraction(1, len(mine))] * len(mine)
    return [
        (end, share * (weight or 0))
        for weight, part in zip(known, ends, strict=True)
        for end, share in part
        if weight
    ]


def _share(link: Redivision, shares: Mapping[tuple[str, str], Fraction]) -> Fraction | None:
    given = shares.get((link.old_code, link.new_code))
    if given is not None:
        return given
    # The text of a float is the number that the table has.
    return None if link.share is None else Fraction(str(link.share))


def _region(code: str, on: date, custom: Mapping[str, str]) -> str:
    return custom.get(code) or registers.municipality(code, on).region_code
