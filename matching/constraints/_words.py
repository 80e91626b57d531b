"""How promises name groups and filters in Dutch and in English."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from matching import registers
from matching.exceptions import RegisterError

if TYPE_CHECKING:
    from decimal import Decimal

    from matching.constraints._rows import Language
    from matching.constraints._where import Where

_NEWEST_MAP = date(2025, 1, 1)

# Dutch first, English second; a group that is not here reads as itself.
_GROUPS = {
    "wajong": ("Wajong", "Wajong"),
    "wsw": ("Wsw", "Wsw"),
    "wiw_id": ("Wiw- of ID-baan", "WIW or ID job"),
    "pro_vso": ("praktijkonderwijs of vso", "practical or special school"),
    "beschut_werk": ("beschut werk", "sheltered work"),
    "wia_wao": ("WIA of WAO", "disability benefit"),
    "bijstand": ("bijstand", "social assistance"),
    "ww": ("WW", "unemployment benefit"),
    "nugger": ("zonder uitkering", "without benefit"),
    "statushouder": ("statushouders", "refugee permit holders"),
    "jongere": ("jongeren onder 27", "youth under 27"),
    "50plus": ("50-plussers", "people of 50 and over"),
    "no_startkwalificatie": ("zonder startkwalificatie", "without basic qualification"),
    "laaggeletterd": ("laaggeletterden", "people of low literacy"),
    "van_werk_naar_werk": ("van werk naar werk", "job to job"),
}
_KEYS = {
    "organisation": ("organisatie", "organisation"),
    "municipality": ("woonplaats in gemeente", "living in municipality"),
    "region": ("arbeidsmarktregio", "labour-market region"),
    "consultant": ("consulent", "consultant"),
    "jobseeker": ("werkzoekende", "jobseeker"),
    "vacancy": ("vacature", "vacancy"),
    "employer": ("werkgever", "employer"),
    "employer_group": ("concern", "employer group"),
    "sector": ("sector", "sector"),
    "industry": ("bedrijfstak (SBI)", "industry (SBI)"),
    "vacancy_organisation": ("vacature van", "vacancy of"),
    "vacancy_municipality": ("werk in gemeente", "work in municipality"),
    "contract_kind": ("soort contract", "contract kind"),
}
_VALUES = {
    "market": ("markt", "market"),
    "government": ("overheid", "government"),
    "regular": ("regulier", "regular"),
    "bbl": ("BBL", "BBL"),
    "bol": ("BOL", "BOL"),
    "work_experience": ("werkervaringsplaats", "work experience"),
    "sheltered": ("beschut", "sheltered"),
}


def say_group(group: str, language: Language) -> str:
    """Name a target group.

    Examples
    --------
    >>> say_group("no_startkwalificatie", "nl"), say_group("banenafspraak", "nl")
    ('zonder startkwalificatie', 'banenafspraak')
    """
    return _GROUPS.get(group, (group, group))[language == "en"]


def say_euros(amount: float | Decimal, language: Language) -> str:
    """Write whole euros, the thousands apart as each language has them.

    Examples
    --------
    >>> say_euros(12_500, "nl"), say_euros(12_500, "en")
    ('EUR 12.500', 'EUR 12,500')
    """
    text = f"EUR {amount:,.0f}"
    return text.replace(",", ".") if language == "nl" else text


def say_number(amount: float | Decimal, language: Language) -> str:
    """Write a number with the thousands apart and at most two decimals, as each language has them.

    Examples
    --------
    >>> say_number(3331, "nl"), say_number(3331.5, "nl"), say_number(24.0, "en")
    ('3.331', '3.331,5', '24')
    """
    text = f"{amount:,.2f}".rstrip("0").rstrip(".")
    return text.translate(str.maketrans(",.", ".,")) if language == "nl" else text


def say_where(where: Where, language: Language) -> str:
    """Name a filter, with the names of municipalities.

    Examples
    --------
    >>> say_where({"municipality": ("GM0114",), "sector": ("government",)}, "nl")
    'woonplaats in gemeente Emmen; sector overheid'
    """
    return "; ".join(
        f"{_KEYS[key][language == 'en']} {', '.join(_value(key, value, language) for value in values)}"
        for key, values in where.items()
    )


def _value(key: str, value: str, language: Language) -> str:
    if key.endswith("municipality"):
        try:
            return registers.municipality(value, _NEWEST_MAP).name
        except RegisterError:
            return value  # of an older map, or of a caller's own
    if key in ("sector", "contract_kind"):
        return _VALUES.get(value, (value, value))[language == "en"]
    return value
