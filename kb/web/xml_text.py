"""Text as XML can hold it."""

import re

#: Source: XML 1.0, 2.2.
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def xml_text(text: str) -> str:
    """The text without the characters that no XML document may have."""
    return _NOT_XML.sub("", text)
