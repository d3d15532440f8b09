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
from kb.services.knowledge_base import KnowledgeBase
from kb.settings import origins

#: Hosts that a browser on this machine reaches as `localhost`.
_LOCAL = {"", "0.0.0.0", "127.0.0.1", "::", "::1", "localhost"}  # noqa: S104 - compared, not bound


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
@click.option("--no-worker", is_flag=True, help="Ne tient pas l’index à jour pendant ce temps.")
def serve(*, host: str, port: int, workers: int, no_worker: bool) -> None:
    """Met l’index à jour, puis sert le site jusqu’à Ctrl-C.

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
        _prepare(assemble(settings))
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
    """Catch the index up. If that cannot be done now, the site says that search is being prepared.

    Raises:
        TaxonomyUnreadableError: no page could be shown.
    """
    knowledge_base.taxonomies.current()
    try:
        with progress_bar("Indexation") as progress:
            knowledge_base.indexing.catch_up(progress)
    except KbError as error:
        _warn(sentence(error))
    except OSError as error:
        _warn(system_sentence(error))


def _warn(why: str) -> None:
    click.echo(typographic(f"La recherche n’est pas prête : {why}"), err=True)
