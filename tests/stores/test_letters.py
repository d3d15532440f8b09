"""Letters in files: ours, and those of an installation."""

import logging
import re
from pathlib import Path

import pytest

from kb.domain.letters import LETTER_VALUES, LetterName
from kb.settings import resources
from kb.stores.letters import LettersInFiles
from tests.builders import PROJECT

OURS = "Objet : Bonjour {title}\n\nVoici l'adresse :\n{link}\n"


@pytest.fixture
def letters(tmp_path: Path) -> LettersInFiles:
    ours, theirs = tmp_path / "ours", tmp_path / "theirs"
    ours.mkdir()
    theirs.mkdir()
    (ours / "lettre.txt").write_text(OURS, "utf-8")
    return LettersInFiles(ours, theirs)


def put(letters: LettersInFiles, text: str | bytes, name: str = "lettre") -> None:
    data = text if isinstance(text, bytes) else text.encode()
    (letters.theirs / f"{name}.txt").write_bytes(data)


def test_a_letter_is_filled_in_with_good_typography(letters: LettersInFiles) -> None:
    subject, text = letters.compose("lettre", title="le café", link="https://x/{title}")

    assert subject == "Bonjour le café"
    assert text == "Voici l’adresse\u00a0:\nhttps://x/{title}\n"


def test_a_title_cannot_break_out_of_the_subject(letters: LettersInFiles) -> None:
    subject, _ = letters.compose("lettre", title="a\r\nBcc: x@y\n" + "é" * 500, link="")

    assert "\n" not in subject
    assert "\r" not in subject
    assert len(subject) <= 150


def test_a_letter_of_the_installation_counts_from_the_next_one_on(
    letters: LettersInFiles,
) -> None:
    put(letters, "Objet:   Chez nous\r\n\r\nSalut {title}.\r\n")

    assert letters.compose("lettre", title="Zoé", link="") == ("Chez nous", "Salut Zoé.\n")


@pytest.mark.parametrize(
    "broken",
    [
        "",
        "Bonjour\n\nsans objet\n",
        "Objet :\n\nvide\n",
        "Objet : sans texte\n",
        "Objet : inconnu\n\n{secret}\n",
        b"Objet : \xff\n\nx\n",
        "Objet : trop\n\n" + "x" * 70_000,
    ],
)
def test_a_letter_that_cannot_be_used_is_left_aside_and_told(
    letters: LettersInFiles, broken: str | bytes, caplog: pytest.LogCaptureFixture
) -> None:
    put(letters, broken)

    with caplog.at_level(logging.INFO):
        subject, _ = letters.compose("lettre", title="x", link="")

    assert subject == "Bonjour x"
    assert [record.message for record in caplog.records] == ["letter-unusable"]


def test_reasons_are_ours_with_those_of_the_installation_in_their_place(
    letters: LettersInFiles,
) -> None:
    for name, text in (("1-a", "A\n\nNous."), ("2-b", "B\n\nNous."), ("3-c", "C\n\nNous.")):
        (letters.ours / f"motif-reject-{name}.txt").write_text(text, "utf-8")
    put(letters, "B\n\nVous.\n", "motif-reject-2-b")
    put(letters, "", "motif-reject-3-c")
    put(letters, "D\n\nVous.\n\nEt vous.\n", "motif-reject-4-d")

    assert letters.motives("reject") == (
        ("A", "Nous."),
        ("B", "Vous."),
        ("D", "Vous.\n\nEt vous."),
    )
    assert letters.motives("request-changes") == ()


@pytest.mark.parametrize("name", LetterName)
def test_each_of_our_letters_asks_only_for_what_it_is_given(name: LetterName) -> None:
    values = dict.fromkeys(LETTER_VALUES[name], "valeur")

    subject, text = LettersInFiles(resources() / "mail", Path("none")).compose(name, **values)

    assert subject
    assert text.startswith("Bonjour,\n")
    assert "{" not in subject + text


def test_the_table_of_letters_in_the_documentation_is_true() -> None:
    manual = (PROJECT / "docs" / "operations.md").read_text("utf-8")
    told: dict[str, frozenset[str]] = {}
    for names, _, values in re.findall(
        r"^\| (`\w+\.txt`.*) \| (.*) \| (.*) \|$", manual, re.MULTILINE
    ):
        for name in re.findall(r"`(\w+)\.txt`", names):
            told[name] = frozenset(re.findall(r"`(\w+)`", values))

    assert told == {name.value: values for name, values in LETTER_VALUES.items()}
