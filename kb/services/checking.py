"""Compare files, index and database; say what is to be mended."""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from kb.domain.case import CaseFile, Slug
from kb.domain.french import letters_and_digits
from kb.domain.problems import Problem
from kb.formats import front_matter
from kb.index_ports import CaseIndex
from kb.ports import (
    Cases,
    CasesUnavailableError,
    IndexNotReadyError,
    Taxonomies,
    TaxonomyUnreadableError,
    UnreadableFile,
)
from kb.services.comparing import DATABASE, NOTES, Comparing

#: How findings name the files and folders of `KB_HOME`.
TAXONOMY, CASES, INDEX = "taxonomy.yaml", "cases/", "index/"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing that `kb check` has to say.

    Attributes:
        file: below `KB_HOME`: `cases/x.md`, `taxonomy.yaml`, `index/`.
        line: 1-based.
        key: the front matter key, `""` for the file as a whole.
        code: a key of `kb.domain.problems.SENTENCES`.
        message, remedy: in French, without a final stop.
        is_error: something to mend; a note otherwise.
    """

    file: str
    line: int
    key: str
    code: str
    message: str
    remedy: str
    is_error: bool = True


def _nothing_beside(_cases: Collection[Slug]) -> Iterable[tuple[str, Problem]]:
    """There are no other files."""
    return ()


@dataclass(frozen=True, slots=True)
class Checking:
    """The desk that looks for what is wrong. Changes nothing.

    Attributes:
        beside: what is wrong with the other files of the base, given the slugs of its cases.
    """

    cases: Cases
    taxonomies: Taxonomies
    index: CaseIndex
    comparing: Comparing | None = None
    beside: Callable[[Collection[Slug]], Iterable[tuple[str, Problem]]] = _nothing_beside

    def findings(self) -> tuple[Finding, ...]:
        """All that is wrong or worth knowing, by file and line."""
        found = [_finding(TAXONOMY, problem) for problem in self.taxonomies.problems()]
        try:
            files = list(self.cases.every())
        except TaxonomyUnreadableError:
            files = []  # said above; nothing can be read without it
        except CasesUnavailableError as error:
            files = []
            trouble = Problem(line=1, key="", code=error.code, values=error.values)
            found.append(_finding(CASES, trouble))
        else:
            found += _in_files(files)
            found += self._in_index([file for file in files if isinstance(file, CaseFile)])
        found += [_finding(*each) for each in self.beside(set(map(_slug, files)))]
        found += self._in_database()
        return tuple(sorted(found, key=lambda f: (f.file, f.line, f.key, f.code)))

    def _in_database(self) -> Iterator[Finding]:
        for problem in self.comparing.problems() if self.comparing else ():
            yield _finding(DATABASE, problem, is_error=problem.code not in NOTES)

    def _in_index(self, files: Sequence[CaseFile]) -> Iterator[Finding]:
        try:
            indexed = {case.slug for case in self.index.every()}
        except IndexNotReadyError:
            return  # it is derived and comes back by itself
        present = {file.slug for file in files}
        if present != indexed:
            values = {"missing": len(present - indexed), "extra": len(indexed - present)}
            problem = Problem(line=1, key="", code="index-behind", values=values)
            yield _finding(INDEX, problem, is_error=False)


def _in_files(files: Sequence[CaseFile | UnreadableFile]) -> Iterator[Finding]:
    readable = [file for file in files if isinstance(file, CaseFile)]
    for file in files:
        if isinstance(file, UnreadableFile):
            yield from (_finding(CASES + file.name, problem) for problem in file.problems)
        elif front_matter.render(file.case) != file.text:
            problem = Problem(line=1, key="", code="not-canonical")
            yield _finding(_path(file), problem, is_error=False)
    yield from _redirects(readable, taken=set(map(_slug, files)))
    yield from _same_titles(readable)


def _redirects(files: Sequence[CaseFile], *, taken: set[Slug]) -> Iterator[Finding]:
    """Redirects from a slug that a case has, or that another case redirects from."""
    owners: dict[Slug, Slug] = {}
    for file in files:
        for number, slug in enumerate(file.case.redirects, start=1):
            other = owners.setdefault(slug, file.slug)
            if slug == file.slug:
                yield _redirect(file, number, "redirect-to-itself")
            elif slug in taken:
                yield _redirect(file, number, "redirect-taken")
            elif other != file.slug:
                yield _redirect(file, number, "redirect-twice", other=other)


def _redirect(file: CaseFile, number: int, code: str, **values: object) -> Finding:
    key = f"redirects[{number}]"
    line = front_matter.line_of(file.text, key)
    values["slug"] = file.case.redirects[number - 1]
    return _finding(_path(file), Problem(line=line, key=key, code=code, values=values))


def _same_titles(files: Sequence[CaseFile]) -> Iterator[Finding]:
    first: dict[str, Slug] = {}
    for file in files:
        other = first.setdefault(letters_and_digits(file.case.title), file.slug)
        if other != file.slug:
            line = front_matter.line_of(file.text, "title")
            problem = Problem(line=line, key="title", code="same-title", values={"other": other})
            yield _finding(_path(file), problem, is_error=False)


def _finding(file: str, problem: Problem, *, is_error: bool = True) -> Finding:
    return Finding(
        file=file,
        line=problem.line,
        key=problem.key,
        code=problem.code,
        message=problem.message,
        remedy=problem.remedy,
        is_error=is_error,
    )


def _slug(file: CaseFile | UnreadableFile) -> Slug:
    return file.slug if isinstance(file, CaseFile) else file.name.removesuffix(".md")


def _path(file: CaseFile) -> str:
    return f"{CASES}{file.slug}.md"
