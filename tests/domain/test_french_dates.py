from datetime import date

import pytest

from kb.domain.french_dates import date_in_french, day_in_french, years_in_french


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2026, 11, 20), "20\u00a0novembre 2026"),
        (date(2024, 3, 1), "1er\u00a0mars 2024"),
        (date(2024, 12, 31), "31\u00a0décembre 2024"),
    ],
)
def test_a_day_is_told_in_french(day: date, words: str) -> None:
    assert day_in_french(day) == words


@pytest.mark.parametrize(
    ("text", "words"),
    [("2024", "2024"), ("2024-05", "mai 2024"), ("2024-05-17", "17\u00a0mai 2024")],
)
def test_the_date_of_a_source_is_as_exact_as_it_is_known(text: str, words: str) -> None:
    assert date_in_french(text) == words


@pytest.mark.parametrize(
    ("started", "ended", "words"),
    [
        (2019, None, "depuis 2019"),
        (2015, 2020, "2015–2020"),
        (2015, 2015, "2015"),
        (None, 2020, "jusqu’en 2020"),
        (None, None, ""),
    ],
)
def test_the_years_of_an_alliance_say_what_is_known(
    started: int | None, ended: int | None, words: str
) -> None:
    assert years_in_french(started, ended) == words
