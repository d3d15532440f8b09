"""What the trail says: a word for all that is recorded, in the right person."""

import re
from dataclasses import replace

from kb.domain.audit import AuditEntry, Subject
from kb.domain.publication import PublicationKind
from kb.domain.submission import Action
from kb.web.people import YOU
from kb.web.trail_words import DONE, facts_in_words, told
from tests.builders import NOW, PROJECT

#: How lines of the trail are written in the code, the action in quotes.
_RECORDS = re.compile(
    r'\b(?:case_entry|entry|_entry|_record|_change|audit)\(\s*(?:[\w.]+(?:\([^()]*\))?,\s*)*"([a-z]+(?:-[a-z]+)*)"'
    r'|\baction="([a-z]+(?:-[a-z]+)*)",\s*subject='
)


def an_entry(action: str) -> AuditEntry:
    return AuditEntry(at=NOW, by=1, action=action, subject=Subject.SUBMISSION, key="1")


def test_whatever_is_recorded_has_words() -> None:
    recorded = {
        one or other
        for folder in ("accounts", "services")
        for path in (PROJECT / "kb" / folder).glob("*.py")
        for one, other in _RECORDS.findall(path.read_text("utf-8"))
    }

    assert {"signed-in", "rebase", "audit-exported", "role-changed"} <= recorded
    assert recorded | set(Action) | set(PublicationKind) <= set(DONE)


def test_the_reader_is_addressed() -> None:
    assert told(YOU, an_entry("reject")) == "Vous avez refusé la proposition"
    assert told("a@example.org", an_entry("reject")) == "a@example.org a refusé la proposition"
    assert told(YOU, an_entry("publication-conflict")).startswith("Vous n’avez pas écrit")


def test_a_word_that_nobody_translated_is_shown_as_it_is() -> None:
    assert told("La base", an_entry("later-word")) == "La base later-word"


def test_small_facts_are_told_in_french() -> None:
    entry = replace(
        an_entry("publication-done"), details={"publication": 7, "kind": "rename", "version": 2}
    )
    entered = replace(an_entry("signed-in"), details={"via": "password"})

    assert facts_in_words(entry) == "publication n°\u00a07, version 2"
    assert facts_in_words(entered) == "par mot de passe"
