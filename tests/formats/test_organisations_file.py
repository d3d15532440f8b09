import pytest

from kb.domain.organisation import OrganisationBook
from kb.formats import organisations_file
from tests.builders import PROJECT


def problems(text: str) -> list[tuple[int, str, str]]:
    found = organisations_file.read(text)
    assert not isinstance(found, OrganisationBook)
    return [(each.line, each.key, each.code) for each in found]


def test_the_file_of_the_base_is_good() -> None:
    book = organisations_file.read((PROJECT / "organisations.yaml").read_text("utf-8"))

    assert isinstance(book, OrganisationBook)
    assert "la-poste" in {each.slug for each in book.known}
    assert "Locataires" in book.ignored


def test_a_file_may_say_nothing_but_its_version() -> None:
    assert organisations_file.read("version: 1\n") == OrganisationBook()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "organisations: []\n",
            [(1, "organisations", "empty-value"), (1, "version", "missing-key")],
        ),
        (
            "version: 1\norganisations:\n  - {slug: La Poste, name: La Poste}\n",
            [(3, "organisations[1].slug", "not-a-slug")],
        ),
        (
            "version: 1\norganisations:\n  - {slug: a, name: A}\n  - {slug: a, name: B}\n",
            [(4, "organisations[2].slug", "duplicate-slug")],
        ),
        ("version: 1\nignored: Locataires\n", [(2, "ignored", "expected-list")]),
        ("version: 1\nautres: [a]\n", [(2, "autres", "unknown-key")]),
    ],
)
def test_what_is_wrong_is_told_with_its_line(
    text: str, expected: list[tuple[int, str, str]]
) -> None:
    assert problems(text) == expected
