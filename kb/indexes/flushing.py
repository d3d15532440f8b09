"""Small files that survive a power cut, and what large ones hold."""

import os
from pathlib import Path
from zlib import crc32

_CHUNK_BYTES = 1 << 20


def checksum_of(path: Path) -> int:
    """Of what a file holds."""
    checksum = 0
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK_BYTES):
            checksum = crc32(chunk, checksum)
    return checksum


def write_flushed(path: Path, text: str) -> None:
    """Replace a small file in one step that survives a power cut. One writer at a time."""
    aside = path.with_name(f".{path.name}.tmp")
    with aside.open("w", encoding="ascii") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    aside.replace(path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
