"""Match jobseekers and vacancies of a region under public promises, with a proof.

The rooms, from the door down; imports point down this list only::

    cli           files in, files out
    report        indicators, tables, self-contained HTML, Excel
    pipeline      match(): the chain on one screen
    plan          proposals, certificate, row states; verify, the independent judge
    constraints   promises as rows over pairs          | scoring   how good a pair is, as a points card
    pairs         which pairs may be considered, with reason codes
    features      market to numbers, without any protected fact
    market        the frozen snapshot of one batch; the only map between ids and positions
    datasets      the generator of a region and the shipped sample
    exchange      files to records; what cannot be read is a finding
    policy        the Dutch rules as pure functions
    records       what arrives
    registers     dated reference tables
    findings, exceptions

``solvers`` sees numbers only and can be used alone.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from matching.constraints import Quota, SocialReturn, read_constraints
    from matching.exceptions import MatchingError
    from matching.findings import Issue, Issues
    from matching.market import Market, load_region, read_market
    from matching.pipeline import match
    from matching.plan import Decision, Plan, Proposal
    from matching.records import Contract, Employer, Jobseeker, Vacancy

_WHERE = {
    "Contract": "records",
    "Decision": "plan",
    "Employer": "records",
    "Issue": "findings",
    "Issues": "findings",
    "Jobseeker": "records",
    "Market": "market",
    "MatchingError": "exceptions",
    "Plan": "plan",
    "Proposal": "plan",
    "Quota": "constraints",
    "SocialReturn": "constraints",
    "Vacancy": "records",
    "load_region": "market",
    "match": "pipeline",
    "read_constraints": "constraints",
    "read_market": "market",
}

__all__ = [
    "Contract",
    "Decision",
    "Employer",
    "Issue",
    "Issues",
    "Jobseeker",
    "Market",
    "MatchingError",
    "Plan",
    "Proposal",
    "Quota",
    "SocialReturn",
    "Vacancy",
    "load_region",
    "match",
    "read_constraints",
    "read_market",
]


def __getattr__(name: str) -> object:
    # Names load when they are first used, so that `import matching` stays light.
    if name in _WHERE:
        value = getattr(import_module(f"matching.{_WHERE[name]}"), name)
        globals()[name] = value
        return value
    hint = ""
    if name[:1].isupper() and name in import_module("matching.constraints").__all__:
        hint = f"; see matching.constraints.{name}"
    msg = f"module 'matching' has no attribute {name!r}{hint}"
    raise AttributeError(msg)


def __dir__() -> list[str]:
    return [*__all__, *(name for name in globals() if name.startswith("__"))]
