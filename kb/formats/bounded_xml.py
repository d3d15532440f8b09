"""XML from anybody, told element by element: no document type, so no entities; no tree is built."""

from collections.abc import Iterable, Iterator
from typing import Protocol
from xml.parsers import expat

from kb.formats.incoming import ImportFileError
from kb.formats.table_rows import MAX_CELL_CHARACTERS

#: Between the namespace and the local name of an element.
_SEPARATOR = " "
#: Bytes of one tag or comment: the parser looks at it from its beginning each time that more comes,
#: and holds it whole. Longer ones are in no workbook; texts are told in parts and have no such end.
_MAX_TAG_BYTES = 1024 * 1024
#: Elements inside elements; a workbook has a dozen.
_MAX_DEPTH = 100


class Listener(Protocol):
    """Who is told of elements; names are local, of whatever namespace."""

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins."""
        ...

    def end(self, name: str, text: str) -> None:
        """An element ends; the text that stood in it since the last element began or ended."""
        ...


def listen(pieces: Iterable[bytes], listener: Listener) -> Iterator[None]:
    """Tell a listener of a document; gives way after each piece.

    Raises:
        ImportFileError: the document is broken or too deep, has a document type, or holds a giant
            text or tag.
    """
    parser, taken = _parser(listener), 0
    for piece in pieces:
        _parse(parser, piece)
        taken += len(piece)
        if taken - parser.CurrentByteIndex > _MAX_TAG_BYTES:
            raise ImportFileError(code="xml-broken")
        yield
    _parse(parser, b"", is_last=True)
    yield


def _parse(parser: expat.XMLParserType, piece: bytes, *, is_last: bool = False) -> None:
    try:
        parser.Parse(piece, is_last)
    except (expat.ExpatError, LookupError, ValueError) as error:  # or in an encoding of its own
        raise ImportFileError(code="xml-broken") from error


def _parser(listener: Listener) -> expat.XMLParserType:
    parser = expat.ParserCreate(namespace_separator=_SEPARATOR)
    parser.buffer_text = True
    within = _Within(listener)
    parser.StartElementHandler, parser.EndElementHandler = within.start, within.end
    parser.CharacterDataHandler = within.data
    parser.StartDoctypeDeclHandler = within.refuse
    return parser


class _Within:
    """Tells a listener what the parser meets, within the limits."""

    def __init__(self, listener: Listener) -> None:
        self._listener = listener
        self._texts: list[str] = []
        self._depth = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        if self._depth > _MAX_DEPTH:
            raise ImportFileError(code="xml-broken")
        self._texts.clear()
        told = {_local(key): value for key, value in attributes.items()}
        self._listener.start(_local(name), told)

    def end(self, name: str) -> None:
        self._depth -= 1
        self._listener.end(_local(name), "".join(self._texts))
        self._texts.clear()

    def data(self, text: str) -> None:
        self._texts.append(text)
        if sum(map(len, self._texts)) > MAX_CELL_CHARACTERS:
            raise ImportFileError(code="cell-too-long", most=MAX_CELL_CHARACTERS)

    def refuse(self, *_: object) -> None:
        raise ImportFileError(code="xml-doctype")


def _local(name: str) -> str:
    return name.rpartition(_SEPARATOR)[2]
