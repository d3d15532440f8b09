from kb.domain.search import TermCount
from kb.web.bars import LONGEST, Chart
from tests.builders import a_taxonomy


def counts(**numbers: int) -> list[TermCount]:
    return [TermCount(slug=slug.removeprefix("y"), count=n) for slug, n in numbers.items()]


def years(total: int = 0, **numbers: int) -> Chart:
    return Chart.of_years(counts(**numbers), total=total or sum(numbers.values()))


def test_the_longest_bar_leaves_room_for_its_number_and_the_others_follow() -> None:
    chart = Chart.of_facet(a_taxonomy().facet("stage"), counts(conception=2, essaimage=8), total=10)

    assert [(bar.width, bar.share) for bar in chart.bars] == [
        (f"{LONGEST / 4:.1f}%", "20\u00a0%"),
        (f"{LONGEST:.1f}%", "80\u00a0%"),
    ]


def test_where_a_case_has_one_value_at_most_the_chart_says_how_many_have_none() -> None:
    stages = Chart.of_facet(a_taxonomy().facet("stage"), counts(essaimage=8), total=10)

    assert stages.note == "2\u00a0fiches ne le disent pas."
    assert years(total=5, y2001=4).note == "1\u00a0fiche ne le dit pas."
    assert years(y2001=4).note == ""


def test_a_few_years_have_a_bar_each_the_latest_first() -> None:
    assert [(bar.label, bar.count) for bar in years(y2018=1, y2020=2).bars] == [
        ("2020", 2),
        ("2019", 0),
        ("2018", 1),
    ]


def test_many_years_share_bars_that_leave_no_year_out() -> None:
    chart = years(y1959=1, y1999=2, y2000=3, y2026=4)

    assert [bar.label for bar in chart.bars][:2] == ["2025 à 2029", "2020 à 2024"]
    assert chart.bars[-1].label == "1955 à 1959"
    assert sum(bar.count for bar in chart.bars) == 10


def test_the_last_year_of_all_is_not_passed() -> None:
    chart = years(y1900=1, y2100=1)

    assert chart.bars[0].address.endswith("year_to=2100")
    assert chart.bars[-1].address.startswith("/?year_from=1900")


def test_without_cases_there_are_no_years_and_no_division_by_zero() -> None:
    assert years().bars == ()
    assert {
        bar.share
        for bar in Chart.of_facet(a_taxonomy().facet("stage"), counts(essaimage=0), total=0).bars
    } == {"0\u00a0%"}
