"""Searches on the published cases equal what a plain loop over their front matter gives."""

import random
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from kb.domain.case import Case
from kb.domain.french import folded
from kb.domain.search import SearchResults
from kb.domain.taxonomy import FACET_IDS, KEY_OF_FACET
from kb.formats import front_matter
from tests.bases import Base, a_query
from tests.builders import PROJECT, a_taxonomy

CASES: Mapping[str, Case] = {
    path.stem: case
    for path in sorted((PROJECT / "cases").glob("*.md"))
    if isinstance(case := front_matter.read(path.read_text("utf-8"), a_taxonomy()), Case)
}


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Base:
    home = tmp_path_factory.mktemp("published")
    (home / "cases").symlink_to(PROJECT / "cases")
    base = Base(home)
    base.catch_up()
    return base


def values(case: Case, facet_id: str) -> set[str]:
    """The terms of a case in a facet, read from its front matter by hand."""
    if facet_id == "year":
        return {str(case.started)} if case.started else set()
    if facet_id == "actor":
        return {partner.actor for partner in case.partners}
    value = getattr(case, KEY_OF_FACET[facet_id])
    return {value} if isinstance(value, str) else set(value or ())


def keeps(case: Case, filters: Mapping[str, Any], but: str = "") -> bool:
    """Whether a case passes all filters, those of one facet aside."""
    if but != "year":
        started = case.started
        if "year_from" in filters and (started is None or started < filters["year_from"]):
            return False
        if "year_to" in filters and (started is None or started > filters["year_to"]):
            return False
    for facet_id in set(FACET_IDS) - {but}:
        mine = values(case, facet_id)
        if facet_id in filters and not mine & set(filters[facet_id]):
            return False
        if mine & set(filters.get(f"{facet_id}_not", ())):
            return False
    return True


def random_filters(seed: int) -> dict[str, Any]:
    """Any combination of facets, exclusions and years; most of them find something."""
    draw = random.Random(seed)  # noqa: S311 - variety, not secrecy
    filters: dict[str, Any] = {}
    for facet_id in draw.sample(FACET_IDS[:-1], k=draw.randint(0, 3)):
        slugs = [term.slug for term in a_taxonomy().facet(facet_id).offered]
        name = f"{facet_id}_not" if draw.random() < 0.3 else facet_id
        filters[name] = draw.sample(slugs, k=draw.randint(1, min(4, len(slugs))))
    if draw.random() < 0.4:
        filters["year_from"] = draw.randint(1990, 2024)
    if draw.random() < 0.4:
        filters["year_to"] = draw.randint(filters.get("year_from", 2000), 2026)
    return filters


def all_pages(base: Base, filters: Mapping[str, Any]) -> Iterator[SearchResults]:
    for page in range(1, 20):
        results = base.index.search(a_query("", **filters, page=page, per_page=7))
        yield results
        if not results.hits:
            return


def test_every_published_case_is_readable() -> None:
    assert len(CASES) == len(list((PROJECT / "cases").glob("*.md"))) >= 113


@pytest.mark.parametrize("typed", [str, folded, str.upper])
def test_every_case_is_found_first_by_its_title(published: Base, typed: Any) -> None:
    first = {slug: published.found(typed(case.title))[0] for slug, case in CASES.items()}

    assert first == {slug: slug for slug in CASES}


@pytest.mark.parametrize("seed", range(300))
def test_totals_pages_and_counts_equal_those_of_a_plain_loop(published: Base, seed: int) -> None:
    filters = random_filters(seed)
    expected = {slug for slug, case in CASES.items() if keeps(case, filters)}

    pages = list(all_pages(published, filters))

    listed = [hit.case.slug for page in pages for hit in page.hits]
    assert len(listed) == len(set(listed))
    assert set(listed) == expected
    assert [*published.index.matching(a_query("", **filters))] == listed
    assert {page.total for page in pages} == {len(expected)}
    for facet_id, counts in pages[0].counts.items():
        within = [case for case in CASES.values() if keeps(case, filters, but=facet_id)]
        for term in counts:
            assert term.count == sum(term.slug in values(case, facet_id) for case in within)


@pytest.mark.parametrize(
    "words",
    ["emploi", "précarité énergétique", "Solidarauto : la voiture donnée qui remet sur la route"],
)
def test_all_that_words_find_at_once_is_what_the_pages_list(published: Base, words: str) -> None:
    pages = published.search(words, per_page=100).hits

    assert [*published.index.matching(a_query(words))] == [hit.case.slug for hit in pages]


def test_no_misspelled_word_is_corrected_when_all_is_asked_for_at_once(published: Base) -> None:
    assert published.search("solidarrauto").is_corrected
    assert published.index.matching(a_query("solidarrauto")) == ()


@pytest.mark.parametrize("seed", range(100))
def test_one_more_filter_never_finds_more(published: Base, seed: int) -> None:
    filters = random_filters(seed)
    more = random_filters(seed + 10_000)
    added = {name: value for name, value in more.items() if name not in filters}
    left_out = {
        name: [*filters[name], *value]
        for name, value in more.items()
        if name.endswith("_not") and name in filters
    }

    fewer = published.index.search(a_query("", **{**filters, **added, **left_out})).total

    assert fewer <= published.index.search(a_query("", **filters)).total


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("précarité energetique bretagne", "begawatts-beganne"),
        ('"garage solidaire"', "renault-mobiliz-garages-solidaires"),
        ("chomeur -numérique", "tzcld-mauleon-esiam"),
    ],
)
def test_the_questions_of_a_first_visit_find_what_one_looks_for(
    published: Base, question: str, expected: str
) -> None:
    assert expected in published.found(question)


def test_an_exclusion_leaves_no_case_with_the_word(published: Base) -> None:
    with_word = set(published.found("numérique"))

    found = set(published.found("chomeur -numérique"))

    assert found
    assert found == set(published.found("chomeur")) - with_word


def test_the_index_is_of_this_folder(published: Base, tmp_path: Path) -> None:
    assert published.home != tmp_path
    assert {case.slug for case in published.index.every()} == set(CASES)
