import re
from html import unescape

import pytest
from flask.testing import FlaskClient

from kb.domain.account import Role
from kb.settings import Settings
from kb.web.app import create_app
from tests.bases import Base
from tests.people import base_of

_A, _B, _C = "solidarauto-garages-solidaires", "1000-cafes-villages", "begawatts-beganne"


def text(html: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


def compared(page: str) -> list[str]:
    return re.findall(r'<th scope="col"><a href="/cas/([^"]+)">', page)


def test_two_cases_stand_side_by_side_on_the_same_rows(client: FlaskClient) -> None:
    page = client.get(f"/comparer?cas={_A}&cas={_B}").text

    assert compared(page) == [_A, _B]
    rows = re.findall(r"<tr>\s*<th scope=\"row\">(.*?)</tr>", page, re.DOTALL)
    assert {row.count("<td>") for row in rows} == {2}
    labels = [text(re.split("</th>|<span", row)[0]) for row in rows]
    assert labels[:2] == ["En bref", "Partenaires"]
    assert {"Région", "Le besoin", "L’alliance", "La démarche"} <= set(labels)


def test_what_all_cases_share_is_said(client: FlaskClient) -> None:
    page = text(client.get(f"/comparer?cas={_A}&cas={_B}&cas={_C}").text)

    assert "Impact en commun : Innovation sociétale et territoriale" in page
    assert page.count("en commun") == 1


def test_a_long_section_is_cut_between_words_and_leads_to_the_rest(client: FlaskClient) -> None:
    page = client.get(f"/comparer?cas={_A}&cas={_B}").text

    links = re.findall(r'(\S+)… <a href="(/cas/[^"#]+#[a-z]+)">lire la suite', page)
    assert links
    for _, address in links:
        path, _, anchor = address.partition("#")
        assert f'id="{anchor}"' in client.get(path).text


@pytest.mark.parametrize("number", [0, 1])
def test_with_fewer_than_two_cases_the_page_asks_for_more(client: FlaskClient, number: int) -> None:
    page = client.get("/comparer" + f"?cas={_A}" * number).text

    assert "<table" not in page
    assert 'name="ajout"' in page
    assert ("Proches de la première" in page) == bool(number)


def test_of_more_than_four_cases_the_first_four_are_compared_and_the_page_says_so(
    client: FlaskClient,
) -> None:
    slugs = re.findall(r'<h3><a href="/cas/([^"]+)">', client.get("/").text)[:6]

    page = client.get("/comparer?" + "&".join(f"cas={slug}" for slug in slugs)).text

    assert compared(page) == slugs[:4]
    assert "On compare 4 fiches au plus" in page
    assert 'name="ajout"' not in page


def test_a_case_that_does_not_exist_is_named_and_the_others_are_compared(
    client: FlaskClient,
) -> None:
    answer = client.get(f"/comparer?cas={_A}&cas=nulle-part&cas={_B}&cas=../etc")

    assert answer.status_code == 200
    assert compared(answer.text) == [_A, _B]
    assert "nulle-part" in answer.text


def test_a_case_named_by_its_title_or_its_address_joins_the_comparison(client: FlaskClient) -> None:
    title = unescape(re.search(r"<h1>(.*?)</h1>", client.get(f"/cas/{_B}").text)[1])  # type: ignore[index]

    for named in (title, title.upper(), _B, f"https://example.org/cas/{_B}"):
        answer = client.get("/comparer", query_string={"cas": _A, "ajout": named})
        assert answer.status_code == 302
        assert answer.headers["Location"] == f"/comparer?cas={_A}&cas={_B}"


def test_words_that_are_no_title_are_answered_with_candidates(client: FlaskClient) -> None:
    page = client.get("/comparer", query_string={"cas": _A, "ajout": "garage"}).text

    assert "Est-ce l’une de celles-ci" in page
    offered = re.findall(rf'href="/comparer\?cas={_A}&amp;cas=([a-z0-9-]+)"', page)
    assert offered
    assert _A not in offered


def test_every_case_leads_to_its_comparison_with_each_of_its_neighbours(
    client: FlaskClient,
) -> None:
    page = client.get(f"/cas/{_A}").text

    links = re.findall(r'class="compare-with" href="([^"]+)"', page)
    assert len(links) == 4
    for link in links:
        assert len(compared(client.get(unescape(link)).text)) == 2
    assert f'href="/comparer?cas={_A}"' in page


def test_a_case_can_be_taken_out_again(client: FlaskClient) -> None:
    page = client.get(f"/comparer?cas={_A}&cas={_B}&cas={_C}").text

    removals = [unescape(each) for each in re.findall(r'class="remove" href="([^"]+)"', page)]
    assert removals[1] == f"/comparer?cas={_A}&cas={_C}"


def test_a_case_under_a_former_name_is_compared_under_its_present_one(base: Base) -> None:
    base.write("garage", redirects=("vieux-garage",))
    base.write("cafe", title="Un café dans le village")
    base.catch_up()
    client = create_app(base.knowledge_base, Settings(home=base.home)).test_client()

    answer = client.get("/comparer?cas=vieux-garage&cas=cafe&cas=garage")

    assert answer.status_code == 302
    assert answer.headers["Location"] == "/comparer?cas=garage&cas=cafe"


def test_a_case_that_is_being_mended_is_named(base: Base) -> None:
    base.write("garage")
    base.catch_up()
    (base.home / "cases" / "cassee.md").write_text("---\ntitle: x\n---\n")
    client = create_app(base.knowledge_base, Settings(home=base.home)).test_client()

    page = client.get("/comparer?cas=garage&cas=cassee").text

    assert "en cours de correction" in page


@pytest.mark.parametrize(
    "address",
    ["?cas=%00", "?ajout=%F0%9F%90%9D", "?ajout=-mot", "?ajout=" + "a" * 3000, "?cas=" + "é" * 900],
)
def test_strange_parameters_are_answered_with_the_page(client: FlaskClient, address: str) -> None:
    assert client.get(f"/comparer{address}").status_code == 200


def test_an_archived_case_is_told_and_the_others_are_compared(own_client: FlaskClient) -> None:
    base = base_of(own_client)
    slug, other = "solidarauto-garages-solidaires", "1000-cafes-villages"
    moderator = base.enrolling.add("relit@example.org", Role.MODERATOR)
    held = base.reading.case(slug)
    base.curating.archive(slug, base=held.sha256, reason="Une erreur", by=moderator)

    answer = own_client.get(f"/comparer?cas={slug}&cas={other}&cas=biovallee-drome")
    page = own_client.get(answer.location) if answer.location else answer

    assert page.status_code == 200
    assert other in page.text
    for address in (f"/cas/{slug}.bib", f"/cas/{slug}/vignette"):
        assert own_client.get(address).status_code == 410
