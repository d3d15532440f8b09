"""Lookup: which of many texts are equal to one, without any of them in memory."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from zlib import crc32

import numpy as np

from kb.indexes.arrays import Arrays, Numbers, Strings


@dataclass(frozen=True, slots=True)
class Lookup:
    """Texts that are found by their checksums.

    Attributes:
        sums: the checksums of the texts, ascending.
        rows: the number of the text that has each; of equal ones, ascending.
    """

    texts: Strings
    sums: Numbers
    rows: Numbers

    @classmethod
    def arrays(cls, name: str, texts: Sequence[str]) -> Arrays:
        """These texts and their lookup as arrays; `named` finds them again."""
        sums = np.fromiter((crc32(text.encode()) for text in texts), dtype=np.uint32)
        rows = np.argsort(sums, kind="stable")
        return {
            **Strings.arrays(name, texts),
            f"{name}_sums": sums[rows],
            f"{name}_rows": rows.astype(np.int32),
        }

    @classmethod
    def named(cls, name: str, arrays: Arrays) -> "Lookup":
        """The lookup that was kept under a name."""
        return cls(Strings.named(name, arrays), arrays[f"{name}_sums"], arrays[f"{name}_rows"])

    def __getitem__(self, text: str) -> Sequence[int]:
        """The numbers of the texts equal to this one, ascending."""
        return tuple(self._equal(text))

    def _equal(self, text: str) -> Iterator[int]:
        wanted = np.uint32(crc32(text.encode("utf-8", "replace")))
        for place in range(int(np.searchsorted(self.sums, wanted)), len(self.sums)):
            if self.sums[place] != wanted:
                return
            row = int(self.rows[place])
            if self.texts[row] == text:
                yield row
