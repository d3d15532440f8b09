import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.domain.case import MAX_BODY_BYTES
from kb.domain.problems import Problem
from kb.formats import body
from tests.builders import A_BODY
from tests.hostile_bodies import HOSTILE_BODIES


def _problems(text: str, *, sources: int = 2) -> list[Problem]:
    return sorted(body.problems(text, first_line=10, sources=sources), key=lambda each: each.line)


def _codes(text: str) -> list[tuple[int, str]]:
    """What is wrong with a text added to a good body, by its own line."""
    shift = 10 + A_BODY.count("\n")
    return [(each.line - shift, each.code) for each in _problems(A_BODY + text)]


def test_a_good_body_has_no_problem() -> None:
    assert _problems(A_BODY) == []


def test_a_section_that_must_be_there_is_asked_for_where_the_body_begins() -> None:
    (problem,) = _problems(A_BODY.replace("## La démarche", "### La démarche"))

    assert (problem.line, problem.key, problem.code) == (10, "La démarche", "section-missing")
    assert "« ## La démarche »" in problem.remedy.replace("\u00a0", " ")


def test_the_remedy_for_a_misspelt_section_names_the_nearest() -> None:
    (problem,) = _problems(f"{A_BODY}\n## Resultat\n\nTexte.\n")

    assert problem.code == "section-unknown"
    assert "« Résultats »" in problem.remedy.replace("\u00a0", " ")
    assert "Transposer" not in problem.remedy


def test_the_remedy_for_a_strange_section_names_them_all() -> None:
    (problem,) = _problems(f"{A_BODY}\n## Zzz\n\nTexte.\n")

    assert "Résultats" in problem.remedy
    assert "Transposer" in problem.remedy


def test_a_section_that_appears_twice_is_named_at_its_second_place() -> None:
    assert _codes("\n## Le besoin\n\nEncore.\n") == [(1, "section-twice")]


@pytest.mark.parametrize("text", ["", " \n\n", "[^1]\n", "***\n"])
def test_a_section_that_must_be_there_must_say_something(text: str) -> None:
    (problem,) = _problems(f"## Le besoin\n{text}\n## L'alliance\n\nA.\n\n## La démarche\n\nB.\n")

    assert (problem.line, problem.key, problem.code) == (10, "Le besoin", "section-empty")


def test_a_section_that_may_be_left_out_may_be_empty() -> None:
    assert _codes("\n## Résultats\n") == []


@pytest.mark.parametrize("text", ["![photo](a.png)", "mot ![](http://a.fr/b)", "![photo][1]"])
def test_an_image_is_refused(text: str) -> None:
    assert (0, "image-in-body") in _codes(text)


@pytest.mark.parametrize("text", ["réussi ![^1]", "fini ! [lien](http://a.fr)", r"\![a](http://b)"])
def test_an_exclamation_mark_is_no_image(text: str) -> None:
    assert _codes(text) == []


def test_a_citation_needs_a_source() -> None:
    assert _codes("Un[^1], deux[^2],\ntrois[^3].") == [(1, "citation-without-source")]


@pytest.mark.parametrize("name", ["a", "0", "01", "1a", "", "-1", "1 ", "note", "٣", "99999"])
def test_a_citation_is_a_plain_number(name: str) -> None:
    assert _codes(f"Texte[^{name}].") == [(0, "citation-not-a-number")]


@pytest.mark.parametrize("text", ["[^1]: http://a.fr", "> [^1]: Rapport", "[^9]: Rapport"])
def test_a_footnote_is_written_in_the_sources(text: str) -> None:
    assert _codes(text) == [(0, "footnote-in-body")]


@pytest.mark.parametrize(
    ("text", "line", "code"),
    [
        ("a[ " * 99 + "\n[[", 0, "too-many-brackets-in-block"),
        ("\n\n".join(["[ " * 99] * 6), 10, "too-many-brackets"),
        ("\n\n".join(["[a]: http://a"] * 61), 120, "too-many-definitions"),
        ("a\n" + "x" * 5001, 1, "line-too-long"),
        ("\n".join(["x" * 2000] * 6), 0, "block-too-long"),
        ("a\n" * 401, 0, "block-of-too-many-lines"),
        ("``a`" * 67, 0, "too-many-backticks-in-block"),
        ("a\n\n" + "- " * 21 + "a", 2, "margin-too-wide"),
        ("\t" * 11 + "a", 0, "margin-too-wide"),
        (">" * 41 + "a", 0, "margin-too-wide"),
    ],
)  # fmt: skip
def test_what_would_render_slowly_is_refused(text: str, line: int, code: str) -> None:
    assert _codes("\n" + text) == [(line + 1, code)]


def test_a_body_over_its_limit_is_refused_before_anything_else_is_read() -> None:
    at_limit = A_BODY + "\n" * (MAX_BODY_BYTES - len(A_BODY.encode()))

    assert _problems(at_limit) == []
    assert [each.code for each in _problems("é" + at_limit)] == ["body-too-long"]


def test_a_body_of_nothing_but_headings_is_told_shortly() -> None:
    assert len(_problems("## zzz\n" * 9000)) < 50


@given(st.text(alphabet="# \n\t>-*1.[]^!()|`_\\a:\r\u00a0") | st.text())
def test_every_problem_stands_in_the_body_and_says_what_to_do(text: str) -> None:
    lines = text.replace("\r\n", "\n").replace("\r", "\n").count("\n") + 1

    for problem in _problems(text, sources=1):
        assert 10 <= problem.line < 10 + lines
        assert problem.message
        assert problem.remedy


@pytest.mark.parametrize("name", HOSTILE_BODIES)
def test_the_hostile_bodies_are_ones_that_the_rules_let_pass(name: str) -> None:
    assert _problems(HOSTILE_BODIES[name]) == []


@pytest.mark.parametrize(
    ("markdown", "words"),
    [
        ("Un *mot* en __gras__, snake_case, 2 * 3.", "Un mot en gras, snake_case, 2 * 3."),
        ("deux\nlignes\n\nautre", "deux lignes\nautre"),
        ("- un\n- deux\n  suite\n\n1. trois", "un\ndeux suite\ntrois"),
        ("> cité\n> encore", "cité\nencore"),
        ("### Un titre\nTexte", "Un titre\nTexte"),
        ("l'[Adie](https://a.fr/x_(y) 't') et [elle][1]\n\n[1]: http://b.fr", "l'Adie et elle"),
        ("Vu[^1] et su[^2] ![^1]", "Vu et su !"),
        ("<https://a.fr> et <a@b.fr>", "et"),
        ("| a | b |\n|---|---|\n| c | d |", "a b\nc d"),
        ("a\n\n---\n\nb", "a\nb"),
        (r"5 \* 4 &amp; `code`", "5 * 4 & code"),
        ("R&D, ODD 17, 3Zéro", "R&D, ODD 17, 3Zéro"),
    ],
)
def test_plain_text_has_the_words_alone(markdown: str, words: str) -> None:
    assert body.plain_text(markdown) == words


def test_plain_text_leaves_out_the_headings_that_every_case_has() -> None:
    text = body.plain_text("Avant.\n\n## Le besoin\n\nIci.\n\n## Autre titre\n\nLà.")

    assert text == "Avant.\nIci.\nAutre titre\nLà."


@given(st.text(alphabet="# \n>-*1.[]^!()|`_\\a<&:@") | st.text())
def test_plain_text_takes_anything(text: str) -> None:
    assert "\n\n" not in body.plain_text(text)
