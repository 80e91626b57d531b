"""The command ``match``: a folder of exports to a plan."""

from matching.cli._exit_codes import exit_codes, stop_unless_proven
from matching.cli._options import (
    ConstraintsOption,
    DecisionsOption,
    EmployerOption,
    EmployersOption,
    FolderArgument,
    GapOption,
    Language,
    LanguageOption,
    MappingOption,
    MinScoreOption,
    OnOption,
    OutOption,
    PerJobseekerOption,
    PerOpeningOption,
    PreviousOption,
    QuietOption,
    SecondJobsOption,
    TimeLimitOption,
    TravelTimesOption,
)
from matching.cli._run import Asked, run


def match(
    folder: FolderArgument,
    out: OutOption,
    constraints: ConstraintsOption = None,
    mapping: MappingOption = None,
    travel_times: TravelTimesOption = None,
    decisions: DecisionsOption = None,
    previous: PreviousOption = None,
    on: OnOption = None,
    language: LanguageOption = Language.NL,
    per_jobseeker: PerJobseekerOption = 1,
    per_opening: PerOpeningOption = 1,
    second_jobs: SecondJobsOption = False,
    min_score: MinScoreOption = 0.35,
    gap: GapOption = 1e-3,
    time_limit: TimeLimitOption = None,
    employer: EmployerOption = None,
    employers: EmployersOption = None,
    quiet: QuietOption = False,
) -> None:
    """Match a folder of exports and write the plan: report.html, plan.xlsx and plan.json."""
    asked = Asked(
        constraints=constraints,
        mapping=mapping,
        travel_times=travel_times,
        decisions=decisions,
        previous=previous,
        on=on,
        language=language,
        per_jobseeker=per_jobseeker,
        per_opening=per_opening,
        second_jobs=second_jobs,
        min_score=min_score,
        gap=gap,
        time_limit=time_limit,
        employers="all" if employers else tuple(employer or ()),
        quiet=quiet,
    )
    with exit_codes():
        plan, _ = run(folder, out, asked)
        stop_unless_proven(plan)
