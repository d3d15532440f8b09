"""Arrays in one file: written aside, renamed, mapped into memory when read; strings as arrays."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from secrets import token_hex
from typing import Any, BinaryIO
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.integer[Any]]
Arrays = Mapping[str, Numbers]

_MAGIC = b"KBARRAY1"
#: Arrays begin at multiples of this, so that any processor may read them where they are.
_ALIGNMENT = 64
_CHUNK_BYTES = 1 << 20


class DamagedArraysError(Exception):
    """A file of arrays is cut or altered."""


def save(path: Path, arrays: Arrays) -> None:
    """Write arrays to one file; readers see all of it or nothing.

    The file is made of a mark, the size and the checksum of what follows, then a table (name, type,
    shape, place) as JSON, then the arrays.
    """
    table, place = [], 0
    for name, array in arrays.items():
        place += -place % _ALIGNMENT
        table.append((name, array.dtype.str, array.shape, place))
        place += array.nbytes
    head = json.dumps(table).encode()
    head += b" " * (-(len(head) + 24) % _ALIGNMENT)
    aside = path.with_name(f".{path.name}.{token_hex(4)}.tmp")
    with aside.open("wb") as file:
        file.write(_mark(len(head), 0))
        checksum = _written(file, head, 0)
        for array in arrays.values():
            checksum = _written(file, bytes(-file.tell() % _ALIGNMENT), checksum)
            checksum = _written(file, np.ascontiguousarray(array).data, checksum)
        file.seek(0)
        file.write(_mark(len(head), checksum))
    aside.replace(path)


def _mark(size: int, checksum: int) -> bytes:
    return _MAGIC + np.array([size, checksum], dtype="<u8").tobytes()


def _written(file: BinaryIO, data: "bytes | memoryview", checksum: int) -> int:
    """The checksum that goes on with this data, which is written, too."""
    file.write(data)
    return crc32(data, checksum)


def load(path: Path) -> Arrays:
    """The arrays of a file, read when they are used.

    Raises:
        DamagedArraysError: it does not hold what was written.
        OSError: it cannot be read.
    """
    start = len(_MAGIC) + 16
    with path.open("rb") as file:  # read, not mapped: what is mapped counts as memory of ours
        mark = file.read(start)
        checksum = 0
        while chunk := file.read(_CHUNK_BYTES):
            checksum = crc32(chunk, checksum)
    if len(mark) < start or mark[: len(_MAGIC)] != _MAGIC:
        raise DamagedArraysError
    size, expected = np.frombuffer(mark, dtype="<u8", offset=len(_MAGIC)).tolist()
    if checksum != expected:
        raise DamagedArraysError
    whole = np.memmap(path, dtype=np.uint8, mode="r")
    table = json.loads(bytes(whole[start : start + size]))
    content = whole[start + size :].view(np.ndarray)
    return {
        name: content[place : place + _bytes(kind, shape)].view(kind).reshape(shape)
        for name, kind, shape, place in table
    }


def _bytes(kind: str, shape: Sequence[int]) -> int:
    return int(np.dtype(kind).itemsize * np.prod(shape, dtype=np.int64))


def offsets(sizes: Iterable[int]) -> Numbers:
    """Where each of several things of these sizes begins, one after the other; then the end."""
    counted = np.fromiter(sizes, dtype=np.int64)
    return np.concatenate(([0], np.cumsum(counted)))


def lists(name: str, rows: Sequence[Sequence[int]]) -> Arrays:
    """Lists of numbers as two arrays: the numbers, and where each list begins."""
    flat = np.fromiter((number for row in rows for number in row), dtype=np.int32)
    return {name: flat, f"{name}_starts": offsets(map(len, rows))}


@dataclass(frozen=True, slots=True)
class Strings:
    """Texts, each decoded when it is asked for."""

    content: Numbers
    starts: Numbers

    @classmethod
    def arrays(cls, name: str, texts: Sequence[str]) -> Arrays:
        """These texts as two arrays; `named` finds them again."""
        encoded = [text.encode() for text in texts]
        content = np.frombuffer(b"".join(encoded), dtype=np.uint8)
        return {name: content, f"{name}_starts": offsets(map(len, encoded))}

    @classmethod
    def named(cls, name: str, arrays: Arrays) -> "Strings":
        """The texts that were kept under a name."""
        return cls(arrays[name], arrays[f"{name}_starts"])

    def __len__(self) -> int:
        return len(self.starts) - 1

    def __getitem__(self, number: int) -> str:
        return self.content[self.starts[number] : self.starts[number + 1]].tobytes().decode()

    def __iter__(self) -> Iterator[str]:
        content = self.content.tobytes()
        for start, end in pairwise(self.starts.tolist()):
            yield content[start:end].decode()
