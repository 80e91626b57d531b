"""What the columns mean, what the plan was made of, and where the data come from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from matching.report._book import Notes
from matching.report._certificate import attributions, law_shown, proof, settings_shown, sources_shown

if TYPE_CHECKING:
    from matching.report._book import Cell
    from matching.report._content import Content

    Lines = list[tuple[str, Cell]]


def legend(content: Content) -> Notes:
    """Say it in two columns of text; an employer reads what belongs to the proposals."""
    lines = _columns(content)
    if content.view == "matcher":
        lines += _matcher(content) + _made_of(content) + _tables(content)
    lines += [("", ""), *(("", sentence) for sentence in attributions(content.words))]
    return Notes("sheet_legend", tuple(lines))


def _columns(content: Content) -> Lines:
    say = content.words
    lines: Lines = [
        (say("sheet_legend"), say("on_date", on=content.plan.market.on) + " " + say("people_decide")),
        (say("decision"), say("decision_help")),
        ("", say("legend_decision")),
        (say("known"), say("legend_known")),
        (say("score"), say("scores_explained")),
    ]
    return [*lines, ("", say("withheld", n=content.n_withheld))] if content.n_withheld else lines


def _matcher(content: Content) -> Lines:
    say, figures = content.words, content.figures
    lines: Lines = [(say("rank"), say("legend_rank"))]
    if figures and figures.transport_unknown:
        n, far = figures.transport_unknown, figures.transport_needed
        lines.append((say("transport"), say("transport_unknown", n=n, far=far)))
    if content.contracts:
        lines.append((say("sheet_contracts"), say("contracts_note")))
    return [*lines, (say("price"), say("price_note")), ("", say("protected_explained"))]


def _made_of(content: Content) -> Lines:
    say, plan = content.words, content.plan
    shown = law_shown(say, plan.market.policy)
    law = [(name, f"{value} ({row.year}; {row.source})") for name, value, row in shown]
    return [
        ("", proof(plan, say)),
        ("", ""),
        *settings_shown(plan, say),
        ("", ""),
        (say("rules_caption"), ""),
        *(("", rule.nl_name if say.language == "nl" else rule.en_name) for rule in plan.rules),
        ("", ""),
        (say("figures_of_law"), say("law_note")),
        *law,
    ]


def _tables(content: Content) -> Lines:
    """Tables that were read, and the sources of those that are shipped."""
    say = content.words
    read = [
        (
            f"{each.file} [{each.sheet}]" if each.sheet else each.file,
            say(
                "rows_account", read=each.rows_read, accepted=each.rows_accepted, apart=each.rows_quarantined
            ),
        )
        for each in content.sources
    ]
    shipped = [(row.table, f"{row.source} ({row.year}; {row.licence})") for row in sources_shown(say)]
    lines: Lines = [("", ""), (say("sources_caption"), ""), *read] if read else []
    return [*lines, ("", ""), (say("data_caption"), ""), *shipped]
