"""Cases in a folder: one file `<slug>.md` each."""

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from kb.domain.case import (
    MAX_BODY_BYTES,
    MAX_FRONT_MATTER_BYTES,
    MAX_SLUG_CHARACTERS,
    SLUG,
    Case,
    CaseFile,
    Sha256,
    Slug,
)
from kb.domain.hashes import sha256_of
from kb.domain.problems import Problem, quotable
from kb.ports import (
    CaseNotFoundError,
    CasesUnavailableError,
    CaseUnreadableError,
    EditedMeanwhileError,
    HeldFile,
    Taxonomies,
    UnreadableFile,
)
from kb.stores.readings import Readings
from kb.stores.regular_files import content, decoded
from kb.stores.replacing import remove_asides, remove_file, replace_file, writing_trouble

_SUFFIX = ".md"

#: Bytes: both parts at their limit, the lines between them and a carriage return here and there.
MAX_FILE_BYTES = MAX_FRONT_MATTER_BYTES + MAX_BODY_BYTES + 4 * 1024


@dataclass(frozen=True, slots=True)
class CaseFiles:
    """The published cases below one folder. May be shared by threads.

    Links are not followed; what is no `.md` file or begins with a dot is not looked at.
    """

    folder: Path
    taxonomies: Taxonomies
    _readings: Readings = field(default_factory=Readings, repr=False)

    def read(self, slug: Slug) -> CaseFile:
        """One case.

        Raises:
            CaseNotFoundError: there is no file for it.
            CaseUnreadableError: its file breaks rules.
            CasesUnavailableError: files cannot be read now.
            TaxonomyUnreadableError: there is no vocabulary to read it with.
        """
        file = self._file(slug)
        if file is None:
            raise CaseNotFoundError(slug=slug)
        if isinstance(file, UnreadableFile):
            raise CaseUnreadableError(slug, file.problems)
        return file

    def hashes(self) -> Mapping[Slug, Sha256]:
        """The hash of every file that could be a case, by slug, good and bad ones.

        Raises:
            CasesUnavailableError: files cannot be read now.
        """
        slugs = [name.removesuffix(_SUFFIX) for name in self._names() or ()]
        data = {slug: self._data(slug) for slug in slugs if SLUG.fullmatch(slug)}
        return {slug: sha256_of(held) for slug, held in data.items() if isinstance(held, bytes)}

    def every(self) -> Iterator[CaseFile | UnreadableFile]:
        """Each file in the order of its name, read one by one; bad names are unreadable files.

        A folder that does not exist is one unreadable file without a name.

        Raises:
            CasesUnavailableError: files cannot be read now.
            TaxonomyUnreadableError: there is no vocabulary to read them with.
        """
        names = self._names()
        if names is None:
            yield UnreadableFile(name="", problems=(_problem("cases-folder-missing"),))
        for name in names or ():
            if file := self._named(name):
                yield file

    def held(self, slug: Slug) -> HeldFile | None:
        """See `Cases.held`."""
        data = self._data(slug)
        if isinstance(data, Problem):
            return HeldFile(sha256=Sha256(""), text="")
        if data is None:
            return None
        return HeldFile(sha256=sha256_of(data), text=data.decode(errors="replace"))

    def write(self, slug: Slug, text: str, *, replacing: Sha256 | None) -> None:
        """See `Cases.write`."""
        data = text.encode()
        self._require(slug, {replacing, sha256_of(data)})
        with writing_trouble():
            replace_file(self._path(slug), data)

    def remove(self, slug: Slug, *, replacing: Sha256) -> None:
        """See `Cases.remove`."""
        self._require(slug, {replacing, None})
        with writing_trouble():
            remove_file(self._path(slug))

    def sweep(self) -> None:
        """See `Cases.sweep`."""
        with writing_trouble():
            remove_asides(self.folder)

    def _require(self, slug: Slug, admitted: set[Sha256 | None]) -> None:
        held = self.held(slug)
        if (held and held.sha256) not in admitted:
            raise EditedMeanwhileError(slug=slug)

    def _path(self, slug: Slug) -> Path:
        if not SLUG.fullmatch(slug):  # also keeps `../` out of file names
            raise CaseNotFoundError(slug=slug)
        return self.folder / f"{slug}{_SUFFIX}"

    def _named(self, name: str) -> CaseFile | UnreadableFile | None:
        slug = name.removesuffix(_SUFFIX)
        if SLUG.fullmatch(slug):
            return self._file(slug)
        problem = _problem("bad-file-name", most=MAX_SLUG_CHARACTERS)
        printable = quotable(os.fsencode(name).decode(errors="replace"))
        return UnreadableFile(name=printable, problems=(problem,))

    def _names(self) -> list[str] | None:
        """The names of the files, in their order; `None` if there is no such folder."""
        try:
            with _system_trouble():
                names = os.listdir(self.folder)  # noqa: PTH208 - names are all that is wanted
        except (FileNotFoundError, NotADirectoryError):
            return None
        return sorted(name for name in names if name.endswith(_SUFFIX) and name[0] != ".")

    def _data(self, slug: Slug) -> bytes | Problem | None:
        with _system_trouble():
            found = content(self._path(slug), most=MAX_FILE_BYTES)
        return found if found is None or isinstance(found, Problem) else found.data

    def _file(self, slug: Slug) -> CaseFile | UnreadableFile | None:
        """What the file of a case holds; `None` if it is not there."""
        data = self._data(slug)
        if data is None:
            return None
        if isinstance(data, Problem):
            return _unreadable(slug, data)
        text = decoded(data)
        if isinstance(text, Problem):
            return _unreadable(slug, text)
        digest = sha256_of(data)
        reading = self._readings.of(text, sha256=digest, taxonomy=self.taxonomies.current())
        if not isinstance(reading, Case):
            return _unreadable(slug, *reading)
        return CaseFile(slug=slug, sha256=digest, text=text, case=reading)


def _unreadable(slug: Slug, *problems: Problem) -> UnreadableFile:
    return UnreadableFile(name=slug + _SUFFIX, problems=problems)


def _problem(code: str, **values: object) -> Problem:
    return Problem(line=1, key="", code=code, values=values)


@contextmanager
def _system_trouble() -> Iterator[None]:
    """What the system cannot do now is not a fault of the files: no case may seem to be gone."""
    try:
        yield
    except (FileNotFoundError, NotADirectoryError):
        raise
    except OSError as error:
        raise CasesUnavailableError(reason=error.strerror) from error
