"""The closed lists of values that records may hold; their order is the bit order of the market's masks."""

from __future__ import annotations

from enum import StrEnum


class EducationLevel(StrEnum):
    """Level of education or of work; `rank` compares, and havo/vwo and mbo share one rank."""

    NONE = "none"
    BASIC = "basic"
    VMBO = "vmbo"
    HAVO_VWO = "havo_vwo"
    MBO = "mbo"
    HBO = "hbo"
    WO = "wo"

    @property
    def rank(self) -> int:
        """0 (no schooling) to 5 (university)."""
        return {"none": 0, "basic": 1, "vmbo": 2, "havo_vwo": 3, "mbo": 3, "hbo": 4, "wo": 5}[self.value]


class EducationStatus(StrEnum):
    """How far an education came."""

    COMPLETED = "completed"
    ONGOING = "ongoing"
    BROKEN_OFF = "broken_off"


class LanguageLevel(StrEnum):
    """Level of a language in the Common European Framework; `rank` compares."""

    NONE = "none"
    A1 = "A1"
    A2 = "A2"
    B1 = "B1"
    B2 = "B2"
    C1 = "C1"
    C2 = "C2"

    @property
    def rank(self) -> int:
        """0 (none) to 6 (C2)."""
        return list(LanguageLevel).index(self)


class LanguageMode(StrEnum):
    """What is done with a language."""

    SPEAKING = "speaking"
    LISTENING = "listening"
    READING = "reading"
    WRITING = "writing"


class Weekday(StrEnum):
    """Day of the week."""

    MONDAY = "monday"
    TUESDAY = "tuesday"
    WEDNESDAY = "wednesday"
    THURSDAY = "thursday"
    FRIDAY = "friday"
    SATURDAY = "saturday"
    SUNDAY = "sunday"


class Shift(StrEnum):
    """Part of the day that is worked."""

    DAY = "day"
    EVENING = "evening"
    NIGHT = "night"


class TravelMode(StrEnum):
    """Means of travelling to work."""

    CAR = "car"
    PUBLIC_TRANSPORT = "public_transport"
    BICYCLE = "bicycle"
    MOPED = "moped"


class ContractKind(StrEnum):
    """Kind of agreement that a vacancy offers."""

    REGULAR = "regular"
    BBL = "bbl"
    BOL = "bol"
    WORK_EXPERIENCE = "work_experience"
    SHELTERED = "sheltered"


class Support(StrEnum):
    """Help at work that a jobseeker needs or a vacancy offers."""

    JOB_COACH = "job_coach"
    MENTOR = "mentor"
    LANGUAGE_ON_THE_JOB = "language_on_the_job"
    QUIET_WORKPLACE = "quiet_workplace"
    FLEXIBLE_HOURS = "flexible_hours"
    STRUCTURED_TASKS = "structured_tasks"
    WHEELCHAIR_ACCESS = "wheelchair_access"


class FunctionalItem(StrEnum):
    """Bodily or mental demand of work, compared item by item."""

    LIFTING = "lifting"
    STANDING = "standing"
    WALKING = "walking"
    SITTING = "sitting"
    BENDING = "bending"
    HAND_USE = "hand_use"
    PACE = "pace"
    NOISE = "noise"
    NIGHT = "night"
    CONCENTRATION = "concentration"
    CONTACT = "contact"
    HEIGHTS = "heights"


class Licence(StrEnum):
    """Category of the Dutch driving licence."""

    AM = "AM"
    A1 = "A1"
    A2 = "A2"
    A = "A"
    B = "B"
    B_PLUS = "B+"
    BE = "BE"
    C1 = "C1"
    C = "C"
    C1E = "C1E"
    CE = "CE"
    D1 = "D1"
    D = "D"
    D1E = "D1E"
    DE = "DE"
    T = "T"


class TargetGroup(StrEnum):
    """Legal or policy category of a jobseeker, under the names that regions use.

    ``jongere`` and ``50plus`` follow from the age on a date; all others are facts with a source.
    """

    BANENAFSPRAAK = "banenafspraak"
    PRAKTIJKROUTE = "praktijkroute"
    WAJONG = "wajong"
    WSW = "wsw"
    WIW_ID = "wiw_id"
    PRO_VSO = "pro_vso"
    BESCHUT_WERK = "beschut_werk"
    WIA_WAO = "wia_wao"
    BIJSTAND = "bijstand"
    WW = "ww"
    NUGGER = "nugger"
    STATUSHOUDER = "statushouder"
    JONGERE = "jongere"
    VIJFTIGPLUS = "50plus"
    NO_STARTKWALIFICATIE = "no_startkwalificatie"
    LAAGGELETTERD = "laaggeletterd"
    VAN_WERK_NAAR_WERK = "van_werk_naar_werk"


class Benefit(StrEnum):
    """Benefit that a jobseeker lives on."""

    BIJSTAND = "bijstand"
    WW = "ww"
    WIA_WAO = "wia_wao"
    WAJONG = "wajong"
    NONE = "none"


class EmployerSector(StrEnum):
    """Side of the national job agreement that an employer belongs to."""

    MARKET = "market"
    GOVERNMENT = "government"


class PlacementStatus(StrEnum):
    """How far a placement is."""

    PROPOSED = "proposed"
    AGREED = "agreed"
    STARTED = "started"
    ENDED = "ended"
    CANCELLED = "cancelled"
