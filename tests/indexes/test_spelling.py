"""Did you mean: known words for unknown ones, and only for those."""

from collections.abc import Callable
from typing import Any

import pytest

from kb.domain.search import ReasonKind
from tests.bases import Base

BaseOf = Callable[..., Base]


def telling(text: str) -> dict[str, Any]:
    return {
        "title": "Une alliance sans rien de particulier",
        "body": f"\n## Le besoin\n\n{text}\n\n## L'alliance\n\nVide.\n\n## La démarche\n\nVide.\n",
    }


@pytest.fixture
def shop(base_of: BaseOf) -> Base:
    return base_of(
        a=telling("Le covoiturage et un garage solidaire à Béganne."),
        b=telling("La précarité énergétique. Des éoliennes. Un garage."),
        c={"title": "Emmaüs répare des téléphones"},
    )


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("covoiturge", "covoiturage"),
        ("covoitruage", "covoiturage"),
        ("garage soldaire", "garage solidaire"),
        ("precarité energetiqe", "precarité énergétique"),
        ("emmmaus", "emmaüs"),
        ("l'éolienne begane", "l'éolienne béganne"),
        ("co voiturage", "covoiturage"),
        ("co-voiturage", "covoiturage"),
        ("garagesolidaire", "garage solidaire"),
        ('"garage soldaire" -covoiturge', '"garage solidaire" -covoiturage'),
        ("garage OU covoiturge", "garage OU covoiturage"),
        ("titre:telephon", None),
        ("titre:telephne", "titre:téléphones"),
    ],
)
def test_an_unknown_word_is_replaced_by_a_near_known_one(
    shop: Base, typed: str, meant: str | None
) -> None:
    assert shop.search(typed).did_you_mean == meant


@pytest.mark.parametrize(
    "typed",
    [
        "garage solidaire",
        "garages solidaires",
        "covoiturages",
        "eolienne",
        "TZCLD",
        "mécénat",
        "Quimper",
        "xqzwk",
        "girafe",
        "gavage",  # not « garage »: it is a word, though no case has it
        "lien solitaire",
        "2019",
        "de la",
        "covoit*",
        "",
    ],
)
def test_a_well_written_query_gets_no_suggestion(shop: Base, typed: str) -> None:
    results = shop.search(typed)

    assert results.did_you_mean is None
    assert not results.is_corrected


def test_an_unknown_word_is_corrected_and_the_reason_says_so(shop: Base) -> None:
    results = shop.search("covoiturge")

    assert results.is_corrected
    assert [hit.case.slug for hit in results.hits] == ["a"]
    [reason] = results.hits[0].reasons
    assert (reason.word, reason.matched) == ("covoiturge", "covoiturage")
    assert reason.kind is ReasonKind.CORRECTION


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("l'éolinnes", ["l'éolinnes"]),
        ("précarrité énergétique", ["précarrité", "énergétique"]),
    ],
)
def test_the_reasons_of_a_corrected_answer_name_the_words_as_they_are_typed(
    shop: Base, typed: str, words: list[str]
) -> None:
    results = shop.search(typed)

    [hit] = results.hits
    assert [reason.word for reason in hit.reasons] == words
    assert hit.reasons[0].kind is ReasonKind.CORRECTION
    assert all(reason.kind is ReasonKind.WORD for reason in hit.reasons[1:])


@pytest.mark.parametrize("typed", ["Lorainne", "lorraiine"])
def test_the_larger_places_that_cases_lie_in_are_words_to_correct_by(
    base_of: BaseOf, typed: str
) -> None:
    base = base_of(a={"place": "Metz", "regions": ("grand-est",)}, b=telling("Rien."))

    results = base.search(typed)

    assert (results.did_you_mean, results.is_corrected) == ("lorraine", True)
    assert [hit.case.slug for hit in results.hits] == ["a"]


def test_a_span_of_words_is_named_as_it_is_typed(base_of: BaseOf) -> None:
    base = base_of(a=telling("Une passoire thermique."), b=telling("Le bilan énergétique."))

    results = base.search("précarité énergétque")

    [reason, *_] = next(hit.reasons for hit in results.hits if hit.case.slug == "a")
    assert reason.word == "précarité énergétque"
    assert reason.kind is ReasonKind.CORRECTION


def test_a_correction_is_applied_when_no_case_has_all_the_words(shop: Base) -> None:
    results = shop.search("garage soldaire")

    assert (results.did_you_mean, results.is_corrected) == ("garage solidaire", True)
    assert results.relaxed is None


def test_a_correction_is_only_offered_when_a_case_has_all_that_is_asked_for(shop: Base) -> None:
    results = shop.search("garage OU soldaire")

    assert (results.did_you_mean, results.is_corrected) == ("garage OU solidaire", False)
    assert results.total == 2


def test_whoever_insists_on_all_words_gets_them_as_they_are(shop: Base) -> None:
    results = shop.search("covoiturge", all_words=True)

    assert (results.total, results.did_you_mean) == (0, "covoiturage")
    assert not results.is_corrected


def test_a_title_needs_no_correction(base_of: BaseOf) -> None:
    base = base_of(a={"title": "Le Grraj de Béganne"}, b=telling("garage"))

    assert base.search("le grraj de beganne").did_you_mean is None
