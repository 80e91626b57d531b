"""Published targets of a region and of the country, with what was realised: a table and a plot."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from textwrap import wrap
from typing import TYPE_CHECKING

from markupsafe import Markup, escape

from matching import policy
from matching.registers import region
from matching.report._words import Words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matching.plan import Plan
    from matching.policy import TargetLine
    from matching.report._words import Language

_NATIONAL_YEARS = 4
"""Years of the national agreement that a report shows, the latest."""
_WIDTH, _LABEL, _LONGEST = 640, 150, 400
_TOP, _STEP, _LINE = 34, 30, 16
_MOST_LETTERS = 95
"""Letters of a line below a picture."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetRow:
    """A published number in words.

    Parameters
    ----------
    line
        The number, as the register has it.
    place, indicator, measure, source
        In words.
    share
        The number as a part of the largest of its place and indicator, for a bar; in [0, 1].
    """

    line: TargetLine
    place: str
    indicator: str
    measure: str
    share: float
    source: str


def target_rows(lines: Sequence[TargetLine], words: Words) -> tuple[TargetRow, ...]:
    """Word published numbers, in their order."""
    most: Counter[tuple[str, str]] = Counter()
    for line in lines:
        most[line.region, line.indicator] = max(most[line.region, line.indicator], line.value, 1)
    return tuple(
        TargetRow(
            line=line,
            place=words("the_country") if line.region == "NL" else region(line.region).name,
            indicator=words(f"indicator_{line.indicator}"),
            measure=words(f"measure_{line.measure}"),
            share=line.value / most[line.region, line.indicator],
            source=_source(line.source, words),
        )
        for line in lines
    )


def _source(text: str, words: Words) -> str:
    """Say in the language what the register says in English about its sources."""
    english = Words("en")
    for key in ("source_text_of", "source_realised"):
        text = text.replace(english(key), words(key))
    return text


def targets_of(plan: Plan) -> tuple[TargetLine, ...]:
    """Targets of the region that most people of a plan live in, and of the country in the latest years."""
    market = plan.market
    homes = Counter(code for code in market.jobseekers.places.municipality if code is not None)
    regions: Counter[str] = Counter()
    for code, n in homes.items():
        found = policy.region_on(market.on, municipality=code)
        if found is not None:
            regions[found.region] += n
    own = policy.regional_targets(regions.most_common(1)[0][0]) if regions else ()
    country = [line for line in policy.national_targets() if line.indicator == "agreement_jobs"]
    since = max(line.year for line in country) - _NATIONAL_YEARS
    return (*own, *(line for line in country if line.year > since))


def planned_jobs(plan: Plan) -> float:
    """Jobs of the agreement that the placements of a plan come to, each counted on its first day."""
    facts, law, hundredths = plan.market.protected.facts, plan.market.policy, 0
    for placed in plan.placements:
        fact = facts[plan.market.jobseeker_position(placed.jobseeker)]
        if placed.hours_per_week is not None and policy.counts_for_job_agreement(
            fact, placed.start, settings=law
        ):
            hundredths += round(100 * placed.hours_per_week)
    return float(policy.agreement_jobs(hundredths, settings=law))


def plot_targets(lines: Sequence[TargetLine], *, language: Language = "nl") -> str:
    """Draw what was realised and what was aimed at: a bar for each published number, as SVG.

    The picture needs nothing else, and has its numbers and sources in words for who cannot see it.

    Parameters
    ----------
    lines
        From `policy.regional_targets` or `policy.national_targets`, of one region and indicator.
    language
        ``nl`` or ``en``.

    Returns
    -------
    str
        An ``<svg>`` element; write it in a file that ends in ``.svg``, or inside a page.

    Examples
    --------
    >>> lines = [one for one in policy.regional_targets("Groningen") if one.indicator == "agreement_jobs"]
    >>> picture = plot_targets(lines)
    >>> picture.count("<rect"), "3.424" in picture
    (3, True)
    """
    words = Words(language)
    rows = target_rows(lines, words)
    title = escape(", ".join(dict.fromkeys(f"{row.indicator}, {row.place}" for row in rows)))
    sources = "; ".join(dict.fromkeys(row.source for row in rows))
    foot = wrap(f"{words('source')}: {sources}", _MOST_LETTERS)
    bottom = _TOP + _STEP * len(rows) + 12
    height = bottom + _LINE * len(foot)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {height}" role="img" '
        f'aria-label="{title}" font-family="system-ui, sans-serif" font-size="14" fill="#1b2430">',
        f'<text x="0" y="18" font-weight="600">{title}</text>',
    ]
    for at, row in enumerate(rows):
        top, long = _TOP + _STEP * at, round(_LONGEST * row.share, 1)
        colour = "#154273" if row.line.measure == "realised" else "#9fb6d1"
        parts += [
            f'<text x="0" y="{top + 16}">{escape(row.measure)} {row.line.year}</text>',
            f'<rect x="{_LABEL}" y="{top}" width="{long}" height="22" fill="{colour}"/>',
            f'<text x="{_LABEL + long + 8}" y="{top + 16}">{words.number(row.line.value)}</text>',
        ]
    parts += [
        f'<text x="0" y="{bottom + _LINE * at}" font-size="12" fill="#56616f">{escape(text)}</text>'
        for at, text in enumerate(foot)
    ]
    return "\n".join([*parts, "</svg>"])


def plots_of(rows: Sequence[TargetRow], language: Language) -> tuple[Markup, ...]:
    """Draw each region and indicator of published numbers apart."""
    apart: dict[tuple[str, str], list[TargetLine]] = {}
    for row in rows:
        apart.setdefault((row.line.region, row.line.indicator), []).append(row.line)
    # The picture escapes its own texts.
    return tuple(Markup(plot_targets(lines, language=language)) for lines in apart.values())
