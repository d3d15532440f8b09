"""SUSPECTS: what in a text may be personal data, and links that lead nowhere."""

import re
from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType
from urllib.parse import urlsplit

#: French numbers as people write them, at home or from abroad; not a piece of a longer number.
_PHONE = re.compile(
    r"(?<![\w.,/=-])(?:(?:\+|00)\s?(?:33|262|590|594|596)\s?(?:\(0\)\s?)?|0)[1-9]"
    r"(?:[ .\-\u00a0\u202f/]?\d{2}){4}(?![\d/-])"
)
_EMAIL = re.compile(
    r"(?<![\w.+-])[\w.+-]{1,64}(?:@|\s?\[(?:at|arobase)\]\s?)[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}",
    re.IGNORECASE,
)
_STREET = re.compile(
    r"\b\d{1,3}(?:\s?(?:bis|ter|quater|[a-d]))?,?\s(?:all[ée]e|avenue|av\.|boulevard|bd|chemin|"
    r"cours|faubourg|impasse|lotissement|mont[ée]e|passage|place|quai|r[ée]sidence|route|rue|ruelle|"
    r"sentier|square|venelle)\s(?:(?:de|du|des|la|le|les)\s|d['’]|l['’])*\w[\w'’-]*",
    re.IGNORECASE,
)
_TARGET = re.compile(r"\[[^\[\]\n]{0,500}\]\(([^()\n]{0,2000})\)")
_BARE = re.compile(
    r"(?<![\w/@.(])(?:www\.|https?:/(?!/)|htt?ps?;//|htp://)[^\s)>]{1,200}", re.IGNORECASE
)
_SCHEMES = frozenset({"http", "https", "mailto"})


def _malformed_links(text: str) -> Iterator[str]:
    targets = (found[1] for found in _TARGET.finditer(text))
    yield from (target.strip() or "( )" for target in targets if not _leads_somewhere(target))
    yield from (found[0] for found in _BARE.finditer(_TARGET.sub("", text)))


def _leads_somewhere(target: str) -> bool:
    address, *_title = target.split() or [""]
    try:
        parts = urlsplit(address)
    except ValueError:  # a bracket or a port that is none
        return False
    if parts.scheme == "mailto":
        return "@" in parts.path
    return parts.scheme in _SCHEMES and "." in parts.netloc.strip(".")


def _all(pattern: re.Pattern[str]) -> Callable[[str], Iterator[str]]:
    return lambda text: (found[0].strip() for found in pattern.finditer(text))


#: code of the finding -> the stretches of a text that it is about
SUSPECTS: Mapping[str, Callable[[str], Iterator[str]]] = MappingProxyType(
    {
        "phone-number": _all(_PHONE),
        "email-address": _all(_EMAIL),
        "street-address": _all(_STREET),
        "link-malformed": _malformed_links,
    }
)
