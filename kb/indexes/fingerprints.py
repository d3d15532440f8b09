"""What an edition of the index depends on, besides the cases."""

from functools import cache
from hashlib import sha256
from pathlib import Path

from kb import formats, indexes
from kb.domain import french
from kb.domain.taxonomy import Taxonomy


def fingerprint(taxonomy: Taxonomy) -> str:
    """What an edition depends on, besides the cases."""
    return sha256(f"{taxonomy.sha256} {_code()}".encode()).hexdigest()


#: Files that decide; an editor's leftovers do not.
_TELLING = frozenset({".py", ".tsv", ".txt"})


@cache
def _code() -> str:
    """The code that decides what stands in an index: when it changes, the index is made anew."""
    folders = [Path(str(package.__file__)).parent for package in (formats, indexes)]
    files = [path for folder in folders for path in folder.iterdir() if path.suffix in _TELLING]
    content = [path.read_bytes() for path in (*sorted(files), Path(str(french.__file__)))]
    return sha256(b"".join(content)).hexdigest()
