"""Language: no level asked is above that of the jobseeker, unless it may be learnt at work."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from matching.pairs._rule import EligibilityRule

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from matching.market import Market


class Language(EligibilityRule):
    """Each language and mode that both know of is at the level asked, or may be learnt at work."""

    __slots__ = ()
    code = "language"
    reads = ("language", "language_on_the_job")
    nl_name, en_name = "taal", "language"
    nl = "de vacature vraagt {language} {mode} op niveau {asked}; de werkzoekende heeft {level}"
    en = "the vacancy asks {language}, {mode}, at level {asked}; the jobseeker has {level}"

    def refuses(self, market: Market, rows: slice) -> NDArray[np.bool_]:
        """See `EligibilityRule.refuses`."""
        learns = market.vacancies.language_on_the_job == 1
        asked = np.where(learns[:, None, None], np.int8(-1), market.vacancies.language)
        spoken = market.jobseekers.language[rows]
        level = np.where(spoken < 0, np.int8(127), spoken)
        refused = np.zeros((len(level), len(asked)), bool)
        for language, mode in np.argwhere((asked > 0).any(axis=0) & (spoken >= 0).any(axis=0)):
            refused |= asked[None, :, language, mode] > level[:, None, language, mode]
        return refused

    def compare(self, market: Market, i: int, j: int) -> Mapping[str, object] | None:
        """See `EligibilityRule.compare`."""
        vacancy, spoken = market.records.vacancies[j], market.records.jobseekers[i].languages
        if vacancy.language_on_the_job:
            return None
        for language, by_mode in sorted(vacancy.languages.items()):
            for mode, asked in sorted(by_mode.items()):
                level = spoken.get(language, {}).get(mode)
                if level is not None and level.rank < asked.rank:
                    return {"language": language, "mode": str(mode), "asked": str(asked), "level": str(level)}
        return None
