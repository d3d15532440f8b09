"""`kb mail`: the letters of the outbox, sent, waiting or given up."""

import json
from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType

import click

from kb.bootstrap import assemble
from kb.cli.group import installation
from kb.domain.french import counted
from kb.domain.french_dates import moment_in_french
from kb.domain.mail import MailState
from kb.services.mailing import Envelope

#: How each state is told.
_TOLD: Mapping[MailState, str] = MappingProxyType(
    {
        MailState.WAITING: "en attente",
        MailState.SENT: "envoyée",
        MailState.FAILED: "abandonnée",
    }
)


@click.command(short_help="Montre le courrier.")
@click.option("--json", "as_json", is_flag=True, help="Écrit du JSON, pour un programme.")
@click.option("--retry", is_flag=True, help="Remet en attente les lettres abandonnées.")
def mail(*, as_json: bool, retry: bool) -> None:
    """Montre les lettres que le site écrit : à qui, quoi, et si elles sont parties.

    Sans serveur de courrier (KB_SMTP_URL), les lettres attendent et c’est ici qu’on les lit. Le
    texte d’une lettre qui contient un lien secret ou un code est effacé dès qu’elle est partie.

    \b
      kb mail
      kb mail --json
      kb mail --retry   une fois réparé ce qui empêchait l’envoi
    """
    settings = installation()
    mailing = assemble(settings).mailing
    if retry:
        click.echo(
            f"{counted(mailing.try_again(), 'lettre remise', 'lettres remises')} en attente."
        )
        return
    letters = mailing.letters()
    if as_json:
        click.echo(json.dumps([_values(each) for each in letters], ensure_ascii=False, indent=2))
        return
    for each in letters:
        sent_at = each.mail.sent_at or each.mail.created_at
        click.echo(_told(each, moment_in_french(sent_at, settings.time_zone)))
    click.echo(f"{counted(len(letters), 'lettre', 'lettres')}.")


def _values(each: Envelope) -> dict[str, str | int | None]:
    return {
        "id": each.mail.id,
        "to": each.address,
        "subject": each.mail.subject,
        "text": each.mail.text,
        "state": each.mail.state.value,
        "attempts": each.mail.attempts,
        "created_at": _instant(each.mail.created_at),
        "next_attempt_at": _instant(each.mail.next_attempt_at),
        "sent_at": _instant(each.mail.sent_at),
    }


def _instant(instant: datetime | None) -> str | None:
    return instant.isoformat(timespec="seconds") if instant else None


def _told(each: Envelope, moment: str) -> str:
    tries = counted(each.mail.attempts, "essai", "essais")
    text = "\n".join(f"    {line}".rstrip() for line in each.mail.text.splitlines())
    return (
        f"n° {each.mail.id}, {_TOLD[each.mail.state]} ({tries}), {moment}\n"
        f"  À : {each.address or '[effacé]'}\n"
        f"  Objet : {each.mail.subject}\n{text or '    (texte secret, effacé à l’envoi)'}\n"
    )
