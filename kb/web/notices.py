"""Notice: what one should know of an answer, and what one may do about it."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from kb.domain.french import NBSP, quoted
from kb.domain.search import MAX_WORDS, Relaxed, SearchQuery, SearchResults
from kb.domain.sentences import sentence
from kb.web.head import Link
from kb.web.search_address import QueryTooLongError, SearchAddress, address_of

#: What the page says when it shows cases that lack words.
RELAXED = {
    Relaxed.MOST: "Aucune fiche ne contient tous vos mots"
    f"{NBSP}: voici celles qui en contiennent le plus.",
    Relaxed.ANY: "Aucune fiche ne contient la plupart de vos mots"
    f"{NBSP}: voici celles qui en contiennent au moins un.",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """A sentence, and the words after it that lead somewhere.

    Attributes:
        is_live: the link is another search, which a script may show in place.
    """

    text: str
    link: Link | None = None
    is_live: bool = True


def notices(address: SearchAddress, results: SearchResults) -> Iterator[Notice]:
    """What the page of an answer has to say, the gravest first."""
    yield from ignored(address)
    if results.dropped_words:
        words = ", ".join(results.dropped_words)
        yield Notice(
            text=f"Une recherche lit {MAX_WORDS} mots au plus, les plus rares. "
            f"Mots laissés de côté{NBSP}: {words}."
        )
    yield from spelling(address.query, results)
    yield from _strictness(answered(address.query, results), results)


def ignored(address: SearchAddress) -> Iterator[Notice]:
    """What the address asks for in vain."""
    for error in address.ignored:
        if isinstance(error, QueryTooLongError):
            consequence = "Seul le début en a été lu."
        else:
            consequence = "Cette page n’en tient pas compte."
        yield Notice(text=f"{sentence(error)} {consequence}")


def spelling(query: SearchQuery, results: SearchResults) -> Iterator[Notice]:
    """Which words may have been meant, or were answered instead; nothing if all are known."""
    better = results.did_you_mean
    if better is None:
        return
    if results.is_corrected:
        told = f"Aucune fiche pour {quoted(query.text)}{NBSP}: voici les résultats pour "
        yield Notice(text=f"{told}{quoted(better)}.")
    else:
        instead = address_of(replace(query, text=better, page=1))
        link = Link(text=f"{quoted(better)}{NBSP}?", address=instead)
        yield Notice(text="Vouliez-vous dire", link=link)


def answered(query: SearchQuery, results: SearchResults) -> SearchQuery:
    """The query whose words were answered: the corrected one if nothing matched what was typed."""
    if results.is_corrected and results.did_you_mean is not None:
        return replace(query, text=results.did_you_mean)
    return query


def _strictness(query: SearchQuery, results: SearchResults) -> Iterator[Notice]:
    """How far the words were relaxed, or that they were not."""
    if results.relaxed:
        insist = address_of(replace(query, all_words=True, page=1))
        link = Link(text="Exiger tous les mots", address=insist)
        yield Notice(text=RELAXED[results.relaxed], link=link)
    elif query.all_words and query.has_words:
        relax = address_of(replace(query, all_words=False, page=1))
        yield Notice(
            text="Seules les fiches qui contiennent tous vos mots sont montrées.",
            link=Link(text="Accepter aussi les fiches proches", address=relax),
        )
