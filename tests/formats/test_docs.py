import re

import pytest

from kb.domain.case import (
    MAX_BODY_BYTES,
    MAX_FRONT_MATTER_BYTES,
    MAX_SLUG_CHARACTERS,
    SECTIONS,
    SLUG,
    Case,
    Licence,
    Section,
)
from kb.domain.french import letters_and_digits
from kb.domain.problems import MAX_PROBLEMS
from kb.formats import body_limits, case_fields, front_matter
from kb.formats.fields import MAX_LINE_CHARACTERS
from kb.formats.strict_yaml import MAX_DEPTH
from tests.builders import PROJECT, a_taxonomy

PAGE = (PROJECT / "docs" / "case-format.md").read_text("utf-8")
EXAMPLE = PAGE.split("```markdown\n")[1].split("```\n")[0]
KEYS = case_fields.case_fields(a_taxonomy(), sources=1, published=True)
ROWS = {
    key: rule
    for names, rule in re.findall(r"^\| (`[a-z_`, ]+`) \|.*\| (.*) \|$", PAGE, re.MULTILINE)
    for key in re.findall(r"`(\w+)`", names)
}


def test_the_example_is_a_published_case() -> None:
    case = front_matter.read(EXAMPLE, a_taxonomy(), published=True)

    assert isinstance(case, Case), case


def test_the_example_shows_every_key() -> None:
    assert [key for key in KEYS if not re.search(rf"^{key}:", EXAMPLE, re.MULTILINE)] == []


def test_the_example_has_a_good_file_name() -> None:
    name = re.search(r"`cases/([^`<]+)\.md` :", PAGE)

    assert name
    assert SLUG.fullmatch(name[1])


def test_the_table_has_every_key_and_no_other_in_canonical_order() -> None:
    assert list(ROWS) == list(KEYS)


@pytest.mark.parametrize("key", list(KEYS))
def test_the_table_says_which_keys_are_required(key: str) -> None:
    assert ROWS[key].startswith("obligatoire" if KEYS[key].required else "facultatif")


@pytest.mark.parametrize("licence", list(Licence))
def test_every_licence_is_named(licence: Licence) -> None:
    assert f"`{licence}`" in PAGE


@pytest.mark.parametrize("section", SECTIONS, ids=lambda section: section.id)
def test_every_section_is_named(section: Section) -> None:
    names = re.findall(r"\*([^*]+)\*", PAGE.split("## Le texte")[1])

    assert letters_and_digits(section.heading) in map(letters_and_digits, names)


@pytest.mark.parametrize(
    "phrase",
    [
        f"{MAX_SLUG_CHARACTERS} caractères au plus, puis `.md`",
        f"de 1 à {case_fields.MAX_PARTNERS}, chacun avec `name`",
        f"{case_fields.MAX_FIGURES} au plus, chacun avec `label`",
        f"de 1 à {case_fields.MAX_SOURCES}, chacune",
        f"{case_fields.MAX_REDIRECTS} au plus ; aucun",
        f"{case_fields.MAX_TERMS} au plus par liste",
        f"Une ligne de {MAX_LINE_CHARACTERS} caractères au plus",
        f"{case_fields.MAX_URL_CHARACTERS} caractères au plus",
        f"plus de {MAX_DEPTH} niveaux",
        f"| l’en-tête | {MAX_FRONT_MATTER_BYTES} octets |",
        f"| le texte | {MAX_BODY_BYTES} octets |",
        f"| une ligne du texte | {body_limits.MAX_LINE_CHARACTERS} caractères |",
        f"{body_limits.MAX_BLOCK_CHARACTERS} caractères et {body_limits.MAX_BLOCK_LINES} lignes",
        f"{body_limits.MAX_MARGIN} colonnes",
        f"{body_limits.MAX_BRACKETS} dans le texte, {body_limits.MAX_BRACKETS_IN_BLOCK} dans un",
        f"| {body_limits.MAX_LINK_DEFINITIONS} |",
        f"| problèmes montrés par fichier | {MAX_PROBLEMS} |",
    ],
)
def test_every_limit_is_stated_as_the_code_has_it(phrase: str) -> None:
    assert phrase in PAGE
