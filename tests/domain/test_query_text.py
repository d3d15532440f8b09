"""The grammar of a query."""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.domain.query_text import FACET_FIELDS, TEXT_FIELDS, parse, text_of
from kb.domain.question import Kind, Part, Question
from kb.domain.taxonomy import FACET_IDS
from tests.builders import a_taxonomy


def word(text: str, field: str | None = None) -> Part:
    return Part(kind=Kind.WORD, text=text, field=field)


def phrase(text: str, field: str | None = None) -> Part:
    return Part(kind=Kind.PHRASE, text=text, field=field)


def prefix(text: str) -> Part:
    return Part(kind=Kind.PREFIX, text=text)


def term(text: str, field: str, *terms: str) -> Part:
    return Part(kind=Kind.TERM, text=text, field=field, terms=terms)


def wanted(*groups: Part | tuple[Part, ...]) -> Question:
    return Question(wanted=tuple(g if isinstance(g, tuple) else (g,) for g in groups))


@pytest.mark.parametrize(
    ("text", "question"),
    [
        ("", Question()),
        ("   ", Question()),
        ("!? … « »", Question()),
        ("garage solidaire", wanted(word("garage"), word("solidaire"))),
        ('"garage solidaire"', wanted(phrase("garage solidaire"))),
        ("« garage solidaire » Nantes", wanted(phrase("garage solidaire"), word("Nantes"))),
        ("“garage solidaire”", wanted(phrase("garage solidaire"))),
        ('"garage solidaire', wanted(word("garage"), word("solidaire"))),
        ('""', Question()),
        ("rénov*", wanted(prefix("rénov"))),
        ("l'inser*", wanted(prefix("l'inser"))),
        ("ré*", wanted(word("ré"))),
        ("*", Question()),
        ("a*b", wanted(word("a*b"))),
        ("garage OU covoiturage", wanted((word("garage"), word("covoiturage")))),
        ("a OU b OU c d", wanted((word("a"), word("b"), word("c")), word("d"))),
        ('"un prêt" OU don', wanted((phrase("un prêt"), word("don")))),
        ("OU garage", wanted(word("garage"))),
        ("garage OU", wanted(word("garage"))),
        ("garage ou covoiturage", wanted(word("garage"), word("ou"), word("covoiturage"))),
        ("titre:garage", wanted(word("garage", "title"))),
        ('lieu:"Saint-Malo"', wanted(phrase("Saint-Malo", "place"))),
        ("acteur:fondation", wanted(term("fondation", "actor", "fondation"))),
        ("région:Bretagne", wanted(term("Bretagne", "region", "bretagne"))),
        ("REGION:bretagne", wanted(term("bretagne", "region", "bretagne"))),
        (
            'region:"Pays de la Loire"',
            wanted(term("Pays de la Loire", "region", "pays-de-la-loire")),
        ),
        ("région:antilles", wanted(term("antilles", "region", "guadeloupe", "martinique"))),
        ("odd:3", wanted(term("3", "odd", "odd-03"))),
        ("odd:17", wanted(term("17", "odd", "odd-17"))),
        ("année:2019", wanted(term("2019", "year", "2019"))),
        ("année:02019", wanted(word("année"), word("02019"))),
        ("domaine:inconnu", wanted(word("domaine"), word("inconnu"))),
        ("couleur:bleu", wanted(word("couleur"), word("bleu"))),
        ("domaine :emploi", wanted(word("domaine"), word(":emploi"))),
        ("domaine: emploi", wanted(word("domaine:"), word("emploi"))),
        ("domaine::emploi", wanted(word("domaine::emploi"))),
        ("sans-abri", wanted(word("sans-abri"))),
        ("R&D", wanted(word("R&D"))),
    ],
)
def test_a_query_asks_for_what_its_grammar_says(text: str, question: Question) -> None:
    assert parse(text, a_taxonomy()) == question


@pytest.mark.parametrize(
    ("text", "unwanted"),
    [
        ("chomeur -numérique", word("numérique")),
        ("chomeur −numérique", word("numérique")),
        ("chomeur SAUF numérique", word("numérique")),
        ('chomeur -"garage solidaire"', phrase("garage solidaire")),
        ('chomeur SAUF "garage solidaire"', phrase("garage solidaire")),
        ("chomeur -région:bretagne", term("bretagne", "region", "bretagne")),
        ("chomeur -numér*", prefix("numér")),
    ],
)
def test_what_is_excluded_is_not_wanted(text: str, unwanted: Part) -> None:
    question = parse(text, a_taxonomy())

    assert question.wanted == ((word("chomeur"),),)
    assert question.unwanted == (unwanted,)


def test_a_hyphen_inside_a_word_excludes_nothing() -> None:
    assert parse("porte-à-porte - demain", a_taxonomy()).unwanted == ()
    assert parse('"porte à porte"-demain', a_taxonomy()).unwanted == ()


def test_two_ways_to_type_an_accent_are_one_query() -> None:
    assert parse("re\u0301gion:bretagne", a_taxonomy()) == parse(
        "r\u00e9gion:bretagne", a_taxonomy()
    )


def test_every_facet_has_a_name_in_the_grammar() -> None:
    assert set(FACET_FIELDS.values()) == set(FACET_IDS)
    assert not set(FACET_FIELDS) & set(TEXT_FIELDS)


@given(
    st.text(
        alphabet=st.one_of(st.sampled_from("\"«»“”-−:*&'’() OUSAF\t\n\0"), st.characters()),
        max_size=500,
    )
)
def test_nothing_that_is_typed_can_make_it_raise(text: str) -> None:
    question = parse(text, a_taxonomy())

    parts = [part for group in question.wanted for part in group] + list(question.unwanted)
    assert all(part.text for part in parts)
    assert all(group for group in question.wanted)


@given(st.lists(st.text(alphabet=string.ascii_lowercase, min_size=1), max_size=8))
def test_plain_words_are_wanted_one_by_one(words: list[str]) -> None:
    assert parse(" ".join(words), a_taxonomy()) == wanted(*map(word, words))


@pytest.mark.parametrize(
    ("text", "again"),
    [
        ("chomeur SAUF numérique", "chomeur -numérique"),
        ('-"garage solidaire" vélo', 'vélo -"garage solidaire"'),
        ('REGION:"Pays de la Loire"', 'region:"Pays de la Loire"'),
        ("year:2015 partner:adie", "annee:2015 partenaire:adie"),
        ("vélo  OU covoiturage numér*", "vélo OU covoiturage numér*"),
        ("couleur:bleu", "couleur bleu"),
        ("--vélo", "vélo"),
        ("titre:OU", "titre:OU"),
        ("", ""),
    ],
)
def test_a_question_can_be_typed_again(text: str, again: str) -> None:
    assert text_of(parse(text, a_taxonomy())) == again


def test_a_name_with_quotes_is_typed_as_one_phrase() -> None:
    name = phrase('La "Fabrique" des « possibles »', "partners")

    (group,) = parse(text_of(wanted(name)), a_taxonomy()).wanted

    assert group == (phrase("La  Fabrique  des   possibles", "partners"),)


_TYPED = st.sampled_from(
    [
        *"garage d' sans-abri R&D OU SAUF - -mot −mot num* -num* titre:mot titre:OU".split(),
        *'lieu:-x titre:num* région:bretagne -odd:7 couleur:bleu * " «'.split(),
        *('"a b"', '-"a b"', 'partenaire:"a b"', 'région:"pays de la loire"'),
    ]
)


@given(st.lists(_TYPED, max_size=8))
def test_what_is_typed_again_asks_the_same_question(words: list[str]) -> None:
    question = parse(" ".join(words), a_taxonomy())

    assert parse(text_of(question), a_taxonomy()) == question
