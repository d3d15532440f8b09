"""From what Whoosh keeps of a segment to its columns."""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import cast

import numpy as np

from kb.domain.french import letters_and_digits
from kb.domain.taxonomy import KEY_OF_FACET, Taxonomy
from kb.indexes.arrays import Arrays, Numbers, Strings
from kb.indexes.bits import WORD, packed
from kb.indexes.columns import Columns
from kb.indexes.inverting import word_columns
from kb.indexes.labels import label_arrays
from kb.indexes.lookup import Lookup
from kb.indexes.segments import Segment
from kb.indexes.whoosh_schema import WEIGHTS

Stored = Sequence[Mapping[str, object]]


def columns(segment: Segment, taxonomy: Taxonomy, *, merged: Iterable[Columns] = ()) -> Columns:
    """The columns of a segment, put together from its cases.

    Args:
        merged: those of segments that it was made of: they know its words.
    """
    known = {spelling: read for each in merged for spelling, read in each.readings().items()}
    stored = segment.stored()
    cards = [cast("Mapping[str, object]", each["file"]) for each in stored]
    texts = [cast("Mapping[str, str]", each["texts"])[name] for each in stored for name in WEIGHTS]
    return Columns(
        {
            **_told(stored, cards),
            **_dated(cards),
            "facets": _facets(cards, taxonomy),
            **Strings.arrays("texts", texts),
            **word_columns(texts, known),
        }
    )


def _told(stored: Stored, cards: Stored) -> Arrays:
    titles = [cast("str", card["title"]) for card in cards]
    title_keys = [letters_and_digits(title) for title in titles]
    return {
        **Lookup.arrays("slugs", [cast("str", each["slug"]) for each in stored]),
        **Strings.arrays("titles", titles),
        **Lookup.arrays("title_keys", title_keys),
        **label_arrays(cards, title_keys),
        **_redirects(cards),
        **Strings.arrays("hashes", [cast("str", card["sha256"]) for card in cards]),
        **Strings.arrays("cards", [_card(card) for card in cards]),
    }


def _redirects(cards: Stored) -> Arrays:
    olds = [
        (old, n) for n, card in enumerate(cards) for old in cast("Sequence[str]", card["redirects"])
    ]
    return {
        **Strings.arrays("redirects", [old for old, _ in olds]),
        "redirect_cases": np.fromiter((number for _, number in olds), np.int32),
    }


def _card(card: Mapping[str, object]) -> str:
    values = {key: value for key, value in card.items() if key != "sha256"}
    return json.dumps(values, default=date.isoformat, ensure_ascii=False)


def _dated(cards: Stored) -> Arrays:
    def days(*keys: str) -> Numbers:
        found = (next((card[key] for key in keys if card[key]), None) for card in cards)
        return np.fromiter((cast("date", day).toordinal() if day else 0 for day in found), np.int32)

    started = (cast("int", card["started"] or 0) for card in cards)
    return {
        "started": np.fromiter(started, np.int32),
        "published": days("published_on"),
        "updated": days("updated_on", "published_on"),
    }


def _facets(cards: Stored, taxonomy: Taxonomy) -> Numbers:
    terms = [(facet, term.slug) for facet in KEY_OF_FACET for term in taxonomy.facet(facet).terms]
    rows = {term: row for row, term in enumerate(terms)}
    table = np.zeros((len(terms), len(cards) + -len(cards) % WORD), dtype=np.bool_)
    for number, card in enumerate(cards):
        for facet_id, slugs in cast("Mapping[str, Sequence[str]]", card["tags"]).items():
            for slug in slugs:
                table[rows[facet_id, slug], number] = True
    return packed(table)
