"""Obstacle: one thing that keeps a case out of an answer, and the search in which it does not."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import reduce
from types import MappingProxyType

from kb.domain.explanation import Explanation, FilterVerdict, PartVerdict
from kb.domain.french import NBSP, quoted, typographic
from kb.domain.query_text import text_of
from kb.domain.question import Alternatives, Question
from kb.domain.search import FacetChoice, Relaxed, SearchQuery
from kb.domain.taxonomy import YEAR, Taxonomy
from kb.web.cards import labels, some_of
from kb.web.chips import filter_in_words

#: How many of the words those have that were found.
_MORE: Mapping[Relaxed | None, str] = MappingProxyType(
    {
        None: "tous vos mots",
        Relaxed.MOST: "plus de vos mots",
        Relaxed.ANY: "au moins un de vos mots",
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Obstacle:
    """What keeps a case out, in words.

    Attributes:
        remedy: what to do about it, e.g. `Chercher sans ce filtre`.
        removed: takes it out of a search.
    """

    text: str
    remedy: str
    removed: Callable[[SearchQuery], SearchQuery]


def without(obstacles: Iterable[Obstacle], query: SearchQuery) -> SearchQuery:
    """The search without any of these."""
    return reduce(lambda each, obstacle: obstacle.removed(each), obstacles, query)


def barriers(
    query: SearchQuery, explanation: Explanation, taxonomy: Taxonomy
) -> Iterator[Obstacle]:
    """The exclusions and filters that the case does not pass, whatever its words."""
    excluded = explanation.excluded_by
    if excluded:
        yield Obstacle(
            text=f"La fiche contient {_quotations(excluded)}, que votre recherche exclut.",
            remedy="Chercher sans cette exclusion",
            removed=lambda each: _asking(each, _without_unwanted(each.question, excluded)),
        )
    for verdict in explanation.filters:
        if not verdict.passes:
            yield _filter(verdict, query, taxonomy)


def missing_words(query: SearchQuery, explanation: Explanation) -> Obstacle:
    """The words that the case lacks, where they keep it out."""
    missing = [part for part in explanation.parts if not part.reasons]
    return Obstacle(
        text=f"{_comparison(query, explanation)}{_lacks(missing)}",
        remedy="Chercher sans ce mot" if len(missing) == 1 else "Chercher sans ces mots",
        removed=lambda each: _asking(each, _without_wanted(each.question, missing)),
    )


def values_in_words(verdict: FilterVerdict, taxonomy: Taxonomy) -> str:
    """What the case itself says in the facet of a filter: `la fiche indique Bretagne`."""
    values = labels(verdict.facet, verdict.values, taxonomy)
    return f"la fiche indique {_listed(values)}" if values else "la fiche n’indique rien"


def _filter(verdict: FilterVerdict, query: SearchQuery, taxonomy: Taxonomy) -> Obstacle:
    asked = filter_in_words(verdict.facet, query, taxonomy)
    return Obstacle(
        text=f"Le filtre «{NBSP}{asked}{NBSP}» l’écarte{NBSP}: "
        f"{values_in_words(verdict, taxonomy)}.",
        remedy="Chercher sans ce filtre",
        removed=lambda each: _without_filter(each, verdict.facet),
    )


def _without_filter(query: SearchQuery, facet_id: str) -> SearchQuery:
    query = query.choosing(facet_id, FacetChoice())
    return replace(query, year_from=None, year_to=None) if facet_id == YEAR else query


def _comparison(query: SearchQuery, explanation: Explanation) -> str:
    """What the cases found have that this one has not; empty if there are none."""
    if query.all_words:
        return "Vous exigez tous les mots. "
    others = "Une autre fiche contient" if explanation.total == 1 else "D’autres fiches contiennent"
    return f"{others} {_MORE[explanation.relaxed]}. " if explanation.total else ""


def _lacks(missing: list[PartVerdict]) -> str:
    named = _quotations(part.text for part in missing)
    firm = any(part.is_required for part in missing)
    why = ", qu’une expression entre guillemets ou un champ rend obligatoire" if firm else ""
    return f"Il lui manque {named}{why}."


def _quotations(texts: Iterable[str]) -> str:
    return _listed([quoted(typographic(text)) for text in texts])


def _listed(texts: Sequence[str]) -> str:
    return some_of(texts, most=len(texts))


def _asking(query: SearchQuery, question: Question) -> SearchQuery:
    return replace(query, question=question, text=text_of(question), page=1)


def _without_unwanted(question: Question, texts: Iterable[str]) -> Question:
    left_out = frozenset(texts)
    unwanted = tuple(part for part in question.unwanted if part.text not in left_out)
    return replace(question, unwanted=unwanted)


def _without_wanted(question: Question, missing: Iterable[PartVerdict]) -> Question:
    left_out = {(part.text, part.is_required) for part in missing}
    wanted = tuple(group for group in question.wanted if _key(group) not in left_out)
    return replace(question, wanted=wanted)


def _key(group: Alternatives) -> tuple[str, bool]:
    """What an explanation calls this part of a question."""
    text = " OU ".join(part.text for part in group)
    return text, not all(part.relaxes for part in group)
