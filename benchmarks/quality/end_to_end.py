"""``python -m benchmarks.quality.end_to_end``: jobseekers to vacancies, from records as people write them.

A set of our own from the generator of regions, not a public benchmark: compare figures within one run only.
Every jobseeker is a query that ranks all vacancies of the region. Titles are as people and employers write
them, without codes; skills are misspelt, shortened, in capitals or in English besides. Below that noise many
titles and all skills are names of ESCO, which our encoder has learned: it is at home here.

How relevant a vacancy is follows from the occupations that were drawn before anything was written, and from
the relations of ESCO alone, by no code that is measured here. Between the occupation of the vacancy and the
nearest one that the jobseeker wants:

3. the same;
2. the same unit group of ISCO-08 (four digits), or half of its essential skills are skills of the other;
1. the same minor group (three digits), or a quarter of them;
0. otherwise.

nDCG@10 has gain 2^grade - 1; equal scores are ordered by a draw. Intervals are of 95 %, by drawing
jobseekers of all seeds anew 2,000 times.
"""

from __future__ import annotations

import argparse
import os
from dataclasses import dataclass
from typing import TYPE_CHECKING

os.environ.setdefault("OMP_NUM_THREADS", "1")

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer

from matching import registers
from matching.datasets import TitleNoise, generate_region, perturb_title
from matching.datasets._draws import Draws
from matching.datasets._tables import job_shares, jobs
from matching.features import build, compare
from matching.market import Market
from matching.scoring import load_card

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from matching.records import Jobseeker, OccupationRef, Vacancy

SKILL_NOISE = TitleNoise(inflect=0, shorten=0.1, misspell=0.15, capitals=0.15, english=0.1, phrase=0)
CUT, DRAWS = 10, 2000


@dataclass(frozen=True, slots=True)
class Case:
    """One region: its records as written, and the grade of each vacancy for each jobseeker."""

    market: Market
    grades: NDArray[np.int8]


def draw_case(seed: int, jobseekers: int, vacancies: int) -> Case:
    """Generate a region, write its skills with noise, and grade it by what was drawn."""
    sample = generate_region("drenthe", jobseekers=jobseekers, vacancies=vacancies, contracts=0, seed=seed)
    rng = np.random.default_rng([seed, 1])
    people = [
        person.model_copy(
            update={
                "skills": noisy(person.skills, rng),
                "wanted_occupations": bare(person.wanted_occupations),
            }
        )
        for person in sample.jobseekers
    ]
    offers = [
        vacancy.model_copy(
            update={
                "skills_asked": noisy(vacancy.skills_asked, rng),
                "skills_welcome": noisy(vacancy.skills_welcome, rng),
            }
        )
        for vacancy in sample.vacancies
    ]
    # The stream that the generator itself drew the work of the vacancies from, in the order of their ids.
    drawn = Draws(seed, f"{sample.region} vacancies").pick("job", vacancies, job_shares()[1])
    work = [jobs()[at].position for at in drawn.tolist()]
    at = {row.uri: position for position, row in enumerate(registers.occupations())}
    wishes = [[at[str(ref.code)] for ref in sample.truth[p.id].wanted_occupations] for p in people]
    market = Market.from_records(people, offers, sample.employers, on=sample.on)
    assert market.jobseekers.ids == tuple(person.id for person in people)
    assert market.vacancies.ids == tuple(vacancy.id for vacancy in offers)
    return Case(market, graded(wishes, work))


def bare(refs: Sequence[OccupationRef]) -> tuple[OccupationRef, ...]:
    """Return the same titles without codes."""
    return tuple(ref.model_copy(update={"code": None}) for ref in refs)


def noisy(skills: Sequence[str], rng: np.random.Generator) -> tuple[str, ...]:
    english = {row.label_nl: row.label_en for row in registers.skills()}
    return tuple(perturb_title(one, rng, noise=SKILL_NOISE, english=english.get(one)) for one in skills)


def graded(wishes: Sequence[Sequence[int]], work: Sequence[int]) -> NDArray[np.int8]:
    """Grade of each vacancy for each jobseeker, by the definition of this module."""
    known: dict[tuple[int, int], int] = {}
    table = np.zeros((len(wishes), len(work)), np.int8)
    for row, wanted in enumerate(wishes):
        for column, offered in enumerate(work):
            for one in wanted:
                if (one, offered) not in known:
                    known[one, offered] = grade(one, offered)
                table[row, column] = max(table[row, column], known[one, offered])
    return table


def grade(wanted: int, offered: int) -> int:
    """Grade of work for somebody who wants other work, both as positions in the register."""
    if wanted == offered:
        return 3
    skills, essential = registers.occupation_skills().of(offered)
    needed = set(skills[essential].tolist())
    has = set(registers.occupation_skills().of(wanted)[0].tolist())
    share = len(needed & has) / len(needed) if needed else 0.0
    one, other = (registers.occupations()[at].isco_code for at in (wanted, offered))
    if one == other or share >= 0.5:
        return 2
    return int(one[:3] == other[:3] or share >= 0.25)


def ours(case: Case, names: Sequence[str]) -> NDArray[np.float64]:
    """Points of some components of the shipped card; what is unknown takes the value that it states."""
    n, m = case.grades.shape
    row, column = np.divmod(np.arange(n * m), m)
    found = compare(build(case.market.open), row, column)
    card = load_card().components
    total = np.zeros(n * m)
    for name in names:
        value = found.values[found.names.index(name)].astype(np.float64)
        total += card[name].weight * np.where(np.isnan(value), card[name].unknown, value)
    return total.reshape(n, m)


def words(case: Case, *, skills: bool, analyzer: str = "word") -> NDArray[np.float64]:
    """Cosine of TF-IDF vectors of the texts of both sides, weights learned from both."""

    def text(one: Jobseeker | Vacancy) -> str:
        refs = one.wanted_occupations if hasattr(one, "wanted_occupations") else [one.occupation]
        listed = one.skills if hasattr(one, "skills") else (*one.skills_asked, *one.skills_welcome)
        return " ".join([*(ref.title or "" for ref in refs if ref), *(listed if skills else ())])

    left = [text(person) for person in case.market.records.jobseekers]
    right = [text(vacancy) for vacancy in case.market.records.vacancies]
    size = (1, 1) if analyzer == "word" else (2, 4)
    model = TfidfVectorizer(analyzer=analyzer, ngram_range=size, sublinear_tf=True).fit(left + right)
    return np.asarray((model.transform(left) @ model.transform(right).T).toarray())


def ndcg(scores: NDArray[np.float64], grades: NDArray[np.int8], seed: int) -> NDArray[np.float64]:
    """nDCG@10 of every jobseeker for whom any vacancy is relevant."""
    gain = 2.0**grades - 1
    discount = 1 / np.log2(np.arange(2, CUT + 2))
    draw = np.random.default_rng([seed, 2]).random(scores.shape)
    order = np.lexsort((draw, -scores), axis=1)[:, :CUT]
    reached = (np.take_along_axis(gain, order, axis=1) * discount[: order.shape[1]]).sum(axis=1)
    best = (-np.sort(-gain, axis=1)[:, :CUT] * discount[: order.shape[1]]).sum(axis=1)
    return reached[best > 0] / best[best > 0]


METHODS = {
    "ours: occupation, experience and skills": lambda case: ours(
        case, ("occupation", "experience", "skills", "skills_welcome")
    ),
    "ours: occupation alone": lambda case: ours(case, ("occupation",)),
    "word TF-IDF of titles and skills": lambda case: words(case, skills=True),
    "word TF-IDF of titles": lambda case: words(case, skills=False),
    "character 2-4-gram TF-IDF of titles": lambda case: words(case, skills=False, analyzer="char_wb"),
}
BASELINE = "word TF-IDF of titles and skills"


def interval(values: NDArray[np.float64]) -> tuple[float, float, float]:
    """Mean with the interval of 95 % in which it lies when the jobseekers are drawn anew."""
    rng = np.random.default_rng(0)
    means = [values[rng.integers(0, len(values), len(values))].mean() for _ in range(DRAWS)]
    low, high = np.quantile(means, (0.025, 0.975))
    return float(values.mean()), float(low), float(high)


def run(seeds: Sequence[int], jobseekers: int, vacancies: int) -> dict[str, NDArray[np.float64]]:
    """nDCG@10 of each method, jobseekers of all seeds behind one another."""
    found: dict[str, list[NDArray[np.float64]]] = {name: [] for name in METHODS}
    for seed in seeds:
        case = draw_case(seed, jobseekers, vacancies)
        for name, method in METHODS.items():
            found[name].append(ndcg(method(case), case.grades, seed))
    return {name: np.concatenate(parts) for name, parts in found.items()}


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--seeds", type=int, nargs="+", default=[0, 1, 2, 3, 4])
    parser.add_argument("--jobseekers", type=int, default=400)
    parser.add_argument("--vacancies", type=int, default=200)
    given = parser.parse_args()
    found = run(given.seeds, given.jobseekers, given.vacancies)
    n = len(found[BASELINE])
    print(
        f"Generated regions, seeds {given.seeds}, {given.jobseekers} x {given.vacancies} each; "
        f"{n:,} jobseekers with a relevant vacancy"
    )
    print(f"{'':<42}nDCG@10 (95 %)           less {BASELINE} (95 %)")
    for name, values in found.items():
        mean, low, high = interval(values)
        more, least, most = interval(values - found[BASELINE])
        print(f"{name:<42}{mean:.3f} ({low:.3f}-{high:.3f})   {more:+.3f} ({least:+.3f} to {most:+.3f})")


if __name__ == "__main__":
    main()
