"""A ZIP archive made while it is sent: no member, and no archive, is ever held whole."""

import zipfile
from collections.abc import Iterable, Iterator
from typing import IO, cast

#: The date of every member: the same content gives the same bytes. Source: the earliest date that
#: the ZIP format knows.
_NO_DATE = (1980, 1, 1, 0, 0, 0)

#: A path in the archive, and the content piece by piece.
Member = tuple[str, Iterable[bytes]]


class _Outgoing:
    """What `zipfile` writes to: it goes forward only and is emptied again and again."""

    def __init__(self) -> None:
        self._pieces: list[bytes] = []

    def write(self, piece: bytes) -> int:
        """Take one more piece."""
        self._pieces.append(bytes(piece))
        return len(piece)

    def flush(self) -> None:
        """Everything is passed on anyway."""

    def taken(self) -> bytes:
        """All that came since the last time."""
        taken = b"".join(self._pieces)
        self._pieces.clear()
        return taken


def archived(members: Iterable[Member]) -> Iterator[bytes]:
    """The bytes of an archive, piece by piece; no piece is empty."""
    outgoing = _Outgoing()
    with zipfile.ZipFile(cast("IO[bytes]", outgoing), "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members:
            with archive.open(_described(name), "w") as member:
                for piece in content:
                    member.write(piece)
                    if ready := outgoing.taken():
                        yield ready
    yield outgoing.taken()


def _described(name: str) -> zipfile.ZipInfo:
    member = zipfile.ZipInfo(name, _NO_DATE)
    member.compress_type = zipfile.ZIP_DEFLATED
    member.external_attr = 0o644 << 16  # readable, for those who unpack on Unix
    return member
