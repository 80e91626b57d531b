"""Titles are reduced to their plain form, and slips are mended towards words of the register only."""

from __future__ import annotations

import pytest

from matching.features._normalise import fold, fold_all, normal_title, split_compounds
from matching.features._spelling import Speller


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        ("Gezocht: schoonmaker (m/v/x) 24 uur", "schoonmaker"),
        ("ADM. MEDEW.", "administratief medewerker"),
        ("ervaren verkopers", "verkoper"),
        ("medewerkster zorg o.i.d.", "medewerker zorg"),
        ("administratrice", "administrateur"),
        ("Adviseuse", "adviseur"),
        ("coördinator  thuiszorg, nette werktijden", "coordinator thuiszorg"),
        ("expeditiemw.", "expeditiemedewerker"),
        ("algemeen directeur", "directeur"),
        ("Zelfst. werkend kok", "kok"),
        ("gezocht", ""),
        ("leerling", ""),
        ("m/v", ""),
        ("fulltime 40 uur", ""),
        ("zie cv", ""),
        ("Vrijwilligers", ""),
        ("kok zoekt werk", "kok"),
        ("Kok, zoekt een baan in Assen", "kok"),
        ("kok zoekt nieuwe baan", "kok"),
        ("Iemand zoekt werk als kok", "kok"),
        ("Bakkerij De Molen zoekt werkvoorbereider", "werkvoorbereider"),
        ("zoekt werk in de zorg", "werk in de zorg"),
        ("Hulp bij het Huishouden", "hulp bij het huishouden"),
        ("Bakkerij De Molen zoekt per direct een kok", "kok"),
        ("Wij zoeken: schoonmaker", "schoonmaker"),
        ("Bouwbedrijf Jansma BV: metselaar", "metselaar"),
        ("Jansma B.V. - metselaar (m/v)", "metselaar"),
        ("Stichting Noord: verzorgende", "verzorgende"),
        ("metselaar (Frubel b.v.)", "metselaar"),
        ("verpleegkundige bij de Zorggroep Noord", "verpleegkundige"),
        ("hulp bij het huishouden", "hulp bij het huishouden"),
        ("Hulp Bij Huishouden", "hulp bij huishouden"),
        ("HULP BIJ HUISHOUDEN", "hulp bij huishouden"),
        ("Begeleider leefgroep - nachtdienst", "begeleider leefgroep nachtdienst"),
        ("Werkzoekende", ""),
        ("zoekt", ""),
        ("???", ""),
    ],
)
def test_what_is_written_around_a_title_goes(written: str, plain: str) -> None:
    assert normal_title(written) == plain


def test_many_labels_fold_as_one_by_one() -> None:
    labels = ["Ångström-monteur", "  C++ / C#  ", "", "één, twee", "ﬁlm"]
    assert fold_all(labels) == [fold(label) for label in labels]
    assert fold_all([]) == []


def test_compounds_come_apart_at_their_second_half() -> None:
    assert split_compounds("magazijnmedewerker") == "magazijn medewerker"
    assert split_compounds("medewerker begeleider chef") == "medewerker begeleider chef"


@pytest.fixture(scope="module")
def speller() -> Speller:
    return Speller(["bezorger", "productie medewerker", "kok", "verpleegkundige", "verpleeghulp"])


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("bezrger", "bezorger"),
        ("bezorger", "bezorger"),
        ("productei medewreker", "productie medewerker"),
        ("expeditiemedewreker", "expeditiemedewerker"),
        ("verpleegkunfdge", "verpleegkundige"),
        ("kik", "kik"),
        ("stratenmaker", "stratenmaker"),
        ("niveau4", "niveau4"),
    ],
)
def test_slips_are_mended_and_other_words_are_left(speller: Speller, written: str, meant: str) -> None:
    assert speller.mend([written]) == [meant]
