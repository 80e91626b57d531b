"""Sheltered work: only with the indication for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from matching.market import bit
from matching.pairs._reserved import is_outside, outside
from matching.pairs._rule import EligibilityRule
from matching.records import ContractKind, TargetGroup

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy as np
    from numpy.typing import NDArray

    from matching.market import Market

_INDICATIONS = (TargetGroup.BESCHUT_WERK, TargetGroup.WSW)


class Sheltered(EligibilityRule):
    """A sheltered place is for people with an indication for it, as far as facts are stated."""

    __slots__ = ()
    code = "sheltered"
    reads = ("contract_kind", "start")
    nl_name, en_name = "beschutte werkplek", "sheltered place"
    nl = "de plek is beschut werk; de werkzoekende heeft daar op {start} geen indicatie voor"
    en = "the place is sheltered work; the jobseeker has no indication for it on {start}"
    protected = True

    def refuses(self, market: Market, rows: slice) -> NDArray[np.bool_]:
        """See `EligibilityRule.refuses`."""
        sheltered = market.vacancies.contract_kind == bit(ContractKind.SHELTERED)
        return outside(market, rows, [_INDICATIONS if yes else () for yes in sheltered])

    def compare(self, market: Market, i: int, j: int) -> Mapping[str, object] | None:
        """See `EligibilityRule.compare`."""
        if market.records.vacancies[j].contract_kind is not ContractKind.SHELTERED:
            return None
        return is_outside(market, i, j, _INDICATIONS)
