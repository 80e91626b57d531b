"""Names of companies that are written around job titles."""

from __future__ import annotations

import re

_LEGAL = r"(?:[Bb]\.?\s?[Vv]|[Nn]\.?[Vv]|[Vv]\.?[Oo]\.?[Ff]|[Hh]olding)\b\.?"
_KIND = r"(?:[Uu]itzend\w+|[Ss]tichting|[Gg]emeente|\w*(?:bedrijf|groep))"
_WORK = r"(?:een\s+)?(?:(?:nieuwe|vaste|andere)\s+)?(?:werk|baan)\b(?!\s+als\b)"
_BEFORE = r"(?:(?:een )?(?:werk|baan) als|een|nog|per direct|met spoed)"
_AROUND = (
    # "kok zoekt werk", "kok zoekt een baan in de zorg"
    re.compile(rf"(?<=\w)[\s,:-]+[Zz]oek(?:t|en)\s+{_WORK}.*$"),
    # "Bakkerij De Molen zoekt een kok", "Wij zoeken: kok"
    re.compile(rf"^.*?\b[Zz]oek(?:t|en)\b:?\s+(?!{_WORK})(?:{_BEFORE}\s+)*(?=\w{{3}})"),
    # "Jansma BV: kok", "Jansma B.V. - kok"
    re.compile(rf"^[^:|]*\b{_LEGAL}\s*(?::|\s[-\u2013|]\s)\s*(?=\w{{3}})"),
    # "Stichting Noord: kok"
    re.compile(rf"^{_KIND}\s[^:|]*:\s*(?=\w{{3}})"),
    # "kok (Jansma BV)", "kok - Jansma BV"
    re.compile(rf"(?<=\w)\s*\([^)]*\b{_LEGAL}\s*\)"),
    re.compile(rf"(?<=\w)\s+[-\u2013|]\s[^-\u2013|]*\b{_LEGAL}\s*$"),
)
# "kok bij Jansma"; not "Hulp Bij Huishouden" or "Hulp bij het Huishouden"
_AT = re.compile(r"(?<=\w)\s+bij\s+(?!(?:[Dd]e\s+|[Hh]et\s+)?[Hh]uish)(?:[Dd]e\s+|[Hh]et\s+)?[A-Z]\w.*$")


def without_company(title: str) -> str:
    """Title without the name of the company that people and advertisements write before or behind it.

    Only what is sure: behind *zoekt* or *zoeken*, with a legal form such as B.V., before a colon, or a name
    with a capital behind *bij*. What would leave nothing of three letters stays. Of
    somebody who seeks *werk* or *een baan* what stands before it stays.

    Examples
    --------
    >>> without_company("Uitzendbureau Actief zoekt een kok"), without_company("kok bij Zorggroep Noord")
    ('kok', 'kok')
    >>> without_company("Jansma B.V.: lasser (m/v)"), without_company("hulp bij het huishouden")
    ('lasser (m/v)', 'hulp bij het huishouden')
    """
    for pattern in _AROUND:
        title = pattern.sub("", title)
    return _AT.sub("", title)
