"""The files that somebody wants to import: named one by one, or a folder of Markdown files."""

from collections.abc import Iterator
from pathlib import Path

from kb.domain.problems import Problem
from kb.formats.incoming import MAX_IMPORT_BYTES
from kb.stores.regular_files import Content, content

#: The name of a file, and what it holds or why it cannot be read.
ImportFile = tuple[str, bytes | Problem]


def import_files(paths: tuple[Path, ...]) -> Iterator[ImportFile]:
    """Each file in turn; of a folder its `.md` files by name, links and hidden ones left out.

    Of a base, or of an archive that was unpacked, those of its `cases/`, as of a zip.

    Raises:
        OSError: the system cannot read files now.
    """
    for path in paths:
        if path.is_dir():
            cases = path / "cases"
            folder = cases if cases.is_dir() and not cases.is_symlink() else path
            for each in sorted(folder.glob("*.md")):
                if not each.is_symlink() and not each.name.startswith("."):
                    yield _read(each)
        else:
            yield _read(path)


def _read(path: Path) -> ImportFile:
    held = content(path, most=MAX_IMPORT_BYTES, follow_links=True)
    if isinstance(held, Content):
        return str(path), held.data
    gone = Problem(line=1, key="", code="file-missing")
    return str(path), held or gone
