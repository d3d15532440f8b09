"""The groups of `taxonomy.yaml` find what they mean, and do not flood what they do not."""

from collections import Counter

import pytest

from kb.indexes.analysis import _stop_words as stop_words
from kb.indexes.analysis import composed, tokens
from kb.indexes.stemming import forms
from tests.builders import a_taxonomy

#: Stop words that turn a meaning round: « jeune peu diplômé » would be found by « jeune diplômé ».
_TURNING = frozenset({"sans", "peu", "tres", "ni", "pas", "moins", "non"})
#: And yet everybody writes it so.
_ALL_THE_SAME = {"sans-abri", "sans domicile fixe"}

GROUPS = a_taxonomy().synonyms


@pytest.mark.parametrize("group", GROUPS, ids=lambda group: group[0])
def test_no_expression_of_several_words_is_found_by_one_of_them_alone(
    group: tuple[str, ...],
) -> None:
    for expression in set(group) - _ALL_THE_SAME:
        words = list(tokens(composed(expression)))
        telling = [word for word in words if not word.is_stop_word]
        assert len(telling) > 1 or len(words) == 1, expression


@pytest.mark.parametrize("group", GROUPS, ids=lambda group: group[0])
def test_no_expression_needs_a_word_that_tells_nothing(group: tuple[str, ...]) -> None:
    for expression in set(group) - _ALL_THE_SAME:
        words = {word.word for word in tokens(composed(expression)) if word.is_stop_word}
        assert words.isdisjoint(_TURNING), expression


def test_no_initials_are_read_as_a_word_that_tells_nothing() -> None:
    nothing = {form for word in stop_words() for form in forms(word)}

    for expression in (expression for group in GROUPS for expression in group):
        words = list(tokens(composed(expression)))
        if len(words) == 1:
            assert nothing.isdisjoint(words[0].forms), expression


def test_every_group_has_members_that_differ_and_stands_once() -> None:
    read = [
        [tuple(word.forms for word in tokens(composed(each))) for each in group] for group in GROUPS
    ]

    assert all(len(group) > 1 for group in read)
    for group, members in zip(read, GROUPS, strict=True):
        assert len(set(group)) == len(group), members
    assert max(Counter(frozenset(group) for group in read).values()) == 1
