"""XML from anybody, told element by element: no document type, so no entities; no tree is built."""

from collections.abc import Iterable, Iterator
from typing import Protocol
from xml.parsers import expat

from kb.formats.incoming import ImportFileError
from kb.formats.table_rows import MAX_CELL_CHARACTERS

#: Between the namespace and the local name of an element.
_SEPARATOR = " "


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
        ImportFileError: the document is broken, has a document type, or holds a giant text.
    """
    parser = _parser(listener)
    try:
        for piece in pieces:
            parser.Parse(piece, False)  # noqa: FBT003 - how expat is called
            yield
        parser.Parse(b"", True)  # noqa: FBT003 - how expat is called
    except expat.ExpatError as error:
        raise ImportFileError(code="xml-broken") from error
    yield


def _parser(listener: Listener) -> expat.XMLParserType:
    parser = expat.ParserCreate(namespace_separator=_SEPARATOR)
    parser.buffer_text = True
    texts: list[str] = []

    def start(name: str, attributes: dict[str, str]) -> None:
        texts.clear()
        listener.start(_local(name), {_local(key): value for key, value in attributes.items()})

    def end(name: str) -> None:
        listener.end(_local(name), "".join(texts))
        texts.clear()

    def data(text: str) -> None:
        texts.append(text)
        if sum(map(len, texts)) > MAX_CELL_CHARACTERS:
            raise ImportFileError(code="cell-too-long", most=MAX_CELL_CHARACTERS)

    def refuse(*_: object) -> None:
        raise ImportFileError(code="xml-doctype")

    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.CharacterDataHandler = data
    parser.StartDoctypeDeclHandler = refuse
    return parser


def _local(name: str) -> str:
    return name.rpartition(_SEPARATOR)[2]
