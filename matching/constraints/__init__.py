"""Promises as rows over candidates: each compiles to numbers for a solver and counts its own activity."""

from matching.constraints._budget import (
    Budget,
)
from matching.constraints._candidates import Candidates, Match
from matching.constraints._cap import (
    Cap,
)
from matching.constraints._claim_options import MAX_CLAIMS
from matching.constraints._compile import (
    Compiled,
    NotComputable,
    compile_constraints,
    promises_of,
)
from matching.constraints._exclude import (
    Exclude,
)
from matching.constraints._group_floor import (
    GroupFloor,
)
from matching.constraints._no_worse_off import (
    NoWorseOff,
)
from matching.constraints._pin import (
    Pin,
)
from matching.constraints._planned_claim import PlannedClaim
from matching.constraints._programme_target import (
    ProgrammeTarget,
)
from matching.constraints._quota import Quota
from matching.constraints._read import KINDS, from_dict, read_constraints
from matching.constraints._reference import (
    NeedsReference,
    without_reference,
)
from matching.constraints._rows import (
    PRIORITY_PRICE,
    UNIT_SCALE,
    Claims,
    Constraint,
    Language,
    Row,
    Unit,
    unit_prices,
    unit_scale,
)
from matching.constraints._share import (
    Share,
)
from matching.constraints._social_return import SocialReturn
from matching.constraints._where import WHERE_KEYS

__all__ = [
    "KINDS",
    "MAX_CLAIMS",
    "PRIORITY_PRICE",
    "UNIT_SCALE",
    "WHERE_KEYS",
    "Budget",
    "Candidates",
    "Cap",
    "Claims",
    "Compiled",
    "Constraint",
    "Exclude",
    "GroupFloor",
    "Language",
    "Match",
    "NeedsReference",
    "NoWorseOff",
    "NotComputable",
    "Pin",
    "PlannedClaim",
    "ProgrammeTarget",
    "Quota",
    "Row",
    "Share",
    "SocialReturn",
    "Unit",
    "compile_constraints",
    "from_dict",
    "promises_of",
    "read_constraints",
    "unit_prices",
    "unit_scale",
    "without_reference",
]
