"""Notice: what one should know of an answer, and what one may do about it."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from kb.domain.french import NBSP, counted, quoted
from kb.domain.search import MAX_WORDS, Relaxed, SearchQuery, SearchResults
from kb.domain.sentences import sentence
from kb.web.head import Link
from kb.web.search_address import QueryTooLongError, SearchAddress, address_of

#: Which cases are shown that lack words.
_RELAXED = {
    Relaxed.MOST: "celles qui en contiennent la plupart",
    Relaxed.ANY: "celles qui en contiennent au moins un",
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
        lacking = f"Aucune fiche pour {quoted(query.text)} écrit ainsi{NBSP}"
        told = f"{lacking}: voici les résultats pour "
        yield Notice(text=f"{told}{quoted(better)}.")
    else:
        instead = address_of(replace(query, text=better, page=1))
        link = Link(text=f"{quoted(better)}{NBSP}?", address=instead)
        yield Notice(text="Vouliez-vous dire", link=link)


def relaxation(relaxed: Relaxed, *, complete: int) -> str:
    """What is shown beside the cases that have all the words, and how many those are."""
    if not complete:
        return f"Aucune fiche ne contient tous vos mots{NBSP}: voici {_RELAXED[relaxed]}."
    few = counted(complete, "fiche contient", "fiches contiennent")
    first = f"Seulement {few}" if complete > 1 else "Une seule fiche contient"
    return f"{first} tous vos mots{NBSP}: voici aussi {_RELAXED[relaxed]}."


def answered(query: SearchQuery, results: SearchResults) -> SearchQuery:
    """The query whose words were answered: the corrected one if no case has what was typed."""
    if results.is_corrected and results.did_you_mean is not None:
        return replace(query, text=results.did_you_mean)
    return query


def _strictness(query: SearchQuery, results: SearchResults) -> Iterator[Notice]:
    """How far the words were relaxed, or that they were not."""
    if results.relaxed:
        insist = address_of(replace(query, all_words=True, page=1))
        link = Link(text="Exiger tous les mots", address=insist)
        text = relaxation(results.relaxed, complete=results.complete)
        yield Notice(text=text, link=link)
    elif query.all_words and query.has_words:
        relax = address_of(replace(query, all_words=False, page=1))
        yield Notice(
            text="Seules les fiches qui contiennent tous vos mots sont montrées.",
            link=Link(text="Accepter aussi les fiches proches", address=relax),
        )
