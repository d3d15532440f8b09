"""`kb user`: accounts, for operators."""

import json
import sys

import click

from kb.bootstrap import assemble
from kb.cli.group import KbGroup, Refusal, installation
from kb.domain.account import NAMES, Account, Role
from kb.domain.french import typographic
from kb.services.enrolling import Enrolling
from kb.stores.schema import Schema

#: What may be given; everybody is a visitor before they come in.
_ROLES = click.Choice([role.value for role in Role if role is not Role.VISITOR])


@click.group(cls=KbGroup, subcommand_metavar="COMMANDE …", short_help="Gère les comptes.")
def user() -> None:
    """Les comptes : qui contribue, qui modère, qui administre.

    \b
      kb user add camille@example.org --role moderator
      kb user list

    Les rôles : contributor (propose, suit ses propositions), moderator (relit et publie),
    administrator (modère, et gère les comptes).
    """


@user.command(short_help="Ouvre un compte.")
@click.argument("email", metavar="ADRESSE")
@click.option("--role", metavar="ROLE", type=_ROLES, required=True, help="Rôle du compte.")
@click.option(
    "--password-stdin", is_flag=True, help="Lit le mot de passe sur l’entrée standard, une ligne."
)
def add(*, email: str, role: str, password_stdin: bool) -> None:
    """Ouvre un compte et l’annonce par courriel.

    Sans mot de passe, la personne se connecte avec un code envoyé à son adresse ; elle peut ensuite
    en choisir un.

    \b
      kb user add camille@example.org --role moderator
      kb user add camille@example.org --role administrator --password-stdin < mot-de-passe.txt
    """
    password = _password() if password_stdin else None
    _tell(_enrolling().add(email, Role(role), password=password))


@user.command("list", short_help="Montre les comptes.")
@click.option("--json", "as_json", is_flag=True, help="Écrit du JSON, pour un programme.")
def list_(*, as_json: bool) -> None:
    """Montre chaque compte : numéro, adresse, rôle, état.

    \b
      kb user list
    """
    accounts = _enrolling().every()
    if as_json:
        click.echo(json.dumps([_values(each) for each in accounts], ensure_ascii=False, indent=2))
        return
    for account in accounts:
        _tell(account)


@user.command(short_help="Change un rôle.")
@click.argument("email", metavar="ADRESSE")
@click.argument("role", metavar="ROLE", type=_ROLES)
def role(*, email: str, role: str) -> None:
    """Change le rôle d’un compte ; ses sessions prennent fin.

    \b
      kb user role camille@example.org administrator
    """
    _tell(_enrolling().role(email, Role(role)))


@user.command(short_help="Ferme un compte.")
@click.argument("email", metavar="ADRESSE")
def disable(*, email: str) -> None:
    """Ferme un compte : plus de connexion, les sessions prennent fin. Rien n’est effacé.

    \b
      kb user disable camille@example.org
    """
    _tell(_enrolling().disable(email))


@user.command(short_help="Rouvre un compte.")
@click.argument("email", metavar="ADRESSE")
def enable(*, email: str) -> None:
    """Rouvre un compte fermé.

    \b
      kb user enable camille@example.org
    """
    _tell(_enrolling().enable(email))


@user.command("drop-2fa", short_help="Retire une double authentification perdue.")
@click.argument("email", metavar="ADRESSE")
def drop_2fa(*, email: str) -> None:
    """Retire la double authentification d’une personne qui a perdu téléphone et codes de secours.

    S’assurer d’abord que c’est bien elle qui le demande. Ses sessions prennent fin.

    \b
      kb user drop-2fa camille@example.org
    """
    _tell(_enrolling().drop_second_factor(email))


def _enrolling() -> Enrolling:
    """The desk of accounts; a new base, which was never served, gets its tables first."""
    settings = installation()
    if not settings.database.exists():
        Schema(settings.database).upgrade()
    return assemble(settings).enrolling


def _password() -> str:
    """One line of standard input, without its end.

    Raises:
        Refusal: there is none.
    """
    password = sys.stdin.readline().rstrip("\r\n")
    if not password:
        message = "Aucun mot de passe sur l’entrée standard ; en écrire un sur une ligne."
        raise Refusal(message)
    return password


def _tell(account: Account) -> None:
    state = "ouvert" if account.is_active else "fermé"
    second = ", double authentification" if account.has_second_factor else ""
    text = f"{account.id}  {account.email}  {account.role} ({NAMES[account.role]}), {state}{second}"
    click.echo(typographic(text))


def _values(account: Account) -> dict[str, str | int | bool | None]:
    return {
        "id": account.id,
        "email": account.email,
        "role": account.role,
        "active": account.is_active,
        "confirmed": account.is_confirmed,
        "password": account.has_password,
        "second_factor": account.has_second_factor,
    }
