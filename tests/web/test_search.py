import re
from html import unescape

import pytest
from flask.testing import FlaskClient


def _text(html: str) -> str:
    """What a page says, its tags taken out and every blank made one space."""
    body = re.sub(r"(?s)<head>.*?</head>|<svg.*?</svg>", "", html)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", body)).split())


def _page(client: FlaskClient, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.text


def _heading(page: str) -> str:
    found = re.search(r'<h2 id="count"[^>]*>(.*?)</h2>', page)
    assert found
    return " ".join(unescape(found[1]).split())


def _slugs(page: str) -> list[str]:
    return re.findall(r'<h3><a href="/cas/([^"]+)">', page)


def test_without_words_the_page_introduces_the_base_and_shows_everything(
    client: FlaskClient,
) -> None:
    page = _page(client, "/")

    assert "Chaque fiche raconte une alliance" in _text(page)
    assert _heading(page) == "113 fiches"
    assert len(_slugs(page)) == 20
    assert "<title>Rechercher parmi 113 fiches – IMPACT" in page
    assert "noindex" not in page


def test_with_words_the_page_counts_marks_and_titles_what_it_found(client: FlaskClient) -> None:
    page = _page(client, "/?q=rénovation")

    count = re.fullmatch(r"(\d+) fiches pour « rénovation »", _heading(page))
    assert count
    assert int(count[1]) == len(_slugs(page))
    assert f"<title>{count[1]} fiches pour «\u00a0rénovation\u00a0» – IMPACT" in page
    assert "<mark>" in page
    assert "Chaque fiche raconte une alliance" not in _text(page)


@pytest.mark.parametrize("address", ["/?q=emploi", "/?region=bretagne", "/?page=2", "/?sort=title"])
def test_only_the_page_without_parameters_is_offered_to_search_engines(
    client: FlaskClient, address: str
) -> None:
    page = _page(client, address)

    assert '<meta name="robots" content="noindex,follow">' in page
    canonical = re.search(r'<link rel="canonical" href="([^"]+)">', page)
    assert canonical
    assert unescape(canonical[1]) == f"http://localhost:8000{address}"


def test_an_address_with_parameters_that_say_nothing_is_the_page_itself(
    client: FlaskClient,
) -> None:
    page = _page(client, "/?q=&year_from=&sort=&utm_source=lettre")

    assert '<link rel="canonical" href="http://localhost:8000/">' in page
    assert "noindex" not in page
    assert "Chaque fiche raconte une alliance" in _text(page)


def test_every_value_of_a_facet_has_a_box_a_count_and_a_link_that_excludes_it(
    client: FlaskClient,
) -> None:
    page = _page(client, "/?q=emploi")

    row = re.search(r'<li><input[^>]*value="bretagne"[^>]*>.*?</li>', page)
    assert row
    assert re.search(r"Bretagne <span class=\"n\">\(\d+\)</span></label>", row[0])
    assert 'href="/?q=emploi&amp;region_not=bretagne"' in row[0]
    assert 'exclure<span class="unseen"> Bretagne</span>' in row[0]


def test_an_excluded_value_is_struck_through_and_kept_by_the_form(client: FlaskClient) -> None:
    page = _page(client, "/?category_not=mecenat")

    assert "sauf Mécénat" in _text(page)
    assert re.search(r"<s>.*?Mécénat</s>.*?ne plus exclure", page)
    assert '<input type="hidden" name="category_not" value="mecenat" form="search">' in page
    assert 'value="mecenat" checked' not in page


def test_a_value_that_would_leave_nothing_is_greyed_and_leads_nowhere(client: FlaskClient) -> None:
    page = _page(client, "/?q=solidarauto&region=mayotte")

    rows = re.findall(r"<li><input[^>]*>.*?</li>", page)
    empty = [row for row in rows if "(0)" in row and " checked" not in row]
    assert empty
    assert all(" disabled" in row and "<a " not in row for row in empty)
    assert not any(" disabled" in row for row in rows if "(0)" not in row)


def test_a_chosen_value_without_cases_can_still_be_unticked(client: FlaskClient) -> None:
    page = _page(client, "/?q=solidarauto&region=mayotte")

    box = re.search(r'<input[^>]*value="mayotte"[^>]*>', page)
    assert box
    assert " checked" in box[0]
    assert " disabled" not in box[0]


def test_domains_are_grouped_by_axis(client: FlaskClient) -> None:
    text = _text(_page(client, "/"))

    axes = ["Axe économique", "Axe social", "Axe sociétal", "Axe environnemental"]
    places = [text.index(axis) for axis in axes]
    assert places == sorted(places)


def test_a_long_facet_shows_eight_values_and_says_how_many_more_there_are(
    client: FlaskClient,
) -> None:
    page = _page(client, "/")

    assert "Voir les 12 autres" in page  # 20 regions
    assert '<details class="others" id="others-region">' in page
    assert '<details class="others" id="others-region" open>' in _page(client, "/?region=mayotte")


@pytest.mark.parametrize(("facet", "value"), [("stage", "essaimage"), ("odd", "odd-07")])
def test_a_closed_facet_opens_when_it_is_used(client: FlaskClient, facet: str, value: str) -> None:
    assert f'<details class="facet" id="facet-{facet}">' in _page(client, "/")
    assert f'<details class="facet" id="facet-{facet}" open>' in _page(client, f"/?{facet}={value}")
    assert f'<details class="facet" id="facet-{facet}" open>' in _page(
        client, f"/?{facet}_not={value}"
    )


def test_each_filter_is_a_chip_that_removes_itself_and_nothing_else(client: FlaskClient) -> None:
    page = _page(
        client, "/?q=emploi&category_not=mecenat&region=bretagne&year_from=2005&sort=title"
    )

    chips = re.findall(r'<li><a href="([^"]+)"[^>]*><span class="unseen">Retirer', page)
    assert [unescape(chip) for chip in chips] == [
        "/?q=emploi&region=bretagne&year_from=2005&sort=title",
        "/?q=emploi&category_not=mecenat&year_from=2005&sort=title",
        "/?q=emploi&category_not=mecenat&region=bretagne&sort=title",
    ]
    assert '<a class="clear" href="/?q=emploi&amp;sort=title" data-live>Tout effacer</a>' in page


@pytest.mark.parametrize(
    ("parameters", "label"),
    [
        ("year_from=2015", "depuis 2015"),
        ("year_to=2015", "jusqu’en 2015"),
        ("year_from=2015&year_to=2019", "de 2015 à 2019"),
        ("year_from=2015&year_to=2015", "en 2015"),
        ("year=2015", "Année de démarrage : 2015"),
        ("region=bretagne", "Région : Bretagne"),
    ],
)
def test_a_chip_says_its_filter_in_words(client: FlaskClient, parameters: str, label: str) -> None:
    assert f"Retirer le filtre {label}" in _text(_page(client, f"/?{parameters}"))


def test_words_that_no_case_has_all_are_relaxed_and_the_page_says_so(client: FlaskClient) -> None:
    page = _page(client, "/?q=emploi+numérique+zzzzz")

    assert "Aucune fiche ne contient tous vos mots" in _text(page)
    assert 'href="/?q=emploi+num%C3%A9rique+zzzzz&amp;words=all"' in page


def test_few_cases_with_all_words_are_counted_and_the_others_name_what_they_lack(
    client: FlaskClient,
) -> None:
    page = _page(client, "/?q=soupe+université")

    assert "Une seule fiche contient tous vos mots\u00a0: voici aussi celles qui" in unescape(page)
    first, *others = re.findall(r'<article class="card">(.*?)</article>', page, re.DOTALL)
    assert "lacking" not in first
    assert all("Sans «\u00a0" in unescape(each) for each in others)


def test_who_insists_on_every_word_is_told_how_to_relax_again(client: FlaskClient) -> None:
    page = _page(client, "/?q=emploi+zzzzz&words=all")

    assert "Seules les fiches qui contiennent tous vos mots" in _text(page)
    assert 'href="/?q=emploi+zzzzz" data-live>Accepter aussi les fiches proches' in page
    assert '<input type="hidden" name="words" value="all" form="search">' in page
    assert _heading(page) == "Aucune fiche pour « emploi zzzzz »"


def test_what_an_address_asks_in_vain_is_named_and_left_aside(client: FlaskClient) -> None:
    page = _page(client, "/?region=atlantide&year_from=12&sort=hasard&domain=emploi")

    text = _text(page)
    assert "« atlantide »" in text
    assert "« 12 »" in text
    assert "« hasard »" in text
    assert text.count("Cette page n’en tient pas compte.") == 3
    assert "Domaine d’action : Emploi" in text


def test_a_query_that_is_too_long_is_cut_and_the_page_says_so(client: FlaskClient) -> None:
    text = _text(_page(client, f"/?q={'emploi ' * 100}"))

    assert "500 caractères" in text
    assert "Seul le début en a été lu." in text


def test_words_beyond_the_sixteenth_are_named_when_they_are_dropped(client: FlaskClient) -> None:
    words = "emploi santé logement garage voiture insertion jeunes école travail numérique"
    more = "culture sport énergie déchets vélo bretagne entreprise association fondation ville"

    text = _text(_page(client, f"/?q={words} {more}"))

    assert "Une recherche lit 16 mots au plus" in text
    assert "Mots laissés de côté : " in text


def test_with_a_region_the_page_offers_the_cases_of_nationwide_scope(client: FlaskClient) -> None:
    page = _page(client, "/?domain=emploi&region=bretagne")

    link = re.search(r'<p class="nationwide"><a href="([^"]+)"[^>]*>et (\d+) fiches', page)
    assert link
    before, after = _heading(page), _heading(_page(client, unescape(link[1])))
    assert int(after.split()[0]) == int(before.split()[0]) + int(link[2])


def test_filters_that_leave_nothing_are_named_with_what_each_gives_back(
    client: FlaskClient,
) -> None:
    page = unescape(_page(client, "/?q=solidarauto&region=mayotte"))

    assert _heading(page) == "Aucune fiche pour « solidarauto »"
    way = re.search(r'<a href="([^"]+)" data-live>sans «\s*Région.*?</a>\s*: (\d+) fiche', page)
    assert way
    assert _heading(_page(client, way[1])).split()[0] == way[2]
    assert '<a href="/">Parcourir toutes les fiches</a>' in page
    assert '<a href="/aide">' in page


def test_a_filter_whose_removal_gives_nothing_back_is_not_recommended(client: FlaskClient) -> None:
    page = unescape(_page(client, "/?q=solidarauto&region=mayotte&year_from=2001"))

    assert re.findall(r"data-live>sans «\s*([^<]*?)\s*»</a>", page) == ["Région\u00a0: Mayotte"]


def test_words_that_nothing_matches_get_advice_and_no_list(client: FlaskClient) -> None:
    page = _page(client, "/?q=zzzzz")

    assert _heading(page) == "Aucune fiche pour « zzzzz »"
    assert "Chercher autrement" in page
    assert '<ol class="cards"' not in page
    assert "<title>Aucune fiche pour" in page


def test_pages_follow_each_other_without_gap_and_name_their_number(client: FlaskClient) -> None:
    seen: list[str] = []
    address: str | None = "/"
    while address:
        page = _page(client, address)
        seen += _slugs(page)
        following = re.search(r'<a rel="next" href="([^"]+)"', page)
        address = unescape(following[1]) if following else None

    assert len(seen) == len(set(seen)) == 113
    assert ", page 6 – IMPACT" in page
    assert '<ol class="cards" start="101">' in page


def test_behind_the_last_page_the_reader_is_led_back(client: FlaskClient) -> None:
    page = _page(client, "/?q=emploi&page=99")

    assert _slugs(page) == []
    assert '<a href="/?q=emploi">Revenir à la première page' in page
    assert int(_heading(page).split()[0]) > 0


@pytest.mark.parametrize(
    ("address", "default"), [("/", "Publication"), ("/?q=emploi", "Pertinence")]
)
def test_the_default_order_adapts_to_the_words_and_stays_out_of_addresses(
    client: FlaskClient, address: str, default: str
) -> None:
    assert re.search(rf'<option value="" selected>{default}', _page(client, address))


def test_what_is_typed_is_shown_and_never_run(client: FlaskClient) -> None:
    page = _page(client, '/?q="><script>alert(1)</script>&region=<b>&domain_not="onload="x')

    assert "<script>alert" not in page
    assert "<b>&" not in page
    assert 'value="&#34;&gt;&lt;script&gt;alert(1)&lt;/script&gt;"' in page


def test_a_card_says_where_when_and_with_whom(client: FlaskClient) -> None:
    page = _page(client, "/?q=solidarauto+la+voiture+donnee+qui+remet+sur+la+route")

    card = _text(re.findall(r"(?s)<article.*?</article>", page)[0])
    assert card.startswith("Mobilité / transports Mécénat Solidarauto")
    assert "Partenaires : Solidarauto, Secours Catholique, Fondation PSA et 3 autres" in card
    assert "Où : Trélazé" in card
    assert "Quand : depuis 2010" in card
