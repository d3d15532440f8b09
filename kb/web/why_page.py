"""WhyPage: the page that tells why a search finds a case or not, and asks about which case."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Self

from kb.domain.french import NBSP, quoted, typographic
from kb.domain.search import CaseSummary, SearchQuery, SearchResults
from kb.domain.taxonomy import FACET_IDS, Taxonomy
from kb.web.chips import filter_in_words
from kb.web.context import absolute
from kb.web.head import Head, Link
from kb.web.notices import Notice, ignored, spelling
from kb.web.search_address import SearchAddress, address_of, parameters_of, why_address
from kb.web.why_answer import WhyAnswer

_ADVICE = "Vérifiez l’orthographe, ou cherchez-la par un mot de son titre."


@dataclass(frozen=True, slots=True, kw_only=True)
class WhyPage:
    """The page.

    Attributes:
        asked: what stands in the field for the case.
        kept: names and values of the search, which the form carries along.
        search: the search in words, and its results.
        problem: why there is no answer, or an empty text.
        candidates: the cases that may be meant, each leading to its answer.
    """

    head: Head
    asked: str
    kept: tuple[tuple[str, str], ...]
    search: Link
    notices: tuple[Notice, ...]
    problem: str = ""
    candidates: tuple[Link, ...] = ()
    answer: WhyAnswer | None = None

    @classmethod
    def of(cls, address: SearchAddress, taxonomy: Taxonomy, *, asked: str) -> Self:
        """The page before there is an answer."""
        query = replace(address.query, page=1)
        head = Head(
            page_title=f"Pourquoi cette fiche{NBSP}?",
            canonical=absolute(why_address(query, asked)),
            is_indexable=False,
        )
        return cls(
            head=head,
            asked=asked,
            kept=tuple(parameters_of(query)),
            search=Link(text=_in_words(query, taxonomy), address=address_of(query)),
            notices=tuple(ignored(address)),
        )

    def without_case(self, query: SearchQuery, others: Sequence[CaseSummary]) -> Self:
        """The page when no case has the name that was given, but these come close."""
        advice = f"Est-ce l’une de celles-ci{NBSP}?" if others else _ADVICE
        return replace(
            self,
            problem=f"Aucune fiche ne porte le titre ou l’adresse {quoted(self.asked)}. {advice}",
            candidates=tuple(
                Link(text=typographic(case.title), address=why_address(query, case.slug))
                for case in others
            ),
        )

    def with_answer(self, answer: WhyAnswer, query: SearchQuery, results: SearchResults) -> Self:
        """The page with the answer, and with what the search says of the spelling."""
        return replace(self, answer=answer, notices=(*self.notices, *spelling(query, results)))


def _in_words(query: SearchQuery, taxonomy: Taxonomy) -> str:
    words = [quoted(query.text)] if query.text else []
    words += ["tous les mots exigés"] if query.all_words else []
    asked = (filter_in_words(each, query, taxonomy) for each in FACET_IDS)
    return f"{NBSP}; ".join((*words, *filter(None, asked))) or "toutes les fiches"
