"""Titles as people write them are ranked near the work that they mean.

The titles are everyday Dutch ones, each with the unit groups of ISCO-08 that it may belong to, written down
from general knowledge; no public list of titles was used.
"""

from __future__ import annotations

import numpy as np
import pytest

from matching import registers
from matching.features._esco import occupation_ranker
from matching.features._titles import Titles, similarity
from matching.records import OccupationRef

TITLES = (
    ("gastouder", "5311"),
    ("melker", "6121 9212"),
    ("vrachtwagenmonteur", "7231"),
    ("BOA", "5419 3355 5412"),
    ("handhaver", "5419 3355 5412"),
    ("Verzorgende IG", "5321 5322 3221"),
    ("VIG", "5321 5322 3221"),
    ("interieurverzorgster", "9112 9111"),
    ("kamermeisje", "9112"),
    ("vakkenvuller", "9334"),
    ("reachtruckchauffeur", "8344"),
    ("orderpicker", "9333 4321 9334"),
    ("inpakker", "9321"),
    ("stratenmaker", "7112 7113 7119 7122 9312"),
    ("glazenwasser", "9123"),
    ("pakketbezorger", "9621 8322 4412"),
    ("fietsenmaker", "7234"),
    ("APK-keurmeester", "7231 3257 3115 7543"),
    ("loodgieter", "7126"),
    ("cv-monteur", "7126 7127"),
    ("stukadoor", "7123"),
    ("hovenier", "6113"),
    ("thuishulp", "9111 5322 5152"),
    ("huishoudelijke hulp", "9111 5152"),
    ("kraamverzorgster", "5322 5321 5311 3222"),
    ("wijkverpleegkundige", "2221"),
    ("doktersassistente", "3256 5321 3344"),
    ("dierenartsassistente", "3240"),
    ("kleuterjuf", "2341 2342"),
    ("juf", "2341"),
    ("schoolmeester", "2341"),
    ("gymleraar", "2330 2341 2359"),
    ("onderwijsassistent", "5312"),
    ("leidster kinderopvang", "5311"),
    ("pedagogisch medewerker", "5311 3412 2342"),
    ("beveiliger", "5414"),
    ("suppoost", "5414 9629 4411"),
    ("nachtwaker", "5414"),
    ("verkeersregelaar", "5419 9629"),
    ("huismeester", "5153"),
    ("chauffeur CE", "8332"),
    ("bestelbuschauffeur", "8322"),
    ("kraanmachinist", "8343 8342"),
    ("lasser", "7212"),
    ("CNC-draaier", "7223"),
    ("storingsmonteur", "7412 7233"),
    ("lopendebandmedewerker", "9329 8219"),
    ("vloerlegger", "7122"),
    ("asfalteerder", "9312 7119"),
    ("grondwerker", "9312"),
    ("bosarbeider", "9215 6210"),
    ("loonwerker", "8341"),
    ("afwasser", "9412"),
    ("keukenhulp", "9412"),
    ("frietbakker", "9411 5246 5120"),
    ("kantinejuffrouw", "5246 9412"),
    ("callcentermedewerker", "4222 5244"),
    ("P&O adviseur", "2423"),
    ("salarisadministrateur", "4313 3313"),
    ("debiteurenbeheerder", "4312 4311 3312 4214"),
    ("klantmanager sociale zaken", "3353 2635 3333"),
    ("Wmo-consulent", "3353 2635"),
    ("jongerenwerker", "2635 3412"),
    ("ambulant begeleider", "3412 2635 2352"),
    ("gezinsvoogd", "2635 3412"),
    ("schuldhulpverlener", "2635 3312 2412"),
    ("ouderenverzorger", "5322 5321"),
    ("zuster", "3221 2221"),
    ("fysio", "2264"),
    ("badmeester", "3423 5419"),
    ("vuilnisman", "9611"),
    ("cipier", "5413"),
    ("dominee", "2636"),
    ("slijter", "5223 5221"),
    ("pompbediende", "5245"),
    ("trucker", "8332"),
    ("zonnepanelenmonteur", "7411 7421 7126"),
    ("praktijkondersteuner huisarts", "2221 3256 2240"),
    ("POH", "2221 3256 2240"),
    ("gastouder aan huis", "5311"),
    ("BOA domein 2", "5419"),
    ("melker op melkveebedrijf", "6121 9212"),
    ("POH GGZ", "3256 2221"),
    ("leerling vrachtwagenmonteur", "7231"),
    ("fysio in Assen", "2264"),
    ("pedagogisch medewerker BSO", "5311"),
)


def test_the_right_unit_group_is_among_the_first_ten_and_mostly_first() -> None:
    """Every title has its group among ten occupations, and seventeen in twenty have it first."""
    found = occupation_ranker().rank([title for title, _ in TITLES], 10).concept
    group = np.array([row.isco_code for row in registers.occupations()])[found]
    hits = [np.isin(row, right.split()) for row, (_, right) in zip(group, TITLES, strict=True)]
    assert [title for (title, _), hit in zip(TITLES, hits, strict=True) if not hit.any()] == []
    assert np.mean([hit[0] for hit in hits]) >= 0.85


@pytest.mark.parametrize(
    ("one", "other", "least"),
    [
        ("Verzorgende IG", "verpleegkundige", 0.4),
        ("VIG", "verzorgende", 0.8),
        ("gastouder", "pedagogisch medewerker kinderopvang", 0.6),
        ("melker", "veehouder", 0.6),
    ],
)
def test_work_that_is_near_is_found_near(one: str, other: str, least: float) -> None:
    """Titles of which the work is much alike are similar, whatever they are called."""
    left, right = Titles.of([OccupationRef(title=one)], [OccupationRef(title=other)])
    assert similarity(left, right)[0, 0] >= least
