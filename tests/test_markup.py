import re
from concurrent.futures import ThreadPoolExecutor

import pytest

from kb.domain.case import Source
from kb.markup import Markup, RenderedBody, marked
from tests.builders import a_case_file
from tests.pages import Page

TWO = (Source(title="Un"), Source(title="Deux"))


def _rendered(text: str) -> RenderedBody:
    return Markup().case_body(a_case_file(body=text, sources=TWO))


def _html(text: str) -> str:
    """What one text becomes, its non-breaking spaces as characters."""
    return str(_rendered(text).introduction).replace("&nbsp;", "\u00a0")


def test_raw_html_is_shown_as_text() -> None:
    assert _html("Du <b>gras</b> & <br>") == "<p>Du &lt;b&gt;gras&lt;/b&gt; &amp; &lt;br&gt;</p>"


def test_a_citation_is_a_link_to_its_source_and_can_be_linked_back_to() -> None:
    rendered = _rendered("Un[^1].\n\n## Le besoin\n\nDeux[^2], un[^1].\n")

    links = Page(rendered.html).all("a")

    assert [link["href"] for link in links] == ["#source-1", "#source-2", "#source-1"]
    assert rendered.citations == {1: ("citation-1-1", "citation-1-2"), 2: ("citation-2-1",)}
    assert {link["id"] for link in links} == {"citation-1-1", "citation-2-1", "citation-1-2"}
    assert links[0]["aria-label"] == "Source 1"
    assert rendered.introduction.startswith('<p>Un<sup class="citation"><a ')


def test_bodies_on_one_page_have_notes_and_citations_of_their_own() -> None:
    rendered = _rendered('Un[^1], `<a href="#source-1">`.\n\n## Le besoin\n\nDeux[^2].\n')

    apart = rendered.within("fiche-3-")

    links = Page(apart.html).all("a")
    assert [link["href"] for link in links] == ["#fiche-3-source-1", "#fiche-3-source-2"]
    assert [link["id"] for link in links] == ["fiche-3-citation-1-1", "fiche-3-citation-2-1"]
    assert apart.citations == {1: ("fiche-3-citation-1-1",), 2: ("fiche-3-citation-2-1",)}
    assert Page(apart.html).text == Page(rendered.html).text


def test_a_citation_of_a_source_that_is_not_there_stays_as_typed() -> None:
    assert _html("Trois[^3], `[^1]` et \\[^1].") == "<p>Trois[^3], <code>[^1]</code> et [^1].</p>"


def test_an_exclamation_mark_before_a_citation_is_no_image() -> None:
    page = Page(_html("Réussi ![^1]"))

    assert page.text == "Réussi\u00a0!1"
    assert [tag for tag, _ in page.tags] == ["p", "sup", "a"]


@pytest.mark.parametrize(
    "address", ["https://a.fr/l'x?a=1&b=2", "http://a.fr/x_(y)", "mailto:a@b.fr"]
)
def test_a_link_leads_out_and_says_so(address: str) -> None:
    (link,) = Page(_html(f'Voir [ici]({address} "titre").')).all("a")

    assert link == {"href": address, "rel": "external nofollow noopener"}


@pytest.mark.parametrize("address", ["/cas/autre", "autre", "//a.fr", "ftp://a.fr", "#main"])
def test_a_link_to_elsewhere_leads_nowhere(address: str) -> None:
    (link,) = Page(_html(f"Voir [ici]({address}).")).all("a")

    assert "href" not in link


def test_a_link_may_be_defined_in_another_section() -> None:
    rendered = _rendered("[Adie][a]\n\n## Le besoin\n\n[a]: https://adie.fr\n")

    assert 'href="https://adie.fr"' in rendered.introduction


def test_sections_come_in_their_order_under_their_usual_headings() -> None:
    rendered = _rendered("Avant.\n\n## l’ALLIANCE ##\n\nIci.\n\n## Le besoin\n\nLà.\n")

    assert rendered.introduction == "<p>Avant.</p>"
    assert [(each.id, each.heading) for each in rendered.sections] == [
        ("alliance", "L’alliance"),
        ("besoin", "Le besoin"),
    ]
    assert rendered.html == (
        "<p>Avant.</p>\n<h2>L’alliance</h2>\n<p>Ici.</p>\n<h2>Le besoin</h2>\n<p>Là.</p>"
    )


def test_titles_inside_a_section_stand_below_it_and_skip_no_level() -> None:
    text = "# a\n\n##### b\n\n###### c\n\n### d\n\n#e\n\nf\n-\n\ng\n="

    assert re.findall(r"<h(\d)>(\w)", _html(text)) == [
        ("3", "a"),
        ("4", "b"),
        ("5", "c"),
        ("3", "d"),
    ]


def test_a_table_can_be_scrolled_by_keyboard_and_names_its_columns() -> None:
    page = Page(_html("| a | b |\n|---|--:|\n| c |\n"))

    assert [tag for tag, _ in page.tags][:4] == ["div", "table", "thead", "tr"]
    assert page.all("div") == [
        {"class": "table", "role": "region", "tabindex": "0", "aria-label": "Tableau"}
    ]
    assert page.all("th") == [{"scope": "col"}, {"scope": "col"}]
    assert page.all("td") == [{}, {}]


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("l'accord : oui !", "<p>l’accord\u00a0: oui\u00a0!</p>"),
        ("l'*Adie* et d'[elle](http://a.fr)", "<p>l’<em>Adie</em> et d’"),
        ("« *mot* » ;", "<p>«\u00a0<em>mot</em>\u00a0»\u00a0;</p>"),
        ("«`x`»", "<p>«\u00a0<code>x</code>\u00a0»</p>"),
        ("`l'x : y !`", "<p><code>l'x : y !</code></p>"),
        ("    l'x : y !", "<pre><code>l'x : y !\n</code></pre>"),
        ("<http://a.fr/l'x>", ">http://a.fr/l'x</a>"),
        ("- prévoit :\n    - 44 000 €", "<li>prévoit\u00a0:<ul><li>44\u00a0000\u00a0€</li></ul>"),
    ],
)  # fmt: skip
def test_typography_is_set_in_text_and_nowhere_else(text: str, html: str) -> None:
    assert html in _html(text)


def test_a_body_is_rendered_once_for_all_threads() -> None:
    markup, file = Markup(), a_case_file()
    first = markup.case_body(file)

    with ThreadPoolExecutor(4) as threads:
        again = list(threads.map(markup.case_body, [file] * 8))

    assert all(each is first for each in again)


def test_a_changed_file_is_rendered_anew() -> None:
    markup = Markup()

    before = markup.case_body(a_case_file(body="Avant."))
    after = markup.case_body(a_case_file(body="Après."))

    assert (before.introduction, after.introduction) == ("<p>Avant.</p>", "<p>Après.</p>")


def test_what_has_not_been_asked_for_lately_is_forgotten() -> None:
    markup, file = Markup(), a_case_file(body="Un.")
    first = markup.case_body(file)

    for i in range(300):
        markup.case_body(a_case_file(body=f"{i}."))

    assert markup.case_body(file) is not first
    assert markup.case_body(file) == first


def test_threads_render_different_bodies_at_once() -> None:
    markup = Markup()
    files = [a_case_file(body=f"*{i}*[^1] [a]\n\n[a]: http://a.fr/{i}") for i in range(40)]

    with ThreadPoolExecutor(4) as threads:
        pages = list(threads.map(markup.case_body, files))

    for i, page in enumerate(pages):
        assert f"<em>{i}</em>" in page.introduction
        assert f'href="http://a.fr/{i}"' in page.introduction


def test_highlights_keep_their_marks_and_get_their_typography() -> None:
    html = marked("l'<mark>alliance</mark> &amp; « <mark>elle</mark> » : d&#39;ici !")

    assert html.replace("&nbsp;", " ") == (
        "l’<mark>alliance</mark> &amp; « <mark>elle</mark> » : d’ici !"
    )
