from urllib.parse import parse_qsl, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from kb.domain.search import MAX_QUERY_CHARACTERS, FacetChoice, Sort
from kb.domain.taxonomy import FACET_IDS, KEY_OF_FACET
from kb.web.search_address import SearchAddress, address_of, read
from tests.builders import a_taxonomy


def _read(address: str) -> SearchAddress:
    pairs = parse_qsl(urlsplit(address).query, keep_blank_values=True)
    return read(MultiDict(pairs), a_taxonomy())


def test_an_address_says_everything_of_a_search() -> None:
    query = _read(
        "/?q=garage&domain=emploi&domain=sante&region=bretagne&category_not=mecenat"
        "&year_from=2015&sort=newest&page=2&per_page=50&words=all"
    ).query

    assert query.text == "garage"
    assert query.choice("domain").included == {"emploi", "sante"}
    assert query.choice("category") == FacetChoice(excluded=frozenset({"mecenat"}))
    assert (query.year_from, query.year_to) == (2015, None)
    assert (query.sort, query.page, query.per_page) == (Sort.NEWEST, 2, 50)
    assert query.all_words


@pytest.mark.parametrize(
    "address",
    [
        "/",
        "/?q=pr%C3%A9carit%C3%A9+%22garage+solidaire%22+-num%C3%A9rique",
        "/?q=a&category_not=mecenat&domain=emploi&domain=sante&year_from=2015&words=all&page=2",
        "/?region=bretagne&sort=newest&per_page=50",
        "/?year=2015&year_not=2016&year_to=2020",
    ],
)
def test_a_canonical_address_is_written_as_it_was_read(address: str) -> None:
    assert address_of(_read(address).query) == address


@pytest.mark.parametrize(
    ("address", "canonical"),
    [
        ("/?region=bretagne&q=a", "/?q=a&region=bretagne"),
        ("/?domain=sante&domain=emploi&domain=sante", "/?domain=emploi&domain=sante"),
        ("/?q=+a++b+&sort=relevance&page=1&per_page=20&inconnu=1", "/?q=a+b"),
        ("/?q=a%00b%0A%7F", "/?q=a+b"),
    ],
)
def test_addresses_of_the_same_search_have_one_canonical_form(address: str, canonical: str) -> None:
    found = _read(address)

    assert address_of(found.query) == canonical
    assert found.ignored == ()


@pytest.mark.parametrize(
    ("parameter", "code"),
    [
        ("region=atlantide", "unknown-value"),
        ("region_not=atlantide", "unknown-value"),
        ("odd=odd-17", "unknown-value"),
        ("sort=hasard", "unknown-value"),
        ("words=some", "unknown-value"),
        ("year=12", "unknown-value"),
        ("year=02015", "unknown-value"),
        ("year=" + "9" * 5000, "unknown-value"),
        ("year_from=12", "not-in-range"),
        ("year_to=%D9%A2%D9%A0%D9%A1%D9%A5", "not-in-range"),
        ("page=0", "not-in-range"),
        ("page=-1", "not-in-range"),
        ("page=1e3", "not-in-range"),
        ("page=99999999999999999999", "not-in-range"),
        ("per_page=101", "not-in-range"),
        ("q=" + "a" * (MAX_QUERY_CHARACTERS + 1), "query-too-long"),
    ],
)
def test_what_cannot_be_read_is_told_apart_and_left_out(parameter: str, code: str) -> None:
    found = _read(f"/?{parameter}&domain=emploi")

    assert [error.code for error in found.ignored] == [code]
    assert found.query.choice("domain").included == {"emploi"}
    assert len(found.query.text) <= MAX_QUERY_CHARACTERS


def test_a_refused_value_is_quoted_only_as_far_as_a_sentence_can_bear() -> None:
    (error,) = _read("/?region=" + "%00x" * 100).ignored

    assert len(str(error.values["value"])) == 60
    assert "\x00" not in str(error.values["value"])


_VALUES = st.one_of(
    st.text(max_size=30),
    st.integers().map(str),
    st.sampled_from(["emploi", "bretagne", "mecenat", "2015", "all", "newest"]),
)
_NAMES = st.sampled_from(
    [
        *FACET_IDS,
        *(f"{facet_id}_not" for facet_id in KEY_OF_FACET),
        *("q", "year_from", "year_to", "page", "per_page", "sort", "words", "autre"),
    ]
)


@given(st.lists(st.tuples(_NAMES, _VALUES), max_size=12))
def test_whatever_an_address_says_it_is_read_and_its_canonical_form_means_the_same(
    pairs: list[tuple[str, str]],
) -> None:
    query = read(MultiDict(pairs), a_taxonomy()).query

    again = _read(address_of(query))

    assert again.query == query
    assert again.ignored == ()
