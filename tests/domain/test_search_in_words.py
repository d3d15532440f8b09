import pytest

from kb.domain.search_in_words import in_words
from kb.formats.search_parameters import read_text
from tests.builders import a_taxonomy


@pytest.mark.parametrize(
    ("search", "words"),
    [
        ("", "Toutes les fiches"),
        ("q=garage", "«\u00a0garage\u00a0»"),
        ("q=garage&region=bretagne&category_not=mecenat", "«\u00a0garage\u00a0» · sauf Mécénat"),
        ("domain=mobilite&year_from=2015", "Mobilité / transports · depuis 2015"),
        ("year_to=2015", "jusqu’en 2015"),
        ("year_from=2015&year_to=2015", "en 2015"),
        ("year_from=2015&year_to=2020", "de 2015 à 2020"),
        ("domain=inconnu", "Toutes les fiches"),
    ],
)
def test_a_search_in_a_few_words(search: str, words: str) -> None:
    taxonomy = a_taxonomy()

    assert in_words(read_text(search, taxonomy).query, taxonomy).startswith(words)
