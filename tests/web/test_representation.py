from kb.domain.national_figures import NATIONAL_FIGURES
from kb.web.representation import Comparison, comparisons
from tests.builders import a_taxonomy

_CATEGORY, _ = NATIONAL_FIGURES


def comparison(*, total: int = 100, **counts: int) -> Comparison:
    by_slug = {name.replace("_", "-"): number for name, number in counts.items()}
    return Comparison.of_figures(_CATEGORY, by_slug, total=total, taxonomy=a_taxonomy())


def test_a_sentence_says_where_the_base_shows_more_or_less_than_there_is() -> None:
    found = comparison(
        pratiques_responsables=20, mecenat=28, cooperation_economique=30, innovation_societale=40
    )

    assert found.conclusion.replace("\u00a0", " ") == (
        "La base surreprésente « Coopération économique » (30 % contre 25 %) et « Innovation "
        "sociétale » (40 % contre 16 %) et sous-représente « Pratiques responsables » (20 % "
        "contre 42 %)."
    )


def test_a_base_that_is_close_to_the_country_says_so() -> None:
    found = comparison(
        pratiques_responsables=40, mecenat=30, cooperation_economique=25, innovation_societale=17
    )

    assert found.conclusion == "La base s’écarte de moins de 5 points des chiffres nationaux."


def test_an_empty_base_concludes_nothing() -> None:
    assert comparison(total=0).conclusion == ""


def test_figures_of_terms_that_the_vocabulary_no_longer_has_are_not_compared() -> None:
    gone = type(_CATEGORY)(facet="category", of="", shares={"disparue": 0.5}, source="", year=2017)

    assert not list(comparisons([gone], {"category": {}}, total=1, taxonomy=a_taxonomy()))
