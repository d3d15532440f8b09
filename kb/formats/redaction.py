"""Redaction: the name and the address of a person taken out of the texts of cases."""

import re
from dataclasses import dataclass

import yaml

#: What stands in place of a name.
ERASED = "[effacé]"
#: In place of an address inside a text; no sign that YAML or Markdown could take for its own.
ADDRESS_ERASED = "adresse effacée"

_CLOSING_FENCE = re.compile(r"^---[ \t]*\r?$", re.MULTILINE)
#: The key and its value with the lines that continue it.
_CONTRIBUTOR = re.compile(r"^contributor[ \t]*:[^\r\n]*(?:\r?\n[ \t]+[^\r\n]*)*", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Redaction:
    """What is to be found no more.

    Attributes:
        names: as `contributor` in front matter; compared without regard to case and blanks.
        email: `""` for none.
    """

    names: frozenset[str]
    email: str

    def text(self, text: str) -> str:
        """The text of a case; the rest of it byte for byte."""
        if self._is_named(contributor(text)):
            head, body = _parts(text)
            text = _CONTRIBUTOR.sub(f"contributor: '{ERASED}'", head, count=1) + body
        return self._without_address(text)

    def words(self, words: str) -> str:
        """A field of a form, or a message."""
        return ERASED if self._is_named(words) else self._without_address(words)

    def _is_named(self, name: str | None) -> bool:
        return bool(name) and _plain(name or "") in {_plain(each) for each in self.names}

    def _without_address(self, text: str) -> str:
        if not self.email:
            return text
        address = rf"(?<![\w.+-]){re.escape(self.email)}(?!\w|[.-]\w)"
        return re.sub(address, ADDRESS_ERASED, text, flags=re.IGNORECASE)


def contributor(text: str) -> str | None:
    """Whom the text of a case names as contributor; `None` if nobody, or if it cannot be read."""
    found = _CONTRIBUTOR.search(_parts(text)[0])
    if not found:
        return None
    try:
        (value,) = yaml.safe_load(found[0]).values()
    except (yaml.YAMLError, ValueError, AttributeError):
        return None
    return value if isinstance(value, str) else None


def _parts(text: str) -> tuple[str, str]:
    """Front matter and the rest. What has no front matter is all front matter."""
    fences = list(_CLOSING_FENCE.finditer(text))
    end = fences[1].start() if len(fences) > 1 else len(text)
    return text[:end], text[end:]


def _plain(name: str) -> str:
    return " ".join(name.split()).casefold()
