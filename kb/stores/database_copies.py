"""Copies of the database beside it, made before its tables changed."""

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path


@dataclass(frozen=True, slots=True)
class DatabaseCopiesInFolder:
    """The port `DatabaseCopies`. `database`: the file that was copied."""

    database: Path

    def drop(self, *, before: datetime | None = None) -> int:
        """See `DatabaseCopies.drop`."""
        old = [path for path in self._paths() if before is None or _made_at(path) < before]
        for path in old:
            path.unlink(missing_ok=True)
        return len(old)

    def _paths(self) -> list[Path]:
        pattern = f"{self.database.stem}-before-*{self.database.suffix}"
        return sorted(self.database.parent.glob(pattern))


def _made_at(path: Path) -> datetime:
    return datetime.fromtimestamp(path.stat().st_mtime, UTC)
