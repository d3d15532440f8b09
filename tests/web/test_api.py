import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from kb.bootstrap import assemble
from kb.domain.case import CaseFile
from kb.domain.taxonomy import FACET_IDS, KEY_OF_FACET, YEAR
from kb.settings import Settings
from kb.web.app import create_app
from tests.builders import PROJECT, a_taxonomy

ITEM_FIELDS = [
    *("slug", "title", "summary", "actors", "regions", "scales", "domains", "categories"),
    *("impacts", "odd", "stage", "started", "ended", "published_on", "updated_on", "url"),
    *("score", "highlights", "reasons"),
]

#: A published case.
A_SLUG = "1000-cafes-villages"


def get(client: FlaskClient, path: str) -> Any:
    response = client.get(path)
    assert response.status_code == 200, response.get_data(as_text=True)
    assert response.mimetype == "application/json"
    return response.get_json()


def facet(answer: Any, facet_id: str) -> dict[str, Any]:
    terms = next(each["terms"] for each in answer["facets"] if each["id"] == facet_id)
    return {term["slug"]: term for term in terms}


@pytest.fixture(scope="session")
def cases(app: Flask) -> tuple[CaseFile, ...]:
    """The published cases, read one by one, without any index."""
    del app
    knowledge_base = assemble(Settings(home=PROJECT))
    files = tuple(knowledge_base.exchanging.cases.every())
    assert all(isinstance(file, CaseFile) for file in files)
    return tuple(file for file in files if isinstance(file, CaseFile))


def terms_of(file: CaseFile, facet_id: str) -> tuple[str, ...]:
    if facet_id == YEAR:
        return (str(file.case.started),) if file.case.started else ()
    return a_taxonomy().tags(file.case)[facet_id]


def test_a_list_has_the_documented_fields_in_their_order(client: FlaskClient) -> None:
    answer = get(client, "/api/v1/cases?q=garage")

    assert list(answer) == [
        "total",
        "page",
        "per_page",
        "relaxed",
        "did_you_mean",
        "items",
        "facets",
    ]
    assert all(list(item) == ITEM_FIELDS for item in answer["items"])
    assert [each["id"] for each in answer["facets"]] == list(FACET_IDS)
    assert all(list(each) == ["id", "label", "terms"] for each in answer["facets"])


def test_only_a_facet_with_groups_tells_the_group_of_its_terms(client: FlaskClient) -> None:
    answer = get(client, "/api/v1/cases")

    without_group = ["slug", "label", "count", "selected", "excluded"]
    with_group = ["slug", "label", "group", "count", "selected", "excluded"]
    for each in answer["facets"]:
        expected = with_group if each["id"] == "domain" else without_group
        assert all(list(term) == expected for term in each["terms"])
    assert facet(answer, "domain")["emploi"]["group"] == "economique"


def test_without_words_nothing_is_scored_or_highlighted(client: FlaskClient) -> None:
    answer = get(client, "/api/v1/cases")

    assert answer["relaxed"] is None
    assert answer["did_you_mean"] is None
    assert all(item["score"] is None for item in answer["items"])
    assert all(item["highlights"] is None for item in answer["items"])
    assert all(item["reasons"] == [] for item in answer["items"])


def test_with_words_items_are_scored_and_highlighted(client: FlaskClient) -> None:
    answer = get(client, "/api/v1/cases?q=garage")

    assert answer["total"] > 0
    scores = [item["score"] for item in answer["items"]]
    assert scores == sorted(scores, reverse=True)
    for item in answer["items"]:
        assert list(item["highlights"]) == ["title", "passage"]
        marked = item["highlights"]["title"] + item["highlights"]["passage"]
        assert set(re.findall(r"</?\w+", marked)) <= {"<mark", "</mark"}
    first = answer["items"][0]["highlights"]
    assert "<mark>" in first["title"] + first["passage"]


def test_totals_and_counts_are_those_of_a_plain_loop(
    client: FlaskClient, cases: tuple[CaseFile, ...]
) -> None:
    answer = get(client, "/api/v1/cases?per_page=1")

    assert answer["total"] == len(cases)
    for facet_id in FACET_IDS:
        counts = {slug: term["count"] for slug, term in facet(answer, facet_id).items()}
        for slug, count in counts.items():
            assert count == sum(slug in terms_of(file, facet_id) for file in cases)
        found = {slug for file in cases for slug in terms_of(file, facet_id)}
        assert found <= set(counts)


@pytest.mark.parametrize("facet_id", KEY_OF_FACET)
def test_each_term_narrows_the_list_to_its_count(client: FlaskClient, facet_id: str) -> None:
    everything = get(client, "/api/v1/cases?per_page=1")

    for slug, term in facet(everything, facet_id).items():
        kept = get(client, f"/api/v1/cases?per_page=1&{facet_id}={slug}")
        left = get(client, f"/api/v1/cases?per_page=1&{facet_id}_not={slug}")

        assert kept["total"] == term["count"]
        assert left["total"] == everything["total"] - term["count"]
        assert facet(kept, facet_id)[slug]["selected"] is True
        assert facet(left, facet_id)[slug]["excluded"] is True
        assert facet(left, facet_id)[slug]["selected"] is False


def test_the_implicit_goal_is_on_every_case_and_no_term_of_the_facet(client: FlaskClient) -> None:
    answer = get(client, "/api/v1/cases?per_page=100")

    assert all("odd-17" in item["odd"] for item in answer["items"])
    assert "odd-17" not in facet(answer, "odd")


def test_years_inside_the_limits_are_selected(client: FlaskClient) -> None:
    answer = get(client, "/api/v1/cases?year_from=2015&year_to=2018&per_page=100")

    assert answer["items"]
    assert all(2015 <= item["started"] <= 2018 for item in answer["items"])
    for slug, term in facet(answer, YEAR).items():
        assert term["selected"] is (2015 <= int(slug) <= 2018)


def test_one_open_limit_selects_all_years_on_its_side(client: FlaskClient) -> None:
    selected = {
        int(slug)
        for slug, term in facet(get(client, "/api/v1/cases?year_from=2015"), YEAR).items()
        if term["selected"]
    }

    assert selected
    assert min(selected) >= 2015


def pages(client: FlaskClient) -> Iterator[list[str]]:
    for page in range(1, 100):
        items = get(client, f"/api/v1/cases?sort=title&per_page=40&page={page}")["items"]
        if not items:
            return
        yield [item["slug"] for item in items]


def test_pages_neither_repeat_nor_skip_a_case(
    client: FlaskClient, cases: tuple[CaseFile, ...]
) -> None:
    slugs = [slug for page in pages(client) for slug in page]

    assert len(slugs) == len(set(slugs))
    assert set(slugs) == {file.slug for file in cases}


def test_past_the_end_there_is_an_empty_page_and_the_true_total(
    client: FlaskClient, cases: tuple[CaseFile, ...]
) -> None:
    answer = get(client, "/api/v1/cases?page=1000")

    assert answer["items"] == []
    assert answer["total"] == len(cases)
    assert answer["page"] == 1000


def test_addresses_are_public_ones_whatever_the_host_header_says(client: FlaskClient) -> None:
    response = client.get("/api/v1/cases", headers={"Host": "evil.example"})

    item = response.get_json()["items"][0]
    assert item["url"] == f"http://localhost:8000/cas/{item['slug']}"


def test_an_unknown_parameter_does_not_matter(client: FlaskClient) -> None:
    assert get(client, "/api/v1/cases?utm_source=lettre") == get(client, "/api/v1/cases")


@pytest.mark.parametrize(
    "parameters",
    [
        "domain=inconnu",
        "domain_not=inconnu",
        "domain=emploi&domain=inconnu",
        "odd=odd-17",
        "region=Bretagne",
        "page=0",
        "page=-1",
        "page=deux",
        "page=9999999999999999999999",
        "per_page=0",
        "per_page=101",
        "sort=hasard",
        "words=some",
        "year_from=1899",
        "year_to=2101",
        "year_from=avant",
        "year=1066",
        "q=" + "a" * 501,
    ],
)
def test_a_value_that_does_not_exist_is_a_problem_that_names_it(
    client: FlaskClient, parameters: str
) -> None:
    response = client.get(f"/api/v1/cases?{parameters}")

    assert response.status_code == 400
    assert response.mimetype == "application/problem+json"
    problem = response.get_json()
    assert list(problem) == ["title", "status", "detail"]
    assert problem["status"] == 400
    name = parameters.rpartition("&")[2].partition("=")[0]
    assert name in problem["detail"] or name == "q"


def test_hostile_values_are_problems_or_answers_and_never_failures(client: FlaskClient) -> None:
    for value in ("%00", "%ff%fe", "<script>", "'%22;--", "%0d%0aX: 1", "*" * 400, "[a TO z]"):
        for name in ("q", "domain", "region_not", "page", "per_page", "sort", "year", "words"):
            assert client.get(f"/api/v1/cases?{name}={value}").status_code in {200, 400}


def test_a_case_has_every_field_its_text_and_its_html(client: FlaskClient) -> None:
    values = get(client, f"/api/v1/cases/{A_SLUG}")

    file = (PROJECT / "cases" / f"{A_SLUG}.md").read_text("utf-8")
    assert values["slug"] == A_SLUG
    assert values["body"] == file.split("---\n", 2)[2]
    assert values["url"] == f"http://localhost:8000/cas/{A_SLUG}"
    assert "<h2" in values["html"] or "<p>" in values["html"]
    assert values["licence"] == "CC-BY-4.0"
    assert values["regions"][0] == "national"


def test_accents_are_written_as_they_are(client: FlaskClient) -> None:
    text = client.get("/api/v1/taxonomy").get_data(as_text=True)

    assert "Mécénat" in text


@pytest.mark.parametrize("slug", ["inconnue", "Majuscule", "a" * 300, "..%2f..%2ftaxonomy", "a.md"])
def test_a_case_that_does_not_exist_is_a_problem(client: FlaskClient, slug: str) -> None:
    response = client.get(f"/api/v1/cases/{slug}")

    assert response.status_code == 404
    assert response.mimetype == "application/problem+json"


def test_an_address_that_does_not_exist_is_a_problem_too(client: FlaskClient) -> None:
    response = client.get("/api/v1/nothing")

    assert response.status_code == 404
    assert response.mimetype == "application/problem+json"


def test_the_api_cannot_be_written_to(client: FlaskClient) -> None:
    response = client.post("/api/v1/cases")

    assert response.status_code == 405
    assert "GET" in response.headers["Allow"]


def test_the_taxonomy_says_all_that_its_file_says(client: FlaskClient) -> None:
    answer = get(client, "/api/v1/taxonomy")

    taxonomy = a_taxonomy()
    assert list(answer) == ["version", "facets", "synonyms"]
    assert [each["id"] for each in answer["facets"]] == list(KEY_OF_FACET)
    assert [each["key"] for each in answer["facets"]] == list(KEY_OF_FACET.values())
    for values, each in zip(answer["facets"], taxonomy.facets, strict=True):
        assert [term["slug"] for term in values["terms"]] == [term.slug for term in each.terms]
        assert [term["label"] for term in values["terms"]] == [term.label for term in each.terms]
    by_id = {each["id"]: each for each in answer["facets"]}
    assert by_id["actor"]["from"] == "partners"
    assert by_id["odd"]["implicit"] == ["odd-17"]
    assert by_id["domain"]["groups"][0] == {"slug": "economique", "label": "Axe économique"}
    assert by_id["region"]["terms"][0].keys() == {
        "slug",
        "label",
        "definition",
        "group",
        "synonyms",
        "insee",
    }


@pytest.fixture
def own_client(home: Path) -> FlaskClient:
    """The site on a base of one's own, its index built."""
    settings = Settings(home=home, public_url="https://pratiques.example.org")
    knowledge_base = assemble(settings)
    knowledge_base.indexing.catch_up()
    return create_app(knowledge_base, settings).test_client()


def test_a_case_that_moved_is_found_under_its_new_address(home: Path) -> None:
    path = home / "cases" / f"{A_SLUG}.md"
    text = path.read_text("utf-8")
    path.unlink()
    moved = text.replace("\n---\n", f"\nredirects:\n- {A_SLUG}\n---\n", 1)
    (home / "cases" / "mille-cafes.md").write_text(moved, "utf-8")
    settings = Settings(home=home)
    knowledge_base = assemble(settings)
    knowledge_base.indexing.catch_up()

    response = create_app(knowledge_base, settings).test_client().get(f"/api/v1/cases/{A_SLUG}")

    assert response.status_code == 301
    assert response.headers["Location"] == "/api/v1/cases/mille-cafes"


def test_a_case_that_is_being_mended_is_unavailable_and_the_others_are_not(
    own_client: FlaskClient, home: Path
) -> None:
    path = home / "cases" / f"{A_SLUG}.md"
    path.write_text(path.read_text("utf-8").replace("title:", "titre:", 1), "utf-8")

    response = own_client.get(f"/api/v1/cases/{A_SLUG}")

    assert response.status_code == 503
    assert response.headers["Retry-After"]
    assert "en cours de correction" in response.get_json()["detail"]
    assert own_client.get("/api/v1/cases").status_code == 200


def test_while_the_index_is_prepared_lists_are_unavailable_and_cases_are_not(home: Path) -> None:
    settings = Settings(home=home)
    client = create_app(assemble(settings), settings).test_client()

    with assemble(settings).indexing.index.rebuilding():  # somebody is at it: nobody else begins
        response = client.get("/api/v1/cases")

    assert response.status_code == 503
    assert response.headers["Retry-After"]
    assert response.get_json()["status"] == 503
    assert client.get(f"/api/v1/cases/{A_SLUG}").status_code == 200


def test_https_installations_have_https_addresses(own_client: FlaskClient) -> None:
    values = get(own_client, f"/api/v1/cases/{A_SLUG}")

    assert values["url"] == f"https://pratiques.example.org/cas/{A_SLUG}"
