"""The answers equal those of a plain, slow search: cases, order, scores, totals, all counts."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from benchmarks.synthetic import write_home
from kb.bootstrap import assemble
from kb.domain.query_text import parse
from kb.domain.search import FacetChoice, SearchQuery, Sort
from kb.domain.taxonomy import FACET_IDS, YEAR
from kb.index_ports import CaseIndex
from kb.services.knowledge_base import KnowledgeBase
from kb.settings import Settings
from kb.stores.case_files import CaseFiles
from tests.bases import a_query
from tests.builders import PROJECT, a_taxonomy
from tests.indexes.reference import Reference

Pair = tuple[CaseIndex, Reference]


def opened(home: Path) -> KnowledgeBase:
    knowledge_base = assemble(Settings(home=home))
    knowledge_base.indexing.catch_up()
    return knowledge_base


def pair(home: Path) -> Pair:
    knowledge_base = opened(home)
    files = CaseFiles(home / "cases", knowledge_base.taxonomies)
    cases = [files.read(slug) for slug in sorted(files.hashes())]
    return knowledge_base.searching.index, Reference.of(cases, a_taxonomy())


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Pair:
    home = tmp_path_factory.mktemp("published")
    (home / "cases").symlink_to(PROJECT / "cases")
    (home / "taxonomy.yaml").symlink_to(PROJECT / "taxonomy.yaml")
    return pair(home)


@pytest.fixture(scope="module")
def generated(tmp_path_factory: pytest.TempPathFactory) -> Pair:
    """600 cases in several segments, some of them replaced and some removed since."""
    home = tmp_path_factory.mktemp("generated") / "base"
    write_home(home, PROJECT / "taxonomy.yaml", a_taxonomy(), 600)
    files = sorted((home / "cases").iterdir())
    kept = {path: path.read_text("utf-8") for path in files[:40]}
    files[0].write_text(kept[files[1]].replace("title: ", "title: D'abord "), "utf-8")
    for path in files[20:40]:
        path.unlink()
    opened(home)
    for path in files[:30]:
        path.write_text(kept[path], "utf-8")
    for path in files[100:110]:
        path.unlink()
    opened(home)
    return pair(home)


def assert_equal(index: CaseIndex, reference: Reference, query: SearchQuery) -> None:
    expected = reference.answer(query)
    results = index.search(query)

    first = (query.page - 1) * query.per_page
    slugs = expected.slugs[first : first + query.per_page]
    assert [hit.case.slug for hit in results.hits] == slugs
    assert results.total == len(expected.slugs)
    assert results.text_total == expected.text_total
    assert results.relaxed == expected.relaxed
    assert results.dropped_words == expected.dropped
    assert (results.did_you_mean, results.is_corrected) == (
        expected.did_you_mean,
        expected.is_corrected,
    )
    counts = {
        facet: {term.slug: term.count for term in terms} for facet, terms in results.counts.items()
    }
    assert counts == expected.counts
    if query.has_words:
        scores = [hit.score for hit in results.hits]
        assert scores == pytest.approx([expected.scores[slug] for slug in slugs], abs=1e-9)


FILTERS: Sequence[dict[str, Any]] = (
    {"domain": ["emploi", "sante"], "region": ["bretagne"]},
    {"category_not": ["mecenat"], "year_from": 2012, "year_to": 2020},
    {"actor": ["entreprise"], "sort": Sort.TITLE, "page": 2, "per_page": 7},
    {"year": ["2018", "2019"], "sort": Sort.UPDATED},
    {"region": ["corse"], "region_not": ["corse"], "sort": Sort.NEWEST},
)

PUBLISHED = (
    "",
    "garage solidaire",
    '"garage solidaire" emploi',
    "mobilité -numérique",
    "emplois des jeunes dans les quartiers",
    "mobil* inser*",
    "mob*",
    "acteur:fondation logement",
    "titre:garage OU partenaire:emmaüs",
    "région:bretagne OU lieu:nantes",
    "IAE",
    "insertion par l'activité économique",
    "fracture numérique à Lyon",
    "garages solidaires zzzzz yyyyy",
    "demandeurs d'emploi Nord-Pas-de-Calais voiture",
    "garaje solidere",
    "covoiturrage",
    "comment une entreprise peut aider des jeunes de quartier à trouver un stage",
    "de la",
    "R&D",
    "l'",
    'SAUF emploi OU "',
    "alimentation local* -bio*",
    " ".join(f"mot{n}" for n in range(10)) + " emploi santé jeunes logement énergie eau vélo ville",
)


@pytest.mark.parametrize("text", PUBLISHED)
def test_the_published_cases_are_found_as_the_reference_finds_them(
    published: Pair, text: str
) -> None:
    for filters in ({}, *FILTERS):
        assert_equal(*published, a_query(text, **filters))
    assert_equal(*published, a_query(text, all_words=True))


def test_every_title_is_found_as_the_reference_finds_it(published: Pair) -> None:
    for file in published[1].files.values():
        assert_equal(*published, a_query(file.case.title))


def generated_texts(reference: Reference) -> Iterator[str]:
    titles = [file.case.title for file in list(reference.files.values())[:5]]
    for title in titles:
        words = title.split(" : ")[1].split()
        yield from (words[0], " ".join(words[:2]), f'"{words[1]} {words[2]}"', title)
        yield from (f"{words[0]} OU {words[3]}", f"{words[2]} -{words[0]}", f"{words[1][:3]}*")
        yield f"titre:{words[0]} {words[1]}x"
        yield f"{words[3]} {words[3][:-1]}zz {words[2]}"


def test_generated_cases_are_found_as_the_reference_finds_them(generated: Pair) -> None:
    index, reference = generated
    for n, text in enumerate(generated_texts(reference)):
        assert_equal(index, reference, a_query(text))
        assert_equal(index, reference, a_query(text, **FILTERS[n % len(FILTERS)]))


def words_of(reference: Reference) -> Sequence[str]:
    return sorted(set().union(*reference.corpus.spellings.values()))


def texts(words: Sequence[str]) -> st.SearchStrategy[str]:
    word = st.sampled_from(words)
    common = st.sampled_from(
        "emploi jeunes association de la les bretagne lyon iae énergie".split()
    )
    any_word = st.one_of(word, common)
    part = st.one_of(
        any_word,
        any_word.map(lambda each: f"-{each}"),
        any_word.map(lambda each: f"{each[:4]}*"),
        any_word.map(lambda each: f"{each}x"),
        any_word.map(lambda each: f"titre:{each}"),
        st.tuples(any_word, any_word).map(lambda pair: f'"{pair[0]} {pair[1]}"'),
        st.tuples(any_word, any_word).map(lambda pair: f"{pair[0]} OU {pair[1]}"),
        st.sampled_from(["région:bretagne", "-domaine:emploi", "SAUF", "OU", "acteur:association"]),
        st.text(max_size=6),
    )
    return st.lists(part, max_size=6).map(" ".join)


def choices() -> st.SearchStrategy[dict[str, FacetChoice]]:
    terms = {facet.id: [t.slug for t in facet.offered] for facet in a_taxonomy().facets}
    terms[YEAR] = [str(year) for year in range(1995, 2027)]
    one = st.sampled_from(FACET_IDS).flatmap(
        lambda facet: st.tuples(
            st.just(facet),
            st.builds(
                FacetChoice,
                included=st.frozensets(st.sampled_from(terms[facet]), max_size=3),
                excluded=st.frozensets(st.sampled_from(terms[facet]), max_size=2),
            ),
        )
    )
    return st.lists(one, max_size=2).map(lambda pairs: {key: each for key, each in pairs if each})


def queries(words: Sequence[str]) -> st.SearchStrategy[SearchQuery]:
    year = st.none() | st.integers(2005, 2025)
    return st.builds(
        lambda text, **fields: SearchQuery(text=text, question=parse(text, a_taxonomy()), **fields),
        texts(words),
        choices=choices(),
        year_from=year,
        year_to=year,
        sort=st.sampled_from(Sort),
        page=st.integers(1, 3),
        all_words=st.booleans(),
    )


@pytest.mark.parametrize("base", ["published", "generated"])
@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(data=st.data())
def test_whatever_is_asked_the_answer_is_that_of_the_reference(
    base: str, data: st.DataObject, request: pytest.FixtureRequest
) -> None:
    index, reference = request.getfixturevalue(base)

    assert_equal(index, reference, data.draw(queries(words_of(reference))))
