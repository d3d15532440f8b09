"""unknown_acronyms: capitals that a reader from elsewhere cannot know."""

import re
from collections.abc import Iterator
from functools import lru_cache

from kb.domain.case import Case
from kb.domain.taxonomy import Taxonomy
from kb.formats.case_texts import texts

#: Two to eight capitals or digits; `&` inside; longer ones are words that shout.
_CAPITALS = r"[A-ZÀ-Ý](?:[A-ZÀ-Ý0-9]|&(?=[A-ZÀ-Ý])){1,7}(?![\w&])"
_ACRONYM = re.compile(rf"(?<![\w&.-]){_CAPITALS}")
#: `words words (ABC)`, and `ABC (words words)`.
_SPELLED_OUT = (
    re.compile(rf"\w\s*\(\s*({_CAPITALS})(?=\s*[,;)])"),
    re.compile(rf"\b({_CAPITALS})(?=\s*[(:]\s*[^\W\d]{{3,}})"),
)
_ROMAN = re.compile(r"M{0,3}(?:CM|CD|D?C{0,3})(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})")
_LINK = re.compile(r"\]\([^()\n]*\)|https?://\S+")
#: Keys whose capitals are names, which nobody spells out.
_NAMES = re.compile(r"partners\[\d+\]\.name|sources\[|contributor|place")

#: What every reader of French newspapers knows.
_COMMON = frozenset(
    "ADEME AMAP ANRU APF ATD BTP CAF CAP CDD CDI CE CEO CHU CM CNIL CNRS CO2 COVID CPAM CSE CV "
    "DRH EDF EHPAD ESS ETI GAFA HLM IA INSEE IRM JO KO MSA OK ONG ONU PACA PDG PIB PME PMI "
    "QR R&D RATP RER RH RMI RSA RSE RTT SA SARL SAS SCI SCIC SCOP SDF SMIC SMS SNCF SOS TGV TF1 "
    "TPE TV TVA UE UNESCO UNICEF URSSAF USA VIH VTC WC WWF ZRR".split()
)


def unknown_acronyms(case: Case, taxonomy: Taxonomy) -> Iterator[tuple[str, str]]:
    """Each acronym once, with the key of its first place.

    Left out are those that the text spells out in brackets, the vocabulary knows, or that are part
    of the name of a partner, a place or a source.
    """
    pieces = [(key, _LINK.sub(" ", text)) for key, text in texts(case)]
    whole = "\n".join(text for _, text in pieces)
    named = {each for key, text in pieces if _NAMES.match(key) for each in _in(text)}
    spelled_out = {found[1] for each in _SPELLED_OUT for found in each.finditer(whole)}
    seen = set(_COMMON | _known_to(taxonomy) | named | spelled_out)
    for key, text in pieces:
        if _is_shouted(text):
            continue
        for acronym in _in(text):
            if acronym not in seen:
                yield key, acronym
                seen.add(acronym)


def _in(text: str) -> list[str]:
    found = (each[0] for each in _ACRONYM.finditer(text))
    return [each for each in found if not _ROMAN.fullmatch(each)]


def _is_shouted(text: str) -> bool:
    """Whether a piece is written in capitals throughout."""
    return len(text.split()) > 1 and text.isupper()


@lru_cache(maxsize=4)
def _known_in(labels: tuple[str, ...]) -> frozenset[str]:
    return frozenset(each for label in labels for each in _in(label))


def _known_to(taxonomy: Taxonomy) -> frozenset[str]:
    terms = [term for facet in taxonomy.facets for term in facet.terms]
    labels = (text for t in terms for text in (t.label, t.definition or "", *t.synonyms))
    return _known_in(tuple(labels))
