from typing import Any

import pytest

from kb.domain.entrance import Entrance
from kb.domain.problems import Problem
from kb.formats import entrances_file
from kb.formats.entrances_file import MAX_ENTRANCES
from tests.builders import PROJECT, a_taxonomy

_GOOD = """\
version: 1
entrances:
  - id: essai
    title: Un essai
    summary: Une phrase pour la première page.
    introduction: |
      Un premier paragraphe, assez long pour en être un.

      Un second.
    search:
      words: garage
      domain: [mobilite, emploi]
"""


def problems(text: str) -> list[tuple[int, str, str]]:
    found: Any = entrances_file.read(text)
    return [(each.line, each.key, each.code) for each in found if isinstance(each, Problem)]


def test_the_file_of_the_base_is_good_and_asks_for_what_the_vocabulary_has() -> None:
    found = entrances_file.read((PROJECT / "entrees.yaml").read_text("utf-8"))

    entrances = [each for each in found if isinstance(each, Entrance)]
    assert len(entrances) == len(found) == 4
    for each in entrances:
        assert list(each.search.unknown(a_taxonomy())) == []
        assert all((PROJECT / "cases" / f"{slug}.md").exists() for slug in each.cases)


def test_an_entrance_keeps_its_words_its_terms_and_its_line() -> None:
    [entrance] = entrances_file.read(_GOOD)

    assert isinstance(entrance, Entrance)
    query = entrance.search.query(a_taxonomy())
    assert query.text == "garage"
    assert query.choice("domain").included == {"mobilite", "emploi"}
    assert entrance.line == 3


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("version: 1\n", "", (1, "version", "missing-key")),
        ("id: essai", "id: Essai !", (3, "entrances[1].id", "not-a-slug")),
        ("title: Un essai", "titre: Un essai", (4, "entrances[1].titre", "unknown-key")),
        ("words: garage", "mots: garage", (11, "entrances[1].search.mots", "unknown-key")),
        ("[mobilite, emploi]", "[]", (12, "entrances[1].search.domain", "empty-value")),
        ("version: 1", "version: &a 1", (1, "", "yaml-anchor")),
    ],
)
def test_what_is_wrong_is_told_with_its_line(
    before: str, after: str, expected: tuple[int, str, str]
) -> None:
    assert expected in problems(_GOOD.replace(before, after))


def test_two_entrances_never_share_an_address() -> None:
    second = _GOOD.partition("entrances:\n")[2]

    assert problems(_GOOD + second) == [(13, "entrances[2].id", "duplicate-slug")]


def test_a_list_that_is_too_long_is_a_problem_of_the_file() -> None:
    more = _GOOD.partition("entrances:\n")[2]
    others = [more.replace("essai", f"essai-{number}") for number in range(MAX_ENTRANCES)]

    assert problems(_GOOD + "".join(others)) == [(3, "entrances", "too-many")]


@pytest.mark.parametrize("text", ["", "- a", "texte", "version: [", "a: b\x00"])
def test_what_is_no_such_file_is_one_problem_or_more(text: str) -> None:
    assert problems(text)


def test_an_address_that_is_none_is_refused() -> None:
    bad = _GOOD + "    toolkits:\n      - {title: Un outil, url: 'javascript:alert(1)'}\n"

    assert problems(bad) == [(14, "entrances[1].toolkits[1].url", "not-a-url")]
