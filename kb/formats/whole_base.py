"""The whole base in one archive: every case as it is and in every form, with checksums.

Each case is read once and handed to all forms together, so that they agree whatever happens
meanwhile; what a form says waits in a file of its own until its turn comes. The same base gives
the same bytes: nothing in there says when it was made.
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain, tee
from types import MappingProxyType
from typing import BinaryIO

from kb.domain.case import CaseFile
from kb.domain.french import counted, typographic
from kb.domain.taxonomy import Taxonomy
from kb.formats.archive import Member
from kb.formats.exports import ExportFormat, member, written

SUMS = "SHA256SUMS"
README = "LISEZMOI.txt"
_PIECE = 64 * 1024

#: The name of each form in the archive, and what it is.
FORMS: Mapping[ExportFormat, tuple[str, str]] = MappingProxyType(
    {
        ExportFormat.CSV: ("fiches.csv", "une ligne par fiche, séparées par des virgules"),
        ExportFormat.XLSX: ("fiches.xlsx", "le même tableau dans un classeur"),
        ExportFormat.JSON: ("fiches.json", "tous les champs, pour un programme"),
        ExportFormat.BIBTEX: ("fiches.bib", "une bibliographie BibTeX"),
        ExportFormat.RIS: ("fiches.ris", "une bibliographie RIS (Zotero, EndNote)"),
    }
)

_TOLD = """IMPACT – Pratiques innovantes

{count}, publiées sur {public_url}

cases/            un fichier Markdown par fiche, à l’octet près
taxonomy.yaml     le vocabulaire ; avec cases/, c’est une base : « kb serve » la sert
{forms}
Chaque fiche dit sa licence (licence) ; les fiches elles-mêmes : cases/LICENSE.
Rien de personnel n’est ici que ce qui est publié.

Vérifier : sha256sum -c SHA256SUMS
Reprendre dans une autre base : kb import (docs/import.md)
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class WholeBase:
    """What goes into the archive, and what it needs.

    Attributes:
        beside: files that stand beside the cases, by their path.
        public_url: of the site, without a final slash.
        spool: a new file for what has to wait; it is gone when it is closed.
    """

    taxonomy: Taxonomy
    public_url: str
    beside: Mapping[str, bytes]
    spool: Callable[[], BinaryIO]

    def members(self, files: Iterable[CaseFile]) -> Iterator[Member]:
        """Every member, the checksums of all others last; each is to be taken whole."""
        sums: dict[str, str] = {}
        for name, content in self._members(files):
            yield name, _hashed(name, content, sums)
        lines = "".join(f"{digest}  {name}\n" for name, digest in sums.items())
        yield SUMS, [lines.encode()]

    def _members(self, files: Iterable[CaseFile]) -> Iterator[Member]:
        first, *others = tee(files, 1 + len(FORMS))
        forms = [self._form(*each) for each in zip(FORMS, others, strict=True)]
        count = 0
        for count, file in enumerate(first, start=1):
            yield member(file)
            for form in forms:
                form.write(count)
        for name, content in self.beside.items():
            yield name, [content]
        yield README, [self._read_me(count).encode()]
        for form in forms:
            yield form.name, form.content()

    def _form(self, form: ExportFormat, files: Iterator[CaseFile]) -> "_Form":
        return _Form(FORMS[form][0], files, self.spool(), lambda taken: self._pieces(form, taken))

    def _pieces(self, form: ExportFormat, files: Iterable[CaseFile]) -> Iterator[bytes]:
        return written(form, files, self.taxonomy, public_url=self.public_url, beside={})

    def _read_me(self, count: int) -> str:
        forms = "".join(f"{name:<18}{what}\n" for name, what in FORMS.values())
        told = counted(count, "fiche", "fiches")
        return typographic(_TOLD).format(count=told, public_url=self.public_url, forms=forms)


class _Form:
    """One form, written as far as the others are."""

    def __init__(
        self,
        name: str,
        files: Iterator[CaseFile],
        spool: BinaryIO,
        pieces: Callable[[Iterable[CaseFile]], Iterator[bytes]],
    ) -> None:
        self.name = name
        self._files, self._spool = files, spool
        self._taken = 0
        self._pieces = pieces(self._counted())

    def write(self, count: int) -> None:
        """Go on until so many cases are in it."""
        while self._taken < count:
            self._spool.write(next(self._pieces))

    def content(self) -> Iterator[bytes]:
        """All of it, once the last case has come."""
        self._spool.writelines(self._pieces)
        self._spool.seek(0)
        with self._spool:
            while piece := self._spool.read(_PIECE):
                yield piece

    def _counted(self) -> Iterator[CaseFile]:
        for file in self._files:
            self._taken += 1
            yield file


def _hashed(name: str, content: Iterable[bytes], sums: dict[str, str]) -> Iterator[bytes]:
    """The content, whose hash is noted once it has passed."""
    digest = hashlib.sha256()
    for piece in chain(content):
        digest.update(piece)
        yield piece
    sums[name] = digest.hexdigest()
