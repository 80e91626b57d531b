"""Quality of ranking titles and competences, next to published figures; the public sets are not kept here."""
