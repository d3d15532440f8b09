"""The `kb` command: its errors are French sentences, never a traceback for what one can mend."""

import errno
import sys
from collections.abc import Mapping
from importlib.metadata import version
from types import MappingProxyType
from typing import Any

import click

from kb.cli.french import translate_click
from kb.domain.errors import KbError
from kb.domain.french import typographic
from kb.domain.sentences import sentence
from kb.settings import Settings, settings_from

#: What the system refuses, to be read after the name of a file; the rest by its number.
_SYSTEM: Mapping[int | None, str] = MappingProxyType(
    {
        errno.EACCES: "droits insuffisants ; vérifier à qui appartient ce chemin",
        errno.EPERM: "droits insuffisants ; vérifier à qui appartient ce chemin",
        errno.EROFS: "disque en lecture seule",
        errno.ENOSPC: "disque plein ; libérer de la place puis recommencer",
        errno.EDQUOT: "quota de disque atteint ; libérer de la place puis recommencer",
        errno.ENOENT: "ce chemin n’existe pas",
        errno.EEXIST: "ce chemin existe déjà",
        errno.ENOTDIR: "ce chemin n’est pas un dossier",
        errno.EISDIR: "ce chemin est un dossier",
        errno.ENAMETOOLONG: "nom trop long",
        errno.ELOOP: "liens symboliques en boucle",
        errno.EMFILE: "trop de fichiers ouverts",
    }
)


class Refusal(click.ClickException):
    """Something to mend first; shown as one French sentence, exit status 1."""

    def __init__(self, message: str) -> None:
        super().__init__(typographic(message))


class KbGroup(click.Group):
    """A group of commands whose own errors, and the system's, become sentences."""

    def __init__(self, *args: Any, **options: Any) -> None:  # noqa: ANN401 - passed on as it is
        super().__init__(*args, **options)
        _typeset(self)

    def add_command(self, cmd: click.Command, name: str | None = None) -> None:
        """Take in a command, its help printed as French printing wants it."""
        _typeset(cmd)
        super().add_command(cmd, name)

    def invoke(self, ctx: click.Context) -> object:
        """Run the command that was named.

        Raises:
            Refusal: it could not do what was asked.
        """
        try:
            return super().invoke(ctx)
        except KbError as error:
            raise Refusal(sentence(error)) from error
        except BrokenPipeError:
            raise  # whoever read our output has enough; click ends quietly
        except OSError as error:
            raise Refusal(system_sentence(error)) from error


def _typeset(command: click.Command) -> None:
    for each in (command, *command.params):
        if isinstance(each, click.Command | click.Option):
            each.help = typographic(each.help or "")
    command.epilog = typographic(command.epilog or "")


def system_sentence(error: OSError) -> str:
    """What the system refused, and where."""
    reason = _SYSTEM.get(error.errno, f"erreur n° {error.errno} du système")
    return f"« {error.filename} » : {reason}." if error.filename else f"{reason.capitalize()}."


def installation() -> Settings:
    """The settings of an installation that has been made.

    Raises:
        SettingError: a variable has a value that cannot be used.
        Refusal: there are no cases and no taxonomy where `KB_HOME` says.
    """
    settings = settings_from()
    for path, is_there in (
        (settings.cases, settings.cases.is_dir()),
        (settings.taxonomy, settings.taxonomy.is_file()),
    ):
        if not is_there:
            message = (
                f"« {settings.home} » n’est pas une base : il y manque « {path.name} ». "
                "« kb init DOSSIER » en crée une ; KB_HOME dit où elle se trouve."
            )
            raise Refusal(message)
    return settings


@click.group(
    cls=KbGroup,
    subcommand_metavar="COMMANDE …",
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="""
    \b
    Pour commencer :
      kb init ma-base --with-cases
      cd ma-base
      kb serve

    « kb COMMANDE --help » explique chaque commande. L’état de sortie vaut 0 quand c’est fait, 1
    quand il reste quelque chose à corriger (la liste est affichée), 2 quand la commande est mal
    écrite.
    """,
)
@click.version_option(
    version("impact-pratiques-innovantes"), message="kb %(version)s", help="Affiche la version."
)
def kb() -> None:
    """La base de connaissances des alliances : des fiches Markdown, un index, un site.

    La base est le dossier nommé par KB_HOME, à défaut le dossier courant. Elle contient cases/ (une
    fiche par fichier) et taxonomy.yaml (le vocabulaire) ; index/ s’en déduit et peut être effacé.
    """


def run() -> None:
    """Run the command line of this process and leave with its exit status."""
    translate_click()
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]  # real files here
    kb(prog_name="kb")
