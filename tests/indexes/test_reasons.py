"""Each hit says what led to it."""

from collections.abc import Callable

from kb.domain.search import Reason, ReasonKind
from tests.bases import Base

BaseOf = Callable[..., Base]


def reasons(base: Base, text: str, slug: str) -> tuple[Reason, ...]:
    return next(hit.reasons for hit in base.search(text).hits if hit.case.slug == slug)


def test_a_word_is_shown_as_it_stands_in_the_weightiest_field(base_of: BaseOf) -> None:
    base = base_of(a={"title": "Logements rénovés", "place": "Logement"})

    assert reasons(base, "rénovation logement", "a") == (
        Reason(word="rénovation", matched="rénovés", field="title", kind=ReasonKind.WORD),
        Reason(word="logement", matched="Logements", field="title", kind=ReasonKind.WORD),
    )


def test_a_phrase_is_shown_whole(base_of: BaseOf) -> None:
    base = base_of(a={"title": "Des garages solidaires"})

    assert reasons(base, '"garage solidaire"', "a")[0].matched == "garages solidaires"


def test_a_synonym_is_shown_with_what_was_asked_for(base_of: BaseOf) -> None:
    base = base_of(a={"title": "Une structure de l'IAE", "domains": ("sante",)})

    [reason, *_] = reasons(base, "insertion par l'activité économique", "a")

    assert reason.matched == "IAE"
    assert reason.kind is ReasonKind.SYNONYM


def test_a_beginning_shows_the_word_that_begins_so(base_of: BaseOf) -> None:
    base = base_of(a={"title": "La mobilité"})

    assert reasons(base, "mobil*", "a")[0].matched == "mobilité"


def test_a_facet_value_shows_its_label(base_of: BaseOf) -> None:
    base = base_of(a={"domains": ("logement",)})

    assert reasons(base, "domaine:logement", "a") == (
        Reason(word="logement", matched="Mal-logement", field="tags", kind=ReasonKind.WORD),
    )


def test_words_close_together_count_more(base_of: BaseOf) -> None:
    filler = "mot " * 12
    base = base_of(
        far={"summary": f"Des jeunes {filler} et puis enfin des quartiers, sans autre rapport."},
        near={"summary": f"Des jeunes des quartiers {filler} et puis enfin, sans autre rapport."},
    )

    assert base.found("jeunes quartiers") == ["near", "far"]
