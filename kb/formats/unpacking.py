"""ZIP archives from anybody: unpacked member by member, never more than their limits say.

What an archive says of its sizes is not believed: what comes out is counted.
"""

import io
import lzma
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field

from kb.formats.incoming import ImportFileError

MAX_MEMBERS = 100_000
#: Bytes that all members together may unpack to.
MAX_UNPACKED_BYTES = 256 * 1024 * 1024
#: What every entry of its list of members begins with. Source: APPNOTE.TXT 6.3.10, 4.3.12.
_ENTRY = b"PK\x01\x02"
_PIECE = 64 * 1024
#: What `zipfile` and what it unpacks with raise when they meet nonsense. The archive is in memory:
#: an OSError is no trouble of the disk.
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    EOFError,
    NotImplementedError,
    OSError,
    OverflowError,
    RuntimeError,
    ValueError,
)


@dataclass(slots=True)
class Unpacking:
    """One archive, opened in memory.

    Attributes:
        unpacked_bytes: how much came out so far.
    """

    data: bytes
    unpacked_bytes: int = 0
    _archive: zipfile.ZipFile = field(init=False, repr=False)

    def __post_init__(self) -> None:
        if self.data.count(_ENTRY) > MAX_MEMBERS:  # before a list of them is made
            raise ImportFileError(code="archive-too-many", most=MAX_MEMBERS)
        try:
            self._archive = zipfile.ZipFile(io.BytesIO(self.data))
        except _BROKEN as error:
            raise ImportFileError(code="archive-broken") from error

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the members that are files, in their order; links are none."""
        return tuple(each.filename for each in self._archive.filelist if _is_file(each))

    def pieces(self, name: str) -> Iterator[bytes]:
        """What a member holds, piece by piece.

        Raises:
            ImportFileError: it is broken, encrypted, not there, or too much came out.
        """
        try:
            with self._archive.open(name) as member:
                while piece := member.read(_PIECE):
                    self.unpacked_bytes += len(piece)
                    if self.unpacked_bytes > MAX_UNPACKED_BYTES:
                        raise ImportFileError(code="archive-too-large", most=MAX_UNPACKED_BYTES)
                    yield piece
        except (*_BROKEN, KeyError) as error:
            raise ImportFileError(code="archive-broken") from error

    def content(self, name: str, *, most: int) -> bytes:
        """All that a member holds.

        Raises:
            ImportFileError: as `pieces`; or it holds more than `most` bytes.
        """
        content = b""
        for piece in self.pieces(name):
            content += piece
            if len(content) > most:
                raise ImportFileError(code="too-large", most=most)
        return content


def _is_file(member: zipfile.ZipInfo) -> bool:
    kind = member.external_attr >> 16 & 0o170000
    is_named = member.filename != "" and not member.filename.endswith("/")
    return is_named and kind in {0, 0o100000}
