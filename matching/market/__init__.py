"""Market: the frozen, columnar snapshot of one batch; opens folders and samples."""

from matching.market._codes import MODES, UNKNOWN, bit, mask, unmask
from matching.market._market import Market, OpenMarket
from matching.market._open import load_region, market_of, read_market
from matching.market._places import Places
from matching.market._records import Records
from matching.market._tables import ITEMS, JobseekerTable, LimitTable, ProtectedTable, VacancyTable

__all__ = [
    "ITEMS",
    "MODES",
    "UNKNOWN",
    "JobseekerTable",
    "LimitTable",
    "Market",
    "OpenMarket",
    "Places",
    "ProtectedTable",
    "Records",
    "VacancyTable",
    "bit",
    "load_region",
    "market_of",
    "mask",
    "read_market",
    "unmask",
]
