"""The findings of this room, and the collector that keeps a repeated one short."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from matching.findings import Issue, Issues, Rule, Severity

LISTED = 20
"""How many times one doubt on one column is listed before the rest is counted; of an assumption once."""
SHOWN = 40
"""Longest text of a heading or a code of a public list that a finding shows."""

UNREADABLE_FILE = Rule("exchange.file", "refused", "niet gelezen: {why_nl}", "left unread: {why_en}")
UNKNOWN_TABLE = Rule(
    "exchange.kind",
    "refused",
    "{columns:kolomkop past|kolomkoppen passen} bij geen soort tabel; rij apart gezet",
    "{columns:heading fits|headings fit} no kind of table; row set apart",
)
MISSING_COLUMN = Rule(
    "exchange.column_missing",
    "refused",
    "geen kolom voor {field.nl}; zonder is het geen tabel van {kind.nl}; alle rijen apart gezet",
    "no column for {field.en}; without it this is no table of {kind.en}; all rows set apart",
)
KIND_FROM_NAME = Rule(
    "exchange.kind_from_name",
    "doubted",
    "de kolomkoppen passen bij meer dan één tabel; gelezen als {kind.nl} vanwege de naam",
    "the headings fit more than one table; read as {kind.en} because of the name",
)
OTHER_ENDING = Rule(
    "exchange.other_file", "assumed", "geen tabelbestand, niet gelezen", "not a table file, left unread"
)
HIDDEN_FILE = Rule(
    "exchange.hidden_file",
    "assumed",
    "verborgen of vergrendelingsbestand, niet gelezen",
    "hidden or lock file, left unread",
)
NOTHING_OF_KIND = Rule(
    "exchange.none_of_kind",
    "doubted",
    "er zijn geen {kind.nl} gelezen",
    "no {kind.en} were read",
)
EMPTY_FILE = Rule("exchange.empty", "doubted", "er staat niets in", "there is nothing in it")
NO_ROWS = Rule(
    "exchange.no_rows", "doubted", "alleen kolomkoppen, geen rijen", "headings only, there are no rows"
)
TITLE_ROWS = Rule(
    "exchange.title_rows",
    "assumed",
    "{n:rij|rijen} boven de kolomkoppen overgeslagen",
    "{n:row|rows} above the headings skipped",
)
HIDDEN_SHEET = Rule(
    "exchange.hidden_sheet", "assumed", "verborgen blad, niet gelezen", "hidden sheet, left unread"
)
MERGED_CELLS = Rule(
    "exchange.merged_cells",
    "assumed",
    "samengevoegde cellen: de waarde geldt ook in {n:cel|cellen} eronder",
    "merged cells: the value holds in {n:cell|cells} below too",
)
ERROR_CELL = Rule(
    "exchange.error_cell",
    "doubted",
    "de cel bevat een fout van het rekenblad; als onbekend gelezen",
    "the cell holds an error of the workbook; read as unknown",
)
WRONG_ENDING = Rule(
    "exchange.ending",
    "assumed",
    "de inhoud past niet bij {ending}; gelezen als {format_nl}",
    "the content does not fit {ending}; read as {format_en}",
)
SUBFOLDER = Rule("exchange.subfolder", "assumed", "map, niet gelezen", "folder, left unread")
RAGGED_ROW = Rule(
    "exchange.ragged_row",
    "refused",
    "{found:cel|cellen} waar de kop er {expected} heeft; rij apart gezet",
    "{found:cell|cells} where the heading has {expected}; row set apart",
)
ENCODING = Rule(
    "exchange.encoding",
    "doubted",
    "{n:teken is|tekens zijn} in {encoding} niet te lezen en vervangen door een vraagteken",
    "{n:character|characters} unreadable as {encoding}, replaced by a question mark",
)
STRAY_BYTES = Rule(
    "exchange.stray_bytes",
    "doubted",
    "{n:byte hoort|bytes horen} niet bij de codering utf-8; gelezen als cp1252",
    "{n:byte does|bytes do} not belong to the encoding utf-8; read as cp1252",
)
OPEN_QUOTE = Rule(
    "exchange.open_quote",
    "doubted",
    "{n:regel|regels} met een aanhalingsteken dat niet sluit; zonder aanhalingstekens gelezen",
    "{n:line|lines} with a quote that does not close; read without quotes",
)
NUL_BYTES = Rule(
    "exchange.nul",
    "doubted",
    "{n:NUL-teken|NUL-tekens} weggelaten",
    "{n:NUL character|NUL characters} left out",
)

UNKNOWN_HEADING = Rule(
    "exchange.heading_unknown",
    "assumed",
    "kolomkop niet herkend; kolom niet gelezen",
    "heading not recognised; column left unread",
)
NEAR_HEADING = Rule(
    "exchange.heading_near",
    "doubted",
    "kolomkop lijkt op {like!r}; gelezen als {field.nl}",
    "heading looks like {like!r}; read as {field.en}",
)
SECOND_HEADING = Rule(
    "exchange.heading_twice",
    "doubted",
    "een andere kolom geeft {field.nl} al; deze kolom niet gelezen",
    "another column gives {field.en} already; this column was left unread",
)
MAPPING_UNUSED = Rule(
    "exchange.mapping_unused",
    "doubted",
    "de koppeling noemt een kolomkop die in geen {kind.nl}-tabel voorkomt",
    "the mapping names a heading that no {kind.en} table has",
)
PERSONAL_COLUMN = Rule(
    "exchange.personal",
    "assumed",
    "kolom met persoonsgegevens: weggelaten zonder te lezen",
    "column with personal data: dropped unread",
)
BSN_COLUMN = Rule(
    "exchange.bsn_column",
    "refused",
    "kolom lijkt een BSN te bevatten: weggelaten zonder te lezen",
    "column looks like a BSN: dropped unread",
)
BSN_AS_ID = Rule(
    "exchange.bsn_as_id",
    "refused",
    "het kenmerk in {field.nl} lijkt een BSN en mag niet worden gebruikt; geef een eigen kenmerk op",
    "the id in {field.en} looks like a BSN and may not be used; supply an id of your own",
)
BSN_IN_TEXT = Rule(
    "exchange.bsn_in_text", "doubted", "BSN in vrije tekst gemaskeerd", "BSN in free text masked"
)

NO_ID = Rule("exchange.id_missing", "refused", "geen kenmerk; rij apart gezet", "no id; row set apart")
DUPLICATE_ID = Rule(
    "exchange.id_twice",
    "refused",
    "kenmerk komt al voor op {first}; de eerste blijft, deze rij apart gezet",
    "id is there already at {first}; the first is kept, this row set apart",
)
MADE_ID = Rule(
    "exchange.id_made",
    "assumed",
    "geen kolom met een kenmerk; gemaakt uit {fields.nl}",
    "no column with an id; made from {fields.en}",
)
CASE_TWINS = Rule(
    "exchange.id_case",
    "doubted",
    "{n:kenmerk verschilt|kenmerken verschillen} alleen in hoofdletters van een ander, het eerste van dat op "
    "{first}; als verschillende gelezen",
    "{n:id differs|ids differ} from another in capitals alone, the first from that at {first}; "
    "read as different",
)
CROSSING = Rule(
    "exchange.range",
    "refused",
    "{first.nl} ligt boven of na {last.nl}; rij apart gezet",
    "{first.en} is above or after {last.en}; row set apart",
)
REQUIRED = Rule(
    "exchange.required",
    "refused",
    "{field.nl} ontbreekt of is onleesbaar en is verplicht; rij apart gezet",
    "{field.en} is missing or unreadable and is required; row set apart",
)
OUT_OF_RANGE = Rule(
    "exchange.value",
    "doubted",
    "de waarde {why_nl}; als onbekend gelezen",
    "the value {why_en}; read as unknown",
)
PART_DROPPED = Rule(
    "exchange.part",
    "doubted",
    "een onderdeel {why_nl}; dat onderdeel weggelaten",
    "a part {why_en}; that part left out",
)
INVALID_ROW = Rule(
    "exchange.row",
    "refused",
    "de rij vormt geen geldig record; rij apart gezet",
    "the row does not form a valid record; row set apart",
)
UNKNOWN_PERSON = Rule(
    "exchange.fact_without_record",
    "refused",
    "er is geen werkzoekende met dit kenmerk; rij apart gezet",
    "there is no jobseeker with this id; row set apart",
)

EMPLOYER_BY_NAME = Rule(
    "exchange.employer_by_name",
    "assumed",
    "naam van een werkgever gelezen als kenmerk {employer}",
    "name of an employer read as the id {employer}",
)
NOT_A_NUMBER = Rule(
    "exchange.number", "doubted", "geen getal; als onbekend gelezen", "not a number; read as unknown"
)
NOT_A_DATE = Rule(
    "exchange.date", "doubted", "geen datum; als onbekend gelezen", "not a date; read as unknown"
)
OPEN_DATE = Rule(
    "exchange.open_date",
    "assumed",
    "datum zo ver weg betekent 'geen datum'; als onbekend gelezen",
    "a date that far away means 'no date'; read as unknown",
)
TWO_DIGIT_YEAR = Rule(
    "exchange.two_digit_year",
    "doubted",
    "jaar van twee cijfers is niet eenduidig; als onbekend gelezen",
    "a year of two digits is ambiguous; read as unknown",
)
PERCENT_CELL = Rule(
    "exchange.percent_cell",
    "assumed",
    "breuk gelezen als een cel in procentopmaak: 0,05 is 5 %",
    "fraction read as a cell in percent format: 0.05 is 5 %",
)
SMALL_PERCENTAGE = Rule(
    "exchange.small_percentage",
    "doubted",
    "percentage kleiner dan een kwart; zo gelezen, maar misschien is een breuk bedoeld",
    "percentage below a quarter; read as it stands, but perhaps a fraction was meant",
)
NOT_YES_OR_NO = Rule(
    "exchange.yes_no",
    "doubted",
    "geen ja of nee; als onbekend gelezen",
    "neither yes nor no; read as unknown",
)
UNKNOWN_CODE = Rule(
    "exchange.code",
    "doubted",
    "{value_nl} is geen bekende code{nearest_nl}; als onbekend gelezen",
    "{value_en} is not a known code{nearest_en}; read as unknown",
)
OTHER_OCCUPATION_CODE = Rule(
    "exchange.occupation_code",
    "doubted",
    "{value!r} is geen beroepscode van ESCO{near}; bewaard, maar alleen de titel telt",
    "{value!r} is not an occupation code of ESCO{near}; kept, but only the title counts",
)
UNREADABLE_CELL = Rule(
    "exchange.cell",
    "doubted",
    "niet te lezen als {kind_nl}; als onbekend gelezen",
    "cannot be read as {kind_en}; read as unknown",
)
GROUP_UNDATED = Rule(
    "exchange.group_undated",
    "doubted",
    "bij {n:werkzoekende|werkzoekenden} staat een doelgroep zonder datum waarop de bron dat zei; "
    "de doelgroep geldt zoals gegeven",
    "{n:jobseeker has|jobseekers have} a target group without the date on which its source said so; "
    "the group holds as given",
)
OPENINGS_ASSUMED = Rule(
    "exchange.openings",
    "assumed",
    "{n:vacature|vacatures} zonder bruikbaar aantal plaatsen; 1 plaats aangenomen",
    "{n:vacancy|vacancies} without a usable number of openings; 1 opening assumed",
)
NO_AGE_DATE = Rule(
    "exchange.age_date",
    "doubted",
    "leeftijd zonder datum en zonder peildatum; als onbekend gelezen",
    "age without a date and without a reference date; read as unknown",
)
BORN_LATER = Rule(
    "exchange.born_later",
    "doubted",
    "geboren na de peildatum {on}; als onbekend gelezen",
    "born after the reference date {on}; read as unknown",
)
YOUNG = Rule(
    "exchange.young",
    "doubted",
    "jonger dan {youngest} jaar; zo gelezen, maar misschien is het jaar verkeerd",
    "younger than {youngest} years; read as it stands, but perhaps the year is wrong",
)
AGE_ON_REFERENCE = Rule(
    "exchange.age_on_reference",
    "assumed",
    "leeftijd zonder datum; gelezen als de leeftijd op de peildatum {on}",
    "age without a date; read as the age on the reference date {on}",
)


def shown(text: str) -> str:
    """Shorten a heading or public code to what a finding may show, printable characters only."""
    printable = "".join(char if char.isprintable() else " " for char in text).strip()
    return printable if len(printable) <= SHOWN else printable[: SHOWN - 1] + "…"


class Count(int):
    """A number whose format names the noun that goes with it, for one and for more.

    Examples
    --------
    >>> f"{Count(1):row|rows}, {Count(2):row|rows}"
    '1 row, 2 rows'
    """

    def __format__(self, nouns: str) -> str:
        """Write the number and its noun; without nouns the number alone."""
        one, _, more = nouns.partition("|")
        return f"{int(self)} {one if self == 1 else more}" if nouns else str(int(self))


@dataclass(frozen=True, slots=True)
class Where:
    """Place of a finding: file, line, heading and record, each ``None`` where it does not apply."""

    file: str | None = None
    line: int | None = None
    column: str | None = None
    record: str | None = None


class Findings:
    """Collects findings; the same rule on the same column is listed some times, then counted.

    What is refused is always listed: each row that was set apart keeps its file and line.
    """

    def __init__(self) -> None:
        self._listed: list[Issue] = []
        self._seen: Counter[tuple[str, str | None, str | None]] = Counter()

    def add(self, rule: Rule, where: Where, **values: object) -> None:
        """Note one finding, its sentences filled with ``values``."""
        key = (rule.code, where.file, where.column)
        self._seen[key] += 1
        if rule.severity == "refused" or self._seen[key] <= _listed(rule.severity):
            values = {name: Count(v) if type(v) is int else v for name, v in values.items()}
            nl, en = rule.nl.format(**values), rule.en.format(**values)
            issue = Issue(
                rule.code, rule.severity, nl, en, where.file, where.line, where.column, where.record
            )
            self._listed.append(issue)

    def issues(self) -> Issues:
        """All findings in the order met, then one for each that went on, with its count."""
        severity = {issue.rule: issue.severity for issue in self._listed}
        rest = [
            Issue(
                code,
                severity[code],
                "meer van dezelfde bevinding",
                "more of the same finding",
                file=file,
                column=column,
                count=times - _listed(severity[code]),
            )
            for (code, file, column), times in self._seen.items()
            if severity[code] != "refused" and times > _listed(severity[code])
        ]
        return Issues([*self._listed, *rest])


def _listed(severity: Severity) -> int:
    return 1 if severity == "assumed" else LISTED
