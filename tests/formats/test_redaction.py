import pytest

from kb.domain.case import Case
from kb.formats import front_matter
from kb.formats.redaction import Redaction, contributor
from tests.builders import a_case, a_taxonomy

CLAIRE = Redaction(frozenset({"Claire Le Goff, Les Voisins"}), "claire@example.org")


def test_a_name_in_canonical_form_leaves_a_canonical_text() -> None:
    case = a_case(contributor="Claire Le Goff, Les Voisins")

    text = CLAIRE.text(front_matter.render(case))

    assert text == front_matter.render(a_case(contributor="[effacé]"))


def test_a_long_name_is_erased_over_all_its_lines() -> None:
    name = "Claire " + "très longuement nommée " * 12 + "Le Goff"
    text = front_matter.render(a_case(contributor=name))
    assert contributor(text) == name

    erased = Redaction(frozenset({name}), "").text(text)

    assert erased == front_matter.render(a_case(contributor="[effacé]"))


@pytest.mark.parametrize(
    "line",
    [
        "contributor: claire le goff,   les voisins",
        'contributor: "Claire Le Goff, Les Voisins"  # note',
        "contributor: >\n  Claire Le Goff,\n  Les Voisins",
        "contributor:\n  Claire Le Goff, Les Voisins",
    ],
)
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_name_written_by_hand_is_erased_and_all_else_is_kept(line: str, end: str) -> None:
    text = f"---\ntitle: x\n{line}\nlicence: CC0-1.0\n---\n\n## Corps\ncontributor: rien\n"
    text = text.replace("\n", end)

    erased = CLAIRE.text(text)

    assert erased == text.replace(line.replace("\n", end), "contributor: '[effacé]'")


def test_somebody_else_s_name_stays() -> None:
    text = front_matter.render(a_case(contributor="Claire Le Goff"))

    assert CLAIRE.text(text) == text


def test_a_text_that_nobody_signed_stays() -> None:
    text = front_matter.render(a_case())

    assert CLAIRE.text(text) == text
    assert contributor(text) is None


@pytest.mark.parametrize("text", ["", "---", "contributor: [", "contributor:", "contributor: 3"])
def test_a_text_that_cannot_be_read_names_nobody(text: str) -> None:
    assert contributor(text) is None
    assert CLAIRE.text(text) == text


def test_an_address_goes_from_the_text_and_the_text_stays_a_case() -> None:
    case = a_case(
        place="claire@example.org",
        body=a_case().body + "\nÉcrire à Claire@Example.org, ou [là](mailto:claire@example.org).\n",
    )

    text = CLAIRE.text(front_matter.render(case))

    assert "claire@example.org" not in text.lower()
    read = front_matter.read(text, a_taxonomy())
    assert isinstance(read, Case)
    assert read.place == "adresse effacée"


@pytest.mark.parametrize(
    "other", ["anneclaire@example.org", "claire@example.org.fr", "claire@example.organisation"]
)
def test_an_address_that_only_looks_alike_stays(other: str) -> None:
    assert CLAIRE.words(f"Voir {other} !") == f"Voir {other} !"


def test_a_field_or_a_message_loses_name_and_address() -> None:
    assert CLAIRE.words("Claire Le Goff,  Les Voisins ") == "[effacé]"
    assert CLAIRE.words("Écrivez à claire@example.org.") == "Écrivez à adresse effacée."
    assert Redaction(frozenset(), "").words("") == ""
