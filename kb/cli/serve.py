"""`kb serve`: the site."""

import errno
import socket
from contextlib import ExitStack
from dataclasses import replace

import click

from kb import logs
from kb.bootstrap import assemble
from kb.cli.group import Refusal, installation, system_sentence
from kb.cli.progress import progress_bar
from kb.domain.errors import KbError
from kb.domain.french import typographic
from kb.domain.sentences import sentence
from kb.services.enrolling import Enrolling
from kb.services.knowledge_base import KnowledgeBase
from kb.settings import origins
from kb.stores.schema import Schema

#: Hosts that a browser on this machine reaches as `localhost`.
_LOCAL = {"", "0.0.0.0", "127.0.0.1", "::", "::1", "localhost"}  # noqa: S104 - compared, not bound

_NOT_READY = "La recherche n’est pas prête"


@click.command(short_help="Sert le site.")
@click.option(
    "--host",
    metavar="ADRESSE",
    default="127.0.0.1",
    show_default=True,
    help="Adresse où écouter ; 0.0.0.0 pour toutes.",
)
@click.option(
    "--port",
    metavar="PORT",
    type=click.IntRange(0, 65535),
    default=8000,
    show_default=True,
    help="Port où écouter ; 0 pour un port libre.",
)
@click.option(
    "--workers",
    metavar="NOMBRE",
    type=click.IntRange(1, 64),
    default=2,
    show_default=True,
    help="Processus qui répondent.",
)
@click.option(
    "--no-worker", is_flag=True, help="N’envoie pas le courrier et ne tient pas l’index à jour."
)
def serve(*, host: str, port: int, workers: int, no_worker: bool) -> None:
    """Met la base de données et l’index à jour, puis sert le site jusqu’à Ctrl-C.

    \b
      kb serve
      KB_PUBLIC_URL=https://pratiques.example.org kb serve --workers 4

    L’adresse du site s’affiche quand il répond. Le journal s’écrit sur la sortie d’erreur, une
    ligne JSON par événement. Une fiche modifiée à la main est trouvée dans la minute. En
    production, placer devant un serveur mandataire qui parle HTTPS (docs/operations.md).
    """
    from kb.cli.server import Server  # noqa: PLC0415 - gunicorn takes a while, only here

    settings = installation()
    with _bound(host, port) as bound:
        address = _address(host, bound.getsockname()[1])
        if not origins()["KB_PUBLIC_URL"]:
            settings = replace(settings, public_url=address)
        Schema(settings.database).upgrade()
        knowledge_base = assemble(settings)
        _prepare(knowledge_base)
        _invite(knowledge_base.enrolling)
        logs.configure()
        server = Server(settings, bound, address=address, workers=workers)
        server.serve(with_worker=not no_worker)


def _bound(host: str, port: int) -> socket.socket:
    """A socket that holds the port already; nobody is answered before it listens.

    Raises:
        Refusal: the port is in use, or the address is none of ours.
    """
    try:
        family, kind, *_, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        with ExitStack() as undo:
            bound = undo.enter_context(socket.socket(family, kind))
            bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            bound.bind(address)
            undo.pop_all()
    except (OSError, UnicodeError) as error:
        raise Refusal(_refused(error, host, port)) from error
    return bound


def _refused(error: Exception, host: str, port: int) -> str:
    number = getattr(error, "errno", None)
    if number == errno.EADDRINUSE:
        return (
            f"Le port {port} est déjà pris ; arrêter ce qui l’occupe, "
            f"ou en choisir un autre : kb serve --port {port % 65535 + 1}"
        )
    if number == errno.EACCES:
        return f"Le port {port} est réservé au système ; en choisir un à partir de 1024."
    return f"Impossible d’écouter à l’adresse « {host} » ; elle n’est pas celle de cette machine."


def _address(host: str, port: int) -> str:
    if host in _LOCAL:
        host = "localhost"
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def _prepare(knowledge_base: KnowledgeBase) -> None:
    """Finish publications and catch the index up; what cannot be done now is left to the worker.

    Raises:
        TaxonomyUnreadableError: no page could be shown.
    """
    knowledge_base.taxonomies.current()
    try:
        knowledge_base.publishing.replay()
    except KbError as error:
        _warn("Des publications attendent", sentence(error))
    try:
        with progress_bar("Indexation") as progress:
            knowledge_base.indexing.catch_up(progress)
    except KbError as error:
        _warn(_NOT_READY, sentence(error))
    except OSError as error:
        _warn(_NOT_READY, system_sentence(error))


def _invite(enrolling: Enrolling) -> None:
    """Until somebody administers the site, say how to begin."""
    if path := enrolling.first_link():
        told = "Personne n’administre encore ce site. Ce lien crée le premier compte, aujourd’hui :"
        click.echo(typographic(told), err=True)
        click.echo(f"{enrolling.public_url}{path}", err=True)


def _warn(what: str, why: str) -> None:
    click.echo(typographic(f"{what} : {why}"), err=True)
