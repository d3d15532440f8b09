"""Every number that a page shows is that of the search, or of the cases, behind it."""

import re
from collections import Counter
from html import unescape
from urllib.parse import urlencode

from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kb.domain.taxonomy import KEY_OF_FACET
from tests.builders import a_taxonomy
from tests.counted_links import found, promises

_FACETS = ("category", "domain", "actor", "region", "scale", "impact", "stage", "odd")
_WORDS = (
    "emploi",
    "mobilite",
    "garage solidaire",
    "garrage",
    "fondation",
    "-mecenat jeunes",
    "zzz",
)
_PAIRS = [
    (name, term.slug)
    for facet in _FACETS
    for term in a_taxonomy().facet(facet).offered
    for name in (facet, f"{facet}_not")
]

searches = st.builds(
    lambda words, pairs, year, sort: urlencode([*words, *pairs, *year, *sort]),
    words=st.lists(st.sampled_from([("q", each) for each in _WORDS]), max_size=1),
    pairs=st.lists(st.sampled_from(_PAIRS), max_size=3, unique=True),
    year=st.lists(st.sampled_from([("year_from", "2010"), ("year_to", "2018")]), unique=True),
    sort=st.lists(st.sampled_from([("sort", "title"), ("words", "all")]), unique=True),
)


@settings(
    max_examples=12,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(search=searches)
def test_whatever_is_searched_every_count_of_the_map_is_found_behind_its_link(
    client: FlaskClient, search: str
) -> None:
    links = set(promises(client.get(f"/carte?{search}").text))

    assert len(links) >= 18
    for address, promised in links:
        assert found(client, address) == promised, address


def test_every_way_to_a_search_promises_what_is_found(client: FlaskClient) -> None:
    organisations = re.findall(r'href="(/organisation/[^"]+)"', client.get("/alliances").text)
    pages = ["/", "/alliances", *dict.fromkeys(organisations[:10])]
    entrances = re.findall(r'href="(/entrees/[^"]+)"', client.get("/").text)

    links = {
        link
        for path in [*pages, *dict.fromkeys(entrances)]
        for link in promises(client.get(path).text)
    }

    assert len(links) >= len(set(entrances)) == 4
    for address, promised in links:
        assert found(client, address) == promised, address


def test_an_organisation_counts_what_its_cases_are_tagged_with(client: FlaskClient) -> None:
    taxonomy = a_taxonomy()
    listed = re.findall(r'<li><a href="(/organisation/[^"]+)">', client.get("/alliances").text)
    for address in dict.fromkeys(listed[::5]):
        page = client.get(address).text
        slugs = re.findall(r'<h3><a href="/cas/([^"]+)"', page)
        cases = [client.get(f"/api/v1/cases/{slug}").get_json() for slug in slugs]
        parts = re.findall(r"<dt>([^<]*)</dt><dd>([^<]*)</dd>", page)
        for facet_id, (label, told) in zip(("domain", "region", "category"), parts, strict=True):
            facet = taxonomy.facet(facet_id)
            tagged = Counter(
                facet.by_slug[slug].label for case in cases for slug in case[KEY_OF_FACET[facet_id]]
            )
            said = re.findall(r"(?:^|, )(.+?) \((\d+)\)(?=, |$)", plain(told))
            assert plain(facet.label) == plain(label)
            assert {name: int(count) for name, count in said} == {
                plain(name): count for name, count in tagged.items()
            }


def plain(text: str) -> str:
    """A text as it was before it was set."""
    return unescape(text).replace("\u00a0", " ").replace("\u202f", " ").replace("’", "'")
