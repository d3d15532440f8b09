"""`/pourquoi`: why a search finds a case or not."""

import re
from html import unescape
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kb.bootstrap import assemble
from kb.settings import Settings
from kb.web.app import create_app
from kb.web.why import slug_in

_SLUG = "solidarauto-garages-solidaires"
_TITLE = "Solidarauto : la voiture donnée qui remet sur la route"


def _text(page: str) -> str:
    body = re.sub(r"(?s)<head>.*?</head>|<svg.*?</svg>", "", page)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", body)).split())


def _page(client: FlaskClient, address: str, *, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status
    return answer.text


def _about(client: FlaskClient, search: str, *, slug: str = _SLUG) -> str:
    return _text(_page(client, f"/pourquoi?cas={slug}&{search}"))


def _remedies(page: str) -> dict[str, str]:
    """The words of each link in the answer and its address."""
    (answer,) = re.findall(r'(?s)<section aria-labelledby="case">.*?</section>', page)
    return {
        unescape(text): unescape(address)
        for address, text in re.findall(r'<a href="(/(?:\?[^"]*)?)">([^<]*)</a>', answer)
    }


def _slugs(client: FlaskClient, address: str) -> list[str]:
    query = urlsplit(address).query
    items = client.get(f"/api/v1/cases?{query}&per_page=100").get_json()["items"]
    items += client.get(f"/api/v1/cases?{query}&per_page=100&page=2").get_json()["items"]
    return [item["slug"] for item in items]


def test_without_a_case_the_page_asks_for_one_and_carries_the_search_along(
    client: FlaskClient,
) -> None:
    page = _page(client, "/pourquoi?q=garage&region=bretagne&category_not=mecenat&words=all&page=3")

    assert "Quelle fiche attendiez-vous ?" in _text(page)
    assert "« garage » ; tous les mots exigés ; sauf Mécénat ; Région : Bretagne" in _text(page)
    assert re.findall(r'<input type="hidden" name="(\w+)" value="(\w+)">', page) == [
        ("q", "garage"),
        ("category_not", "mecenat"),
        ("region", "bretagne"),
        ("words", "all"),
    ]
    assert '<meta name="robots" content="noindex,follow">' in page


def test_a_case_that_is_found_has_its_place_and_its_reasons(client: FlaskClient) -> None:
    page = _page(client, f"/pourquoi?cas={_SLUG}&q=voiture+garage")

    place = re.search(r"Oui, elle est trouvée : (\d+)r?e sur (\d+)\.", _text(page))
    assert place
    results = _slugs(client, "/?q=voiture+garage")
    assert (int(place[1]), int(place[2])) == (results.index(_SLUG) + 1, len(results))
    assert "oui : « voiture » dans le titre" in _text(page)
    assert "Ce qui l’écarte" not in page


def test_a_case_on_a_further_page_is_shown_there(client: FlaskClient) -> None:
    found = _slugs(client, "/?q=emploi")
    page = _page(client, f"/pourquoi?cas={found[24]}&q=emploi")

    assert "25e sur " in _text(page)
    assert _remedies(page) == {"La voir parmi les résultats": "/?q=emploi&page=2"}


def test_the_place_follows_the_order_that_was_asked_for(client: FlaskClient) -> None:
    last = _slugs(client, "/?sort=title")[-1]

    assert "113e sur 113." in _about(client, "sort=title", slug=last)


def test_a_missing_word_is_named_and_can_be_left_out(client: FlaskClient) -> None:
    page = _page(client, f"/pourquoi?cas={_SLUG}&q=emploi+jeunes")

    assert "Il lui manque « jeunes »." in _text(page)
    assert "non : « jeunes » : absent de la fiche" in _text(page)
    assert _remedies(page) == {"Chercher sans ce mot": "/?q=emploi"}


@pytest.mark.parametrize(
    ("search", "told"),
    [
        (
            "q=emploi+jeunes&region=normandie",
            "Une autre fiche contient tous vos mots. Il lui manque « jeunes ».",
        ),
        ("q=emploi+jeunes", "D’autres fiches contiennent tous vos mots. Il lui manque « jeunes »."),
        (
            "q=étudiants+zzzzz",
            "contiennent au moins un de vos mots. Il lui manque « étudiants » et",
        ),
        ("q=emploi+jeunes+formation+zzzzz", "contiennent plus de vos mots. Il lui manque "),
        ("q=titre:zzzzz", "et que faire Il lui manque « zzzzz », qu’une expression"),
    ],
)
def test_what_the_cases_found_have_more_is_said(
    client: FlaskClient, search: str, told: str
) -> None:
    assert told in _about(client, search)


def test_a_phrase_that_a_case_lacks_is_said_to_be_binding(client: FlaskClient) -> None:
    text = _about(client, "q=%22voiture+solidaire%22+garage")

    assert "Il lui manque « voiture solidaire », qu’une expression entre guillemets" in text


def test_who_insists_on_all_words_is_told_so(client: FlaskClient) -> None:
    assert "Vous exigez tous les mots. Il lui manque « zzzzz »." in _about(
        client, "q=voiture+zzzzz&words=all"
    )


def test_an_exclusion_that_a_case_matches_is_named_and_can_be_left_out(
    client: FlaskClient,
) -> None:
    page = _page(client, f"/pourquoi?cas={_SLUG}&q=garage+-voiture+-zzzzz")

    assert "La fiche contient « voiture », que votre recherche exclut." in _text(page)
    assert _remedies(page) == {"Chercher sans cette exclusion": "/?q=garage+-zzzzz"}


@pytest.mark.parametrize(
    ("search", "told", "remedy"),
    [
        (
            "q=garage&region=bretagne&region=corse",
            "« Région : Bretagne ou Corse » l’écarte : la fiche indique Bourgogne-Franche-Comté, ",
            "/?q=garage",
        ),
        ("category_not=mecenat", "« sauf Mécénat » l’écarte : la fiche indique Mécénat.", "/"),
        ("year_from=2015", "« depuis 2015 » l’écarte : la fiche indique 2010.", "/"),
        ("year=2015&sort=title", "« Année de démarrage : 2015 » l’écarte", "/?sort=title"),
    ],
)
def test_a_filter_that_a_case_does_not_pass_is_named_with_what_the_case_says(
    client: FlaskClient, search: str, told: str, remedy: str
) -> None:
    page = _page(client, f"/pourquoi?cas={_SLUG}&{search}")

    assert told in _text(page)
    assert _remedies(page) == {"Chercher sans ce filtre": remedy}


def test_a_filter_that_a_case_passes_is_no_obstacle(client: FlaskClient) -> None:
    text = _about(client, "domain=mobilite&region=bretagne")

    assert "oui : Domaine d’action : Mobilité / transports – la fiche indique" in text
    assert "non : Région : Bretagne – la fiche indique" in text
    assert text.count("l’écarte :") == 1


def test_several_obstacles_can_be_removed_at_once(client: FlaskClient) -> None:
    page = _page(client, f"/pourquoi?cas={_SLUG}&q=emploi+jeunes+-voiture&region=bretagne")

    remedies = _remedies(page)
    assert len(remedies) == 4
    assert _SLUG in _slugs(client, remedies["Lever tous ces obstacles à la fois"])


def test_when_words_were_relaxed_the_page_says_how(client: FlaskClient) -> None:
    assert "Aucune fiche ne contient" in _about(client, "q=voiture+garage+zzzzz")


def test_a_corrected_search_is_explained_with_the_corrected_words(client: FlaskClient) -> None:
    text = _about(client, "q=garrage")

    told = "Aucune fiche pour « garrage » écrit ainsi : voici les résultats pour « garage »."
    assert told in text
    assert "Oui, elle est trouvée" in text


@pytest.mark.parametrize(
    "name",
    [
        _TITLE,
        "solidarauto la voiture DONNEE qui remet sur la route !",
        f"https://pratiques.example.org/cas/{_SLUG}",
        f"/cas/{_SLUG}.md",
        f"/api/v1/cases/{_SLUG}?x=1#y",
    ],
)
def test_a_title_or_an_address_leads_to_the_page_of_the_case(
    client: FlaskClient, name: str
) -> None:
    answer = client.get("/pourquoi", query_string={"cas": name, "q": "vélo", "page": "2"})

    assert answer.status_code == 302
    assert answer.headers["Location"] == f"/pourquoi?cas={_SLUG}&q=v%C3%A9lo"


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("garage-solidaire", "garage-solidaire"),
        ("http://x/cas/garage-solidaire.json?a=/b", "garage-solidaire"),
        ("/cas/garage-solidaire/", "garage-solidaire"),
        ("Garage solidaire", None),
        ("../../taxonomy", "taxonomy"),
        ("https://[", None),
        ("/", None),
    ],
)
def test_the_slug_is_the_last_step_of_an_address(text: str, slug: str | None) -> None:
    assert slug_in(text) == slug


def test_a_name_that_no_case_has_gets_the_cases_that_come_close(client: FlaskClient) -> None:
    page = _page(client, "/pourquoi?cas=garage&q=velo", status=404)

    assert "Aucune fiche ne porte le titre ou l’adresse « garage ». Est-ce" in _text(page)
    candidates = re.findall(r'<li><a href="/pourquoi\?cas=([^"&]*)&amp;q=velo"', page)
    assert 1 <= len(candidates) <= 5
    assert _SLUG in candidates
    assert 'name="cas" type="text" value="garage"' in page


@pytest.mark.parametrize("name", ["zzzzz", "!!!", "-garage", "a" * 2000, "../../etc/passwd"])
def test_a_name_that_nothing_comes_close_to_gets_advice(client: FlaskClient, name: str) -> None:
    answer = client.get("/pourquoi", query_string={"cas": name})

    assert answer.status_code == 404
    assert "Vérifiez l’orthographe" in answer.text


def test_what_is_typed_is_shown_and_never_run(client: FlaskClient) -> None:
    answer = client.get("/pourquoi?cas=<script>alert(1)</script>&q=<b>&region=<i>")

    assert "<script>alert" not in answer.text
    assert "<b>&" not in answer.text
    assert "<i>" not in answer.text


def test_what_the_address_asks_in_vain_is_named(client: FlaskClient) -> None:
    text = _about(client, "region=atlantide")

    assert "« atlantide »" in text
    assert "Cette page n’en tient pas compte." in text


@pytest.fixture
def own(home: Path) -> FlaskClient:
    """The site on a base of one's own, its index built."""
    settings = Settings(home=home)
    knowledge_base = assemble(settings)
    knowledge_base.indexing.catch_up()
    return create_app(knowledge_base, settings).test_client()


def test_a_case_whose_file_breaks_rules_is_said_to_be_under_repair(home: Path) -> None:
    (home / "cases" / f"{_SLUG}.md").write_text("---\ntitle: ''\n---\n", "utf-8")
    settings = Settings(home=home)
    knowledge_base = assemble(settings)
    knowledge_base.indexing.catch_up()

    text = _about(create_app(knowledge_base, settings).test_client(), "q=garage")

    assert f"La fiche « {_SLUG} » est en cours de correction" in text
    assert "D’ici là, la recherche ne peut pas la montrer." in text


def test_a_case_that_search_does_not_know_yet_is_said_to_come(own: FlaskClient, home: Path) -> None:
    file = home / "cases" / f"{_SLUG}.md"
    file.with_name("toute-neuve.md").write_bytes(file.read_bytes())

    assert "Cette fiche vient d’être publiée ou corrigée" in _about(own, "", slug="toute-neuve")


def test_a_case_that_moved_is_explained_under_its_present_slug(home: Path) -> None:
    file = home / "cases" / f"{_SLUG}.md"
    text = file.read_text("utf-8")
    file.unlink()
    moved = text.replace("\n---\n", f"\nredirects:\n- {_SLUG}\n---\n", 1)
    file.with_name("solidarauto.md").write_text(moved, "utf-8")
    settings = Settings(home=home)
    knowledge_base = assemble(settings)
    knowledge_base.indexing.catch_up()

    answer = create_app(knowledge_base, settings).test_client().get(f"/pourquoi?cas={_SLUG}&q=vélo")

    assert answer.headers["Location"] == "/pourquoi?cas=solidarauto&q=v%C3%A9lo"


def test_asking_why_counts_no_search(own: FlaskClient, home: Path) -> None:
    knowledge_base = assemble(Settings(home=home))
    own.get(f"/pourquoi?cas={_SLUG}&q=zzzzz")
    own.get("/pourquoi?cas=zzzzz")

    assert knowledge_base.searching.shortfalls() == ()


_WORDS = st.sampled_from(
    'garage voiture emploi jeunes numérique zzzzz garrage -emploi -voiture "garage solidaire" OU'
    " région:bretagne titre:voiture -domaine:emploi mobil* partenaire:adie bretagne".split(" ")
)
_FILTERS = st.sampled_from(
    ["region=bretagne", "domain=emploi", "domain_not=emploi", "year_from=2012", "words=all"]
)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.sampled_from([_SLUG, "1000-cafes-villages", "begawatts-beganne", "adie-bnp-paribas"]),
    st.lists(_WORDS, max_size=5),
    st.lists(_FILTERS, max_size=3, unique=True),
)
def test_what_the_page_says_is_so_and_what_it_recommends_helps(
    client: FlaskClient, slug: str, words: list[str], filters: list[str]
) -> None:
    search = f"q={'+'.join(words)}&{'&'.join(filters)}".replace('"', "%22")
    page = _page(client, f"/pourquoi?cas={slug}&{search}")

    found = _slugs(client, f"/?{search}")
    remedies = _remedies(page)
    if slug in found:
        assert list(remedies) == ["La voir parmi les résultats"]
    else:
        assert "La voir parmi les résultats" not in remedies
        assert slug in _slugs(client, list(remedies.values())[-1])
