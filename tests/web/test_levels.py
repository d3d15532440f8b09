from itertools import pairwise

from kb.web.levels import legend_of, level_of, levels


def bounds(*counts: int) -> list[tuple[int, int]]:
    return [(level.least, level.greatest) for level in levels(counts)]


def test_each_level_has_about_as_many_counts() -> None:
    assert bounds(*range(1, 11)) == [(1, 2), (3, 4), (5, 6), (7, 8), (9, 10)]


def test_equal_counts_share_a_level_and_zeros_have_none() -> None:
    assert bounds(0, 0, 2, 2, 2, 2, 9) == [(2, 8), (9, 9)]
    assert bounds(0, 0) == []


def test_every_count_between_the_least_and_the_greatest_has_a_level() -> None:
    legend = levels([1, 4, 4, 7, 12, 30, 31])

    assert [level_of(count, legend) for count in (0, 1, 31)] == [0, 1, len(legend)]
    assert all(before.greatest + 1 == after.least for before, after in pairwise(legend))
    assert all(
        level_of(count, legend) == level.number
        for level in legend
        for count in (level.least, level.greatest)
    )


def test_a_legend_says_what_is_counted_once() -> None:
    labels = [shade.label for shade in legend_of(levels([1, 2, 2, 5, 9]))]

    assert labels == ["1", "2 à 4", "5 à 8", "9 fiches"]
