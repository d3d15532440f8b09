import json

import pytest
from click.testing import CliRunner

from kb.__main__ import kb
from tests.conftest import CommandLine

EMAIL = "camille@example.org"


@pytest.fixture
def people(cli: CommandLine) -> CommandLine:
    """The command `kb` on a base that was never served."""
    (cli.home / "data" / "kb.sqlite3").unlink(missing_ok=True)
    return cli


def listed(people: CommandLine) -> dict[str, str | bool]:
    (account,) = json.loads(people("user", "list", "--json").output)
    assert isinstance(account, dict)
    return account


def test_an_account_is_opened_and_its_person_told(people: CommandLine) -> None:
    answer = people("user", "add", " Camille@Example.org", "--role", "moderator")

    assert answer.exit_code == 0
    assert answer.output == f"1  {EMAIL}  moderator (modération), ouvert\n"
    letters = json.loads(people("mail", "--json").output)
    assert [(letter["to"], letter["subject"]) for letter in letters] == [
        (EMAIL, "Votre compte est ouvert")
    ]
    assert "http://localhost:8000/connexion" in letters[0]["text"]


def test_a_password_comes_in_by_standard_input(people: CommandLine) -> None:
    arguments = ["user", "add", EMAIL, "--role", "administrator", "--password-stdin"]

    answer = CliRunner(env={"KB_HOME": str(people.home)}).invoke(
        kb, arguments, input="cheval batterie agrafe\n", prog_name="kb"
    )

    assert answer.exit_code == 0
    assert listed(people)["password"] is True


@pytest.mark.parametrize(
    ("given", "told"), [("court\n", "de 12 à 200 caractères"), ("", "Aucun mot de passe")]
)
def test_a_password_that_is_none_opens_no_account(
    people: CommandLine, given: str, told: str
) -> None:
    arguments = ["user", "add", EMAIL, "--role", "moderator", "--password-stdin"]

    answer = CliRunner(env={"KB_HOME": str(people.home)}).invoke(
        kb, arguments, input=given, prog_name="kb"
    )

    assert answer.exit_code == 1
    assert told in answer.output
    assert json.loads(people("user", "list", "--json").output) == []


def test_a_role_is_changed_and_an_account_closed_and_opened(people: CommandLine) -> None:
    people("user", "add", EMAIL, "--role", "moderator")

    assert people("user", "role", EMAIL, "contributor").exit_code == 0
    assert people("user", "disable", EMAIL).exit_code == 0
    assert (listed(people)["role"], listed(people)["active"]) == ("contributor", False)
    assert people("user", "enable", EMAIL).exit_code == 0
    assert listed(people)["active"] is True
    assert f"{EMAIL}  contributor" in people("user", "list").output


def test_a_lost_second_factor_is_taken_away(people: CommandLine) -> None:
    people("user", "add", EMAIL, "--role", "moderator")

    assert people("user", "drop-2fa", EMAIL).exit_code == 0


@pytest.mark.parametrize("action", [("role", EMAIL, "contributor"), ("disable", EMAIL)])
def test_the_last_administrator_stays(people: CommandLine, action: tuple[str, ...]) -> None:
    people("user", "add", EMAIL, "--role", "administrator")

    answer = people("user", *action)

    assert answer.exit_code == 1
    assert "dernière personne à administrer" in answer.output
    assert (listed(people)["role"], listed(people)["active"]) == ("administrator", True)


@pytest.mark.parametrize(
    ("arguments", "status", "told"),
    [
        (("add", "pas une adresse", "--role", "moderator"), 1, "n’est pas une adresse"),
        (("add", EMAIL, "--role", "chef"), 2, "chef"),
        (("add", EMAIL), 2, "--role"),
        (("role", "personne@example.org", "moderator"), 1, "Aucun compte"),
        (("disable", "personne@example.org"), 1, "Aucun compte"),
    ],
)
def test_what_cannot_be_done_is_said(
    people: CommandLine, arguments: tuple[str, ...], status: int, told: str
) -> None:
    answer = people("user", *arguments)

    assert answer.exit_code == status
    assert told in answer.output


def test_an_address_has_one_account(people: CommandLine) -> None:
    people("user", "add", EMAIL, "--role", "moderator")

    answer = people("user", "add", EMAIL.upper(), "--role", "contributor")

    assert answer.exit_code == 1
    assert "a déjà un compte" in answer.output
