"""Contract kind: the kind offered is one that the jobseeker accepts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from matching.pairs._rule import EligibilityRule

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from matching.market import Market


class ContractKinds(EligibilityRule):
    """The contract kind of the vacancy is among the kinds accepted, when both are known."""

    __slots__ = ()
    code = "contract_kind"
    reads = ("contract_kind",)
    nl_name, en_name = "contractvorm", "contract kind"
    nl = "de vacature biedt {offered}; de werkzoekende aanvaardt alleen {accepted}"
    en = "the vacancy offers {offered}; the jobseeker accepts only {accepted}"

    def refuses(self, market: Market, rows: slice) -> NDArray[np.bool_]:
        """See `EligibilityRule.refuses`."""
        accepted, offered = market.jobseekers.contract_kinds[rows, None], market.vacancies.contract_kind
        return np.asarray((accepted != 0) & (offered != 0) & ((accepted & offered) == 0))

    def compare(self, market: Market, i: int, j: int) -> Mapping[str, object] | None:
        """See `EligibilityRule.compare`."""
        accepted, offered = (
            market.records.jobseekers[i].contract_kinds,
            market.records.vacancies[j].contract_kind,
        )
        if not accepted or offered is None or offered in accepted:
            return None
        return {"offered": str(offered), "accepted": tuple(sorted(accepted))}
