from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from kb.domain.case import MAX_FRONT_MATTER_BYTES, Case, Figure, Partner, Source
from kb.domain.problems import SENTENCES, Problem
from kb.formats import front_matter
from tests.builders import A_BODY, PROJECT, a_case, a_taxonomy

FILES = sorted((PROJECT / "cases").glob("*.md"))

#: A case in which each test replaces or adds lines; the title stands on line 2.
LINES = {
    "title": "title: Un garage solidaire pour aller travailler",
    "summary": "summary: Un constructeur et une association réparent les voitures de qui cherche.",
    "partners": "partners: [{name: Garage pour tous, actor: association}]",
    "regions": "regions: [bretagne]",
    "scales": "scales: [local]",
    "domains": "domains: [mobilite]",
    "categories": "categories: [mecenat]",
    "sources": "sources: [{title: Rapport annuel}]",
}


def a_text(**lines: str) -> str:
    front = "\n".join(line for line in (LINES | lines).values() if line)
    return f"---\n{front}\n---\n{A_BODY}"


def the_case(text: str) -> Case:
    case = front_matter.read(text, a_taxonomy())
    assert isinstance(case, Case), case
    return case


def the_problems(text: str, *, published: bool = False) -> tuple[Problem, ...]:
    problems = front_matter.read(text, a_taxonomy(), published=published)
    assert not isinstance(problems, Case)
    for problem in problems:
        assert problem.message
        assert problem.remedy
    return problems


def places(text: str) -> list[tuple[int, str, str]]:
    return [(problem.line, problem.key, problem.code) for problem in the_problems(text)]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_published_file_is_rendered_byte_for_byte(path: Path) -> None:
    text = path.read_bytes().decode()

    case = front_matter.read(text, a_taxonomy(), published=True)

    assert isinstance(case, Case)
    assert front_matter.render(case) == text


def test_there_are_published_files() -> None:
    assert len(FILES) >= 113


@pytest.mark.parametrize(
    ("line", "key", "code"),
    [
        ("title: Bref", "title", "too-short"),
        (f"title: {'x' * 161}", "title", "too-long"),
        ("title: '  abcd  '", "title", "too-short"),
        ("title:", "title", "empty-value"),
        ("title: ''", "title", "empty-value"),
        ("title: '   '", "title", "empty-value"),
        ("title: []", "title", "empty-value"),
        ("title: [Un titre]", "title", "expected-text"),
        ("title: {un: titre}", "title", "expected-text"),
        ('title: "deux\\nlignes"', "title", "several-lines"),
        ('title: "une cloche\\a"', "", "forbidden-character"),
        ('title: "un retour\\r chariot"', "", "forbidden-character"),
        ('title: "deux\\Plignes"', "", "forbidden-character"),
    ],
)
def test_a_title_is_one_line_of_5_to_160_characters(line: str, key: str, code: str) -> None:
    assert places(a_text(title=line)) == [(2, key, code)]


@pytest.mark.parametrize(
    ("name", "line", "key", "code"),
    [
        ("summary", f"summary: {'x' * 39}", "summary", "too-short"),
        ("summary", f"summary: {'x' * 401}", "summary", "too-long"),
        ("regions", "regions: bretagne", "regions", "expected-list"),
        ("regions", "regions: {bretagne: oui}", "regions", "expected-list"),
        ("regions", "regions: []", "regions", "empty-value"),
        ("regions", "regions:", "regions", "empty-value"),
        ("regions", "regions: [Bretagne]", "regions[1]", "unknown-term"),
        ("regions", "regions: [bretagne, '']", "regions[2]", "empty-value"),
        ("regions", "regions: [bretagne, [corse]]", "regions[2]", "expected-text"),
        ("scales", "scales: [local, national, local]", "scales[3]", "duplicate-item"),
        ("domains", f"domains: [{', '.join('abcdefghijk' * 5)}]", "domains", "too-many"),
        ("odd", "odd: [odd-01, odd-17]", "odd[2]", "implicit-term"),
        ("stage", "stage: [essaimage]", "stage", "expected-text"),
        ("stage", "stage: essaimages", "stage", "unknown-term"),
        ("place", f"place: {'x' * 301}", "place", "too-long"),
        ("started", "started: 19", "started", "not-a-year"),
        ("started", "started: 1899", "started", "not-a-year"),
        ("started", "started: 2101", "started", "not-a-year"),
        ("started", "started: 2019.0", "started", "not-a-year"),
        ("started", "started: ٢٠١٩", "started", "not-a-year"),
        ("updated_on", "updated_on: 2024-02-30", "updated_on", "not-a-day"),
        ("updated_on", "updated_on: 20240203", "updated_on", "not-a-day"),
        ("updated_on", "updated_on: 0000-01-01", "updated_on", "not-a-day"),
        ("licence", "licence: MIT", "licence", "not-a-licence"),
        ("licence", "licence: cc-by-4.0", "licence", "not-a-licence"),
        ("redirects", "redirects: [Été]", "redirects[1]", "not-a-slug"),
        ("redirects", "redirects: [a--b]", "redirects[1]", "not-a-slug"),
        ("redirects", f"redirects: [{'a' * 81}]", "redirects[1]", "not-a-slug"),
        ("redirects", "redirects: [a, a]", "redirects[2]", "duplicate-item"),
        ("sumary", "sumary: un résumé", "sumary", "unknown-key"),
        ("<<", "<<: {title: x}", "<<", "unknown-key"),
        ("twice", "title: Un autre titre", "", "duplicate-key"),
        ("anchor", "place: &ici Rennes", "", "yaml-anchor"),
        ("tag", "place: !!str Rennes", "", "yaml-tag"),
        ("tag", "place: ! Rennes", "", "yaml-tag"),
    ],
)
def test_a_broken_rule_is_named_with_its_place(name: str, line: str, key: str, code: str) -> None:
    text = a_text(**{name: line})

    assert (text[: text.index(line)].count("\n") + 1, key, code) in places(text)


@pytest.mark.parametrize(
    ("partner", "key", "code"),
    [
        ("Garage pour tous", "partners[1]", "expected-keys"),
        ("{name: x}", "partners[1].actor", "missing-key"),
        ("{name: x, actor: asso}", "partners[1].actor", "unknown-term"),
        ("{name: x, actor: citoyens, rôle: porteur}", "partners[1].rôle", "unknown-key"),
        ("{name: '', actor: citoyens}", "partners[1].name", "empty-value"),
        ("", "partners[1]", "empty-value"),
    ],
)
def test_a_partner_has_a_name_and_a_known_actor(partner: str, key: str, code: str) -> None:
    text = a_text(partners=f"partners:\n- {partner}")

    assert places(text) == [(5, key, code)]


@pytest.mark.parametrize(
    ("figure", "key", "code"),
    [
        ("{label: Emplois}", "value", "missing-key"),
        ("{label: Emplois, value: 3, year: 19}", "year", "not-a-year"),
        ("{label: Emplois, value: 3, source: 2}", "source", "unknown-source"),
        ("{label: Emplois, value: 3, source: 0}", "source", "unknown-source"),
        ("{label: Emplois, value: 3, source: '01'}", "source", "unknown-source"),
        ("{label: Emplois, value: 3, source: un}", "source", "unknown-source"),
    ],
)
def test_a_figure_has_a_value_and_a_source_that_exists(figure: str, key: str, code: str) -> None:
    assert places(a_text(figures=f"figures:\n- {figure}")) == [(11, f"figures[1].{key}", code)]


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "ftp://exemple.fr/",
        "//exemple.fr/",
        "exemple.fr",
        "http://",
        "http:///chemin",
        "https://un espace.fr",
        "https://exemple.fr/a b",
        "https://moi:secret@exemple.fr/",
        "https://moi@exemple.fr/",
        "http://[::1",
        "http://exemple.fr:port/",
        "http://exemple.fr:99999/",
        "http://℀.fr/",
        "https://exemple.fr/\\",
        'https://exemple.fr/"onclick=',
        "https://exemple.fr/\u202e",
        "https://exemple.fr/\u00a0",
        f"https://exemple.fr/{'x' * 2000}",
    ],
)
def test_an_address_that_no_page_should_link_to_is_refused(url: str) -> None:
    quoted = url.replace("'", "''")
    text = a_text(sources=f"sources:\n- title: Rapport\n  url: '{quoted}'")

    assert places(text) == [(11, "sources[1].url", "not-a-url")]


@pytest.mark.parametrize("url", ["http://exemple.fr", "https://é.fr:8080/à?b=c&d=%20#e'(f)"])
def test_a_web_address_is_kept_as_it_is(url: str) -> None:
    text = a_text(sources=f'sources: [{{title: Rapport, url: "{url}"}}]')

    assert the_case(text).sources[0].url == url


@pytest.mark.parametrize("day", ["2024", "2024-05", "2024-05-17"])
def test_a_source_is_dated_by_year_month_or_day(day: str) -> None:
    text = a_text(sources=f"sources: [{{title: Rapport, date: {day}}}]")

    assert the_case(text).sources[0].date == day


@pytest.mark.parametrize(
    "day", ["24", "2024-13", "2024-02-30", "2024-5", "2024-05-17T10:00", "0000"]
)
def test_a_date_that_does_not_exist_is_refused(day: str) -> None:
    text = a_text(sources=f"sources:\n- title: Rapport\n  date: {day}")

    assert places(text) == [(11, "sources[1].date", "not-a-date")]


@pytest.mark.parametrize("name", list(LINES))
def test_each_required_key_is_missed(name: str) -> None:
    (problem,) = the_problems(a_text(**{name: ""}))

    assert (problem.key, problem.code) == (name, "missing-key")
    assert name in problem.message


def test_a_published_case_says_when_it_was_published() -> None:
    (problem,) = the_problems(a_text(), published=True)

    assert (problem.key, problem.code) == ("published_on", "missing-key")


def test_the_end_does_not_come_before_the_start() -> None:
    assert places(a_text(started="started: 2019", ended="ended: 2018")) == [
        (11, "ended", "ends-before-start")
    ]


def test_a_year_may_stand_in_quotes() -> None:
    case = the_case(a_text(started="started: '2019'", ended="ended: 2019"))

    assert (case.started, case.ended) == (2019, 2019)


def test_all_problems_are_named_at_once_in_the_order_of_the_file() -> None:
    text = a_text(title="title: Bref", regions="regions: breizh", started="started: hier")

    assert places(text.replace("## La démarche", "## La marche"))[:3] == [
        (2, "title", "too-short"),
        (5, "regions", "expected-list"),
        (10, "started", "not-a-year"),
    ]
    assert len(places(text.replace("## La démarche", "## La marche"))) > 3


def test_a_problem_of_the_body_has_its_line_in_the_whole_file() -> None:
    text = a_text()
    line = text[: text.index("## La démarche")].count("\n") + 1

    assert line in [place[0] for place in places(text.replace("## La démarche", "## La marche"))]


@pytest.mark.parametrize(
    ("key", "value", "nearest"),
    [
        ("regions", "[Bretagnes]", "bretagne"),
        ("regions", "[IDF]", "ile-de-france"),
        ("domains", "[transport]", "mobilite"),
        ("categories", "[mécénat]", "mecenat"),
    ],
)
def test_the_remedy_names_the_nearest_term(key: str, value: str, nearest: str) -> None:
    (problem,) = the_problems(a_text(**{key: f"{key}: {value}"}))

    assert f"« {nearest} »" in problem.remedy.replace("\u00a0", " ")


def test_the_remedy_shows_the_form_of_a_list() -> None:
    (problem,) = the_problems(a_text(regions="regions: bretagne"))

    assert "regions: [bretagne]" in problem.remedy


def test_the_remedy_names_the_nearest_key() -> None:
    (problem,) = the_problems(a_text(sumary="contributeur: Moi"))

    assert "contributor" in problem.remedy


@pytest.mark.parametrize(
    ("text", "line", "code"),
    [
        ("", 1, "fence-missing"),
        ("title: x\n", 1, "fence-missing"),
        ("\n---\ntitle: x\n---\n", 1, "fence-missing"),
        ("----\ntitle: x\n---\n", 1, "fence-missing"),
        ("---", 1, "fence-unclosed"),
        ("---\ntitle: x\n", 1, "fence-unclosed"),
        ("---\ntitle: x\n --- \n", 1, "fence-unclosed"),
        ("---\n- a\n---\n", 2, "front-matter-not-keys"),
        ("---\ntexte\n---\n", 2, "front-matter-not-keys"),
        ("---\nplace: *ici\n---\n", 2, "yaml-alias"),
        ("---\ntitle: un : deux\n---\n", 2, "yaml-colon"),
        ("---\ntitle: @moi\n---\n", 2, "yaml-start"),
        ("---\n\ttitle: x\n---\n", 2, "yaml-start"),
        ("---\na: b\ntitle: 'x\nb: c\n---\n", 3, "yaml-unclosed"),
        ("---\nregions: [a\nb: c\n---\n", 2, "yaml-unclosed"),
        ("---\na: 1\nb\nc: 2\n---\n", 4, "yaml-colon-missing"),
        ("---\na: - b\n---\n", 2, "yaml-dash"),
        ("---\na: [[[[[[[[[b]]]]]]]]]\n---\n", 2, "yaml-too-deep"),
        ("---\na: b\n--- {c: d}\n---\n", 3, "yaml-documents"),
        ("---\n? [a]\n: b\n---\n", 2, "yaml-key"),
        ("---\n'': b\n---\n", 2, "yaml-key"),
        ('---\na: "\\ud800"\n---\n', 2, "yaml-syntax"),
        ("---\na: b\x00\n---\n", 2, "forbidden-character"),
        ("---\na: b\n---\n\x1b[31m", 4, "forbidden-character"),
        ("---\na: b\n---\nun\rdeux", 4, "forbidden-character"),
        ("---\na: b\ud800\n---\n", 2, "forbidden-character"),
        ("---\na: b\n---\n\ufeff", 4, "forbidden-character"),
        ("---\na: b\n---\nun\u2028deux", 4, "forbidden-character"),
        (f"---\na: {'é' * (MAX_FRONT_MATTER_BYTES // 2)}\n---\n", 1, "front-matter-too-large"),
    ],
)
def test_what_is_no_front_matter_is_named_with_its_line(text: str, line: int, code: str) -> None:
    assert (line, "", code) in places(text)


def test_nothing_is_hidden_in_what_a_message_quotes() -> None:
    (problem,) = [
        problem
        for problem in the_problems(a_text(stage=f'stage: "\\e[31m{"x" * 5000}"'))
        if problem.code == "unknown-term"
    ]

    assert "\x1b" not in problem.message
    assert len(problem.message) < 200


def test_windows_line_ends_and_a_byte_order_mark_change_nothing() -> None:
    text = "\ufeff" + a_text().replace("\n", "\r\n")

    assert the_case(text) == the_case(a_text())


def test_texts_are_kept_exactly() -> None:
    case = the_case(a_text(place='place: "  l\'été\\t: R&D no 01 12:30 😀 "'))

    assert case.place == "  l'été\t: R&D no 01 12:30 😀 "


@pytest.mark.parametrize("written", ["no", "01", "12:30", "null", "~", "1e3", "0x1f", "2024-01-01"])
def test_what_yaml_takes_for_another_type_is_text(written: str) -> None:
    assert the_case(a_text(place=f"place: {written}")).place == written


@pytest.mark.parametrize(
    "lines",
    [
        {"title": "title: 'Un garage solidaire pour aller travailler' # un titre"},
        {"title": 'title: "Un garage solidaire\\u0020pour aller travailler"'},
        {"title": "title: >-\n  Un garage solidaire\n  pour aller travailler"},
        {"title": "# d'abord le titre\ntitle: Un garage solidaire\n  pour aller travailler"},
        {"partners": "partners:\n  - actor: association\n    name: Garage pour tous\n"},
        {"title": "", "title again": LINES["title"]},
        {"sources": 'sources: [{"title": "Rapport annuel"}]'},
    ],
)
def test_another_way_of_writing_the_same_is_the_same_case(lines: dict[str, str]) -> None:
    assert the_case(a_text(**lines)) == the_case(a_text())


def test_the_body_is_everything_after_the_closing_line() -> None:
    case = the_case(a_text() + "\n---\n\n  fin sans retour")

    assert case.body == A_BODY + "\n---\n\n  fin sans retour"


def test_a_case_without_licence_has_the_default_one() -> None:
    assert "licence: CC-BY-4.0" in front_matter.render(the_case(a_text()))


def test_the_canonical_form_has_its_order_its_quotes_and_its_plain_days() -> None:
    day = date(2024, 5, 17)
    case = a_case(
        partners=(Partner(role="porteur", actor="citoyens", name="Nous"),),
        place="no",
        started=2019,
        figures=(Figure(label="Emplois", value="12", year=2020, source=1),),
        sources=(Source(title="Rapport", date="2020"),),
        published_on=day,
        updated_on=day,
    )

    assert front_matter.render(case) == (
        "---\n"
        "title: Un garage solidaire pour aller travailler\n"
        "summary: Un constructeur et une association réparent les voitures de qui cherche.\n"
        "partners:\n- name: Nous\n  actor: citoyens\n  role: porteur\n"
        "regions:\n- bretagne\nplace: 'no'\nscales:\n- local\n"
        "domains:\n- mobilite\n- emploi\ncategories:\n- mecenat\nstarted: 2019\n"
        "figures:\n- label: Emplois\n  value: '12'\n  year: 2020\n  source: 1\n"
        "sources:\n- title: Rapport\n  date: '2020'\n"
        "published_on: 2024-05-17\nupdated_on: 2024-05-17\nlicence: CC-BY-4.0\n"
        f"---\n{A_BODY}"
    )


def test_the_line_of_a_value_can_be_found_again() -> None:
    text = a_text(redirects="redirects:\n- a\n- b")

    assert front_matter.line_of(text, "redirects[2]") == 12
    assert front_matter.line_of(text, "title") == 2
    assert front_matter.line_of(text, "place") == 1


def test_a_case_that_is_changed_is_another_text() -> None:
    assert front_matter.render(replace(a_case(), place="Rennes")) != front_matter.render(a_case())


def test_every_sentence_says_what_is_wrong_and_what_to_do() -> None:
    for message, remedy in SENTENCES.values():
        assert message
        assert remedy
        assert not (message + remedy).endswith(".")
