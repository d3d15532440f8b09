import pytest

from kb.formats.sections import parts, sections


def test_a_body_divides_into_its_introduction_and_its_sections() -> None:
    body = "Avant.\n\n## Le besoin\n\nIci.\n## L’alliance\n\nLà.\n"

    introduction, need, alliance = parts(body)

    assert (introduction.text, introduction.line) == ("Avant.\n", 1)
    assert (need.section and need.section.id, need.text, need.line) == ("besoin", "\nIci.", 3)
    assert (alliance.section and alliance.section.id, alliance.line) == ("alliance", 6)


@pytest.mark.parametrize("heading", ["L'alliance", "L’alliance", "l'ALLIANCE ##", "**L'alliance**"])
def test_a_heading_is_known_by_its_letters(heading: str) -> None:
    (section,) = sections(f"## {heading}\n\nTexte.")

    assert section.section is not None
    assert section.section.id == "alliance"


@pytest.mark.parametrize(
    "line",
    ["##Le besoin", "### Le besoin", " ## Le besoin", "> ## Le besoin", "- ## Le besoin", "##"],
)
def test_only_two_hashes_and_a_blank_in_the_first_column_begin_a_section(line: str) -> None:
    assert sections(line) == ()


def test_an_underlined_title_begins_no_section() -> None:
    assert sections("Le besoin\n---------\n") == ()


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_sections_are_found_however_lines_end(end: str) -> None:
    found = sections(end.join(["## Le besoin", "", "Texte.", "## Transposer", ""]))

    assert [(each.heading, each.line) for each in found] == [("Le besoin", 1), ("Transposer", 4)]


def test_an_unknown_heading_is_told_as_typed() -> None:
    (section,) = sections("##\u00a0Contexte & enjeux ##\n")

    assert (section.section, section.heading) == (None, "Contexte & enjeux")
