"""The part of the reference search that reads words: what each part of a query is worth where."""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice, pairwise
from math import inf, log

from kb.domain.french import folded, letters_and_digits
from kb.domain.question import Alternatives, Kind, Part
from kb.domain.search import MAX_EXPANSIONS, MAX_WORDS, Relaxed, SearchQuery
from kb.domain.taxonomy import Taxonomy
from kb.indexes.analysis import Token, composed, tokens
from kb.indexes.finding import SYNONYM_SHARE, TERM_SHARE
from kb.indexes.places import places
from kb.indexes.postings import K1, B
from kb.indexes.proximity import PROXIMITY_SHARE, WINDOW
from kb.indexes.whoosh_schema import WEIGHTS

Text = Sequence[Token]
Scores = Mapping[str, float]
"""Slug to worth; a case without entry does not match."""

Counting = Callable[[Text], int]

MAX_PAIRS = 16


@dataclass(frozen=True, kw_only=True)
class Corpus:
    """What is searched, by slug: the words of each field, the spelled words, terms, titles."""

    taxonomy: Taxonomy
    texts: Mapping[str, Mapping[str, Text]]
    spellings: Mapping[str, frozenset[str]]
    tags: Mapping[str, Mapping[str, frozenset[str]]]
    titles: Mapping[str, str]

    @cached_property
    def means(self) -> Mapping[str, float]:
        """The mean length of each field."""
        totals = {name: sum(len(text[name]) for text in self.texts.values()) for name in WEIGHTS}
        return {name: total / len(self.texts) for name, total in totals.items() if total}

    @cached_property
    def forms(self) -> Mapping[str, Mapping[str, frozenset[str]]]:
        """The forms that stand in each field: most texts need not be read word by word."""
        return {
            slug: {
                name: frozenset(form for token in text for form in token.forms)
                for name, text in each.items()
            }
            for slug, each in self.texts.items()
        }

    @cached_property
    def folded_words(self) -> Mapping[str, frozenset[str]]:
        """Slug to the folded words of the case."""
        return {slug: frozenset(map(folded, each)) for slug, each in self.spellings.items()}

    @cached_property
    def synonyms(self) -> Sequence[Sequence[Text]]:
        """The groups of expressions that mean the same."""
        groups = self.taxonomy.synonyms
        return [[tuple(tokens(composed(each))) for each in group] for group in groups]


def same(one: Token, other: Token) -> bool:
    return bool(set(one.forms) & set(other.forms))


@dataclass
class Matching:
    """What the words of one query find in a corpus."""

    corpus: Corpus
    query: SearchQuery
    expansions: int = MAX_EXPANSIONS
    dropped: list[str] = field(default_factory=list)
    complete: set[str] = field(default_factory=set)
    """The cases with all words."""

    def result(self) -> tuple[set[str], Relaxed | None, Scores]:
        """The text set, how far it was relaxed, and the score of every case."""
        question = self.query.question
        groups = list(dict.fromkeys(question.wanted))
        groups = [group for group in groups if not says_nothing(group)] or groups
        found = {group: self.unit(group) for group in groups}
        relaxing = [group for group in groups if all(part.relaxes for part in group)]
        for group in sorted(relaxing, key=lambda group: len(found[group]))[MAX_WORDS:]:
            del found[group]
            relaxing.remove(group)
            self.dropped.append(" OU ".join(part.text for part in group))
        firm = set(self.corpus.texts)
        for part in dict.fromkeys(question.unwanted):
            firm -= set(self.part(part))
        for group in set(found) - set(relaxing):
            firm &= set(found[group])
        has_phrase = any(
            all(part.kind is Kind.PHRASE and not part.field and tells(part) for part in group)
            for group in found
        )
        within, relaxed = self.text_set(
            firm, [found[each] for each in relaxing], has_phrase=has_phrase
        )
        worths = [*found.values(), *self.closeness()]
        scores = {s: sum(worth.get(s, 0.0) for worth in worths) for s in self.corpus.texts}
        return within, relaxed, scores

    def text_set(
        self, firm: set[str], words: list[Scores], *, has_phrase: bool
    ) -> tuple[set[str], Relaxed | None]:
        """All words, if enough cases have them; else those with most; else those with any.

        Beside a phrase all words may be missing.
        """
        title = letters_and_digits(self.query.text)
        titled = {s for s, each in self.corpus.titles.items() if self.query.text and each == title}
        having = Counter({slug: sum(slug in word for word in words) for slug in firm})
        everything = {slug for slug in firm if having[slug] == len(words)}
        self.complete = everything | titled
        if self.query.all_words or titled or not words:
            return self.complete, None
        most = {slug for slug in firm if 3 * having[slug] >= 2 * len(words)}
        some = {slug for slug in firm if having[slug] or has_phrase}
        enough = max(1, min(5, len(self.corpus.texts) // 20))
        if len(everything) >= enough or everything == some:
            return everything, None
        if len(most) >= enough or most == some:
            return most, None if most == everything else Relaxed.MOST
        return some, Relaxed.ANY

    def unit(self, group: Alternatives) -> Scores:
        """The best that an alternative, or what it may also mean, is worth."""
        best: dict[str, float] = {}
        for scores in (*map(self.part, group), *self.widened(group)):
            for slug, score in scores.items():
                best[slug] = max(score, best.get(slug, 0.0))
        return best

    def part(self, part: Part) -> Scores:
        if part.kind is Kind.TERM:
            return self.tagged(part.field or "", part.terms, worth=0.0)
        words = tuple(tokens(composed(part.text)))
        if part.kind is Kind.PREFIX:
            return self.beginning(words[-1].word)
        return self.expression(words, [part.field] if part.field else list(WEIGHTS))

    def tagged(self, facet_id: str, terms: Iterable[str], *, worth: float) -> dict[str, float]:
        tags = self.corpus.tags
        return {slug: worth for slug in tags if tags[slug][facet_id] & set(terms)}

    def beginning(self, prefix: str) -> Scores:
        words = {word for each in self.corpus.folded_words.values() for word in each}
        found = set(sorted(word for word in words if word.startswith(prefix))[: self.expansions])
        self.expansions -= len(found)
        return self.worth(
            {s: {"body": len(each & found)} for s, each in self.corpus.folded_words.items()}
        )

    def expression(self, words: Text, fields: Iterable[str] = tuple(WEIGHTS)) -> Scores:
        def count(text: Text) -> int:
            spans = (text[start : start + len(words)] for start in range(len(text)))
            return sum(len(s) == len(words) and all(map(same, words, s)) for s in spans)

        return self.counted(count, words, fields)

    def closeness(self) -> Iterator[Scores]:
        pairs = {
            (one[0], other[0]): None
            for run in runs(self.query.question.wanted)
            for one, other in pairwise(run)
            if one[0].word != other[0].word
        }
        for one, other in islice(pairs, MAX_PAIRS):
            scores = self.together(one, other)
            yield {slug: score * PROXIMITY_SHARE for slug, score in scores.items()}

    def together(self, one: Token, other: Token) -> Scores:
        def count(text: Text) -> int:
            ones = [n for n, token in enumerate(text) if same(token, one)]
            others = [n for n, token in enumerate(text) if same(token, other)]
            return sum(any(abs(n - m) < WINDOW for m in others) for n in ones)

        return self.counted(count, (one, other), WEIGHTS)

    def counted(self, count: Counting, words: Text, fields: Iterable[str]) -> Scores:
        fields = list(fields)
        found = {}
        for slug, texts in self.corpus.texts.items():
            forms = self.corpus.forms[slug]
            there = [f for f in fields if not any(forms[f].isdisjoint(w.forms) for w in words)]
            found[slug] = {name: count(texts[name]) for name in there}
        return self.worth(found)

    def worth(self, found: Mapping[str, Mapping[str, int]]) -> Scores:
        """BM25F, from how often something stands in each field of each case."""
        weights = {
            slug: sum(self.gain(slug, name) * n for name, n in each.items() if n)
            for slug, each in found.items()
            if any(each.values())
        }
        rarity = self.rarity(len(weights))
        return {slug: rarity * w * (K1 + 1) / (K1 + w) for slug, w in weights.items()}

    def gain(self, slug: str, name: str) -> float:
        length = len(self.corpus.texts[slug][name])
        return WEIGHTS[name] / (1 - B + B * length / self.corpus.means[name])

    def rarity(self, cases: int) -> float:
        return log(1 + (len(self.corpus.texts) - cases + 0.5) / (cases + 0.5))

    def widened(self, group: Alternatives) -> Iterator[Scores]:
        """What a group may also mean; several groups that say one thing share its worth."""
        for run in runs(self.query.question.wanted):
            for start, end, scores in (*self.synonyms(run), *self.terms(run), *self.regions(run)):
                groups = {each for _, _, each in run[start:end]}
                if group in groups:
                    yield {slug: score / len(groups) for slug, score in scores.items()}

    def synonyms(self, run: "Run") -> Iterator[tuple[int, int, Scores]]:
        for group in self.corpus.synonyms:
            for expression in group:
                for start, end in occurrences(expression, run):
                    most = self.rarity(len(self.expression(expression)))
                    for other in group:
                        if other is not expression:
                            found = self.expression(other)
                            share = SYNONYM_SHARE * min(1.0, most / self.rarity(len(found)))
                            yield start, end, {s: v * share for s, v in found.items()}

    def terms(self, run: "Run") -> Iterator[tuple[int, int, Scores]]:
        """A name of a term finds the cases that have the term, or another of the same name."""
        for facet in self.corpus.taxonomy.facets:
            named = defaultdict(list)
            for term in facet.terms if facet.id != "region" else ():
                for name in {*re.sub(r"^\d+\. ", "", term.label).split(" / "), *term.synonyms}:
                    named[name].append(term.slug)
                if facet.id == "odd":
                    named[f"ODD {int(term.slug.removeprefix('odd-'))}"].append(term.slug)
            for name, slugs in named.items():
                expression = tuple(tokens(composed(name)))
                for start, end in occurrences(expression, run):
                    most = self.rarity(len(self.expression(expression)))
                    yield start, end, self.worthy(facet.id, slugs, most=most)

    def regions(self, run: "Run") -> Iterator[tuple[int, int, Scores]]:
        for place in places([typed for _, typed, _ in run]):
            yield place.start, place.end, self.worthy("region", place.regions)

    def worthy(self, facet_id: str, slugs: Iterable[str], *, most: float = inf) -> Scores:
        cases = len(self.tagged(facet_id, slugs, worth=0.0))
        return self.tagged(facet_id, slugs, worth=min(most, self.rarity(cases)) * TERM_SHARE)


Run = Sequence[tuple[Token, str, Alternatives]]
"""Telling words that stand side by side: each, as it is typed, and the group it belongs to."""


def occurrences(expression: Text, run: Run) -> Iterator[tuple[int, int]]:
    """Where an expression stands in a run, its stop words left out."""
    telling = [token for token in expression if not token.is_stop_word]
    for start in range(len(run) - len(telling) + 1 if telling else 0):
        span = run[start : start + len(telling)]
        if all(same(one, other) for one, (other, _, _) in zip(telling, span, strict=True)):
            yield start, start + len(telling)


def runs(groups: Sequence[Alternatives]) -> Iterator[Run]:
    run: list[tuple[Token, str, Alternatives]] = []
    for group in groups:
        if len(group) == 1 and is_plain(group[0]):
            run += telling_words(group, group[0])
            continue
        yield run
        run = []
        yield from (list(telling_words(group, part)) for part in group if is_plain(part))
    yield run


def is_plain(part: Part) -> bool:
    return part.kind is Kind.WORD and part.field is None


def telling_words(group: Alternatives, part: Part) -> Run:
    text = composed(part.text)
    words = [token for token in tokens(text) if not token.is_stop_word]
    return [(token, text[token.start : token.end], group) for token in words]


def says_nothing(group: Alternatives) -> bool:
    return all(is_plain(part) and not telling_words(group, part) for part in group)


def tells(part: Part) -> bool:
    return any(not token.is_stop_word for token in tokens(composed(part.text)))
