"""Employers named where their id was asked: the id of the one employer of that name."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from matching.exchange._rules import EMPLOYER_BY_NAME, Findings, Where
from matching.exchange._values import fold

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matching.records import Contract, Employer, Jobseeker, Vacancy


class EmployerNames:
    """Names of employers that stand for one id; a name of two employers stands for none.

    Parameters
    ----------
    employers
        The employers of the batch.
    findings
        Where it is noted that a name was taken for an id.
    """

    def __init__(self, employers: Sequence[Employer], findings: Findings) -> None:
        names = [(fold(each.name), each.id) for each in employers if each.name]
        times = Counter(name for name, _ in names)
        self._ids = {each.id for each in employers}
        self._by_name = {name: record_id for name, record_id in names if times[name] == 1}
        self._findings = findings

    def id_of(self, given: str, record: str) -> str:
        """Return the id that is meant; what is no known name stays as it is."""
        if given in self._ids or not self._by_name:
            return given
        found = self._by_name.get(fold(given))
        if found is None:
            return given
        self._findings.add(EMPLOYER_BY_NAME, Where(record=record), employer=found)
        return found

    def in_vacancies(self, vacancies: Sequence[Vacancy]) -> tuple[Vacancy, ...]:
        """Put the id of their employer in vacancies."""
        return tuple(
            each.model_copy(update={"employer": self.id_of(each.employer, each.id)})
            if each.employer
            else each
            for each in vacancies
        )

    def in_contracts(self, contracts: Sequence[Contract]) -> tuple[Contract, ...]:
        """Put the id of their contractor in contracts."""
        return tuple(
            each.model_copy(update={"contractor": self.id_of(each.contractor, each.id)})
            if each.contractor
            else each
            for each in contracts
        )

    def in_jobseekers(self, people: Sequence[Jobseeker]) -> tuple[Jobseeker, ...]:
        """Put the ids of the employers that they avoid in jobseekers."""
        return tuple(
            each.model_copy(update={"employers_avoided": self._ids_of(each)})
            if each.employers_avoided
            else each
            for each in people
        )

    def _ids_of(self, person: Jobseeker) -> frozenset[str]:
        return frozenset(self.id_of(given, person.id) for given in sorted(person.employers_avoided))
