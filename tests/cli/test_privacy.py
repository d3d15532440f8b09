import json
from pathlib import Path

import pytest

from kb.bootstrap import assemble
from kb.domain.account import Account, Role
from kb.domain.publication import Change
from kb.domain.submission import Status
from kb.services.knowledge_base import KnowledgeBase
from kb.settings import Settings
from tests.builders import a_case_file, a_publication, a_submission, a_version
from tests.conftest import CommandLine

EMAIL = "claire@example.org"


@pytest.fixture
def knowledge_base(home: Path) -> KnowledgeBase:
    """A base where Claire has a case of hers on the site."""
    for path in sorted((home / "cases").glob("*.md"))[2:]:
        path.unlink()
    (home / "entrees.yaml").unlink()  # it names cases that are gone
    (home / "organisations.yaml").unlink()
    knowledge_base = assemble(Settings(home=home))
    file = a_case_file(contributor="Claire Le Goff")
    with knowledge_base.publishing.work.writing() as unit:
        claire = unit.accounts.add(Account(email=EMAIL, role=Role.CONTRIBUTOR))
        proposal = unit.submissions.add(
            a_submission(author=claire.id, status=Status.APPROVED),
            a_version(file.text, written_by=claire.id),
        )
        change = Change(slug=file.slug, before=None, after=file.text)
        number = knowledge_base.publishing.record(
            unit, a_publication(change, submission=proposal.id)
        ).id
    knowledge_base.publishing.apply(number)
    return knowledge_base


def test_an_export_is_json(cli: CommandLine, knowledge_base: KnowledgeBase) -> None:
    del knowledge_base
    export = json.loads(cli("privacy", "export", EMAIL).stdout)

    assert export["account"]["email"] == EMAIL
    assert "Claire Le Goff" in export["proposals"][0]["versions"][0]["text"]


def test_an_erasure_tells_which_cases_to_read_again(
    cli: CommandLine, knowledge_base: KnowledgeBase
) -> None:
    result = cli("privacy", "erase", EMAIL)

    assert result.exit_code == 0
    assert "garage-solidaire" in result.stdout
    assert EMAIL not in result.stdout
    assert knowledge_base.reading.case("garage-solidaire").case.contributor == "[effacé]"
    assert cli("check").exit_code == 0


def test_a_list_is_erased_again_after_a_restore(
    cli: CommandLine, knowledge_base: KnowledgeBase, tmp_path: Path
) -> None:
    knowledge_base.safekeeping.backup(tmp_path / "copie")
    cli("privacy", "erase", EMAIL)
    later = CommandLine(tmp_path / "refaite")
    later("restore", str(tmp_path / "copie"))
    assert json.loads(later("privacy", "export", EMAIL).stdout)

    result = later("privacy", "erase", "--again", str(cli.home / "data" / "erased.txt"))

    assert "1\u00a0personne effacée de nouveau." in result.stdout
    assert later("privacy", "export", EMAIL).exit_code == 1
    text = (tmp_path / "refaite" / "cases" / "garage-solidaire.md").read_text("utf-8")
    assert "contributor: '[effacé]'" in text


def test_who_is_not_there_is_one_sentence(cli: CommandLine) -> None:
    for command in ("export", "erase"):
        result = cli("privacy", command, "personne@example.org")

        assert result.exit_code == 1
        assert result.stderr.count("\n") == 1


@pytest.mark.parametrize("arguments", [(), (EMAIL, "--again", __file__)])
def test_an_erasure_is_of_one_address_or_of_one_list(
    cli: CommandLine, arguments: tuple[str, ...]
) -> None:
    assert cli("privacy", "erase", *arguments).exit_code == 2
