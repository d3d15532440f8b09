"""Look for what is wrong with the files beside the cases: ways in, organisations."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from kb.domain.case import Slug
from kb.domain.entrance import Entrance
from kb.domain.organisation import organisation_key
from kb.domain.problems import Problem
from kb.ports import Taxonomies, TaxonomyUnreadableError
from kb.side_ports import Entrances, Organisations

#: How findings name these files of `KB_HOME`.
ENTRANCES, ORGANISATIONS = "entrees.yaml", "organisations.yaml"


@dataclass(frozen=True, slots=True)
class Beside:
    """The desk that compares these files with the cases and the vocabulary. Changes nothing."""

    entrances: Entrances
    organisations: Organisations
    taxonomies: Taxonomies

    def problems(self, cases: Collection[Slug]) -> Iterator[tuple[str, Problem]]:
        """Each problem with the file that has it; `cases` are the slugs that there are."""
        own = [(ENTRANCES, each) for each in self.entrances.problems()]
        own += [(ORGANISATIONS, each) for each in self.organisations.problems()]
        yield from own
        yield from ((ENTRANCES, each) for each in self._in_entrances(cases))
        yield from ((ORGANISATIONS, each) for each in self._in_organisations(cases))

    def _in_entrances(self, cases: Collection[Slug]) -> Iterator[Problem]:
        for entrance in self.entrances.current():
            line = entrance.line
            for slug in _missing(entrance.cases, cases):
                yield _problem(line, "cases", "entrance-case-unknown", slug=slug)
            for facet_id, value in self._unknown_terms(entrance):
                values = {"value": value, "facet": facet_id}
                yield _problem(line, f"search.{facet_id}", "entrance-term-unknown", **values)

    def _unknown_terms(self, entrance: Entrance) -> Iterable[tuple[str, str]]:
        try:
            return tuple(entrance.search.unknown(self.taxonomies.current()))
        except TaxonomyUnreadableError:
            return ()  # said elsewhere

    def _in_organisations(self, cases: Collection[Slug]) -> Iterator[Problem]:
        owners: dict[tuple[str, Slug], Slug] = {}
        for known in self.organisations.current().known:
            for slug in _missing(known.cases, cases):
                yield _problem(known.line, "cases", "organisation-case-unknown", slug=slug)
            names = {organisation_key(name): name for name in (known.name, *known.names)}
            for key, name in names.items():
                for case in known.cases or ("",):
                    other = owners.setdefault((key, case), known.slug)
                    if other != known.slug:
                        values = {"name": name, "other": other}
                        yield _problem(known.line, "names", "organisation-name-twice", **values)


def _missing(slugs: Iterable[Slug], cases: Collection[Slug]) -> Iterator[Slug]:
    return (slug for slug in slugs if slug not in cases)


def _problem(line: int, key: str, code: str, **values: object) -> Problem:
    return Problem(line=line, key=key, code=code, values=values)
