"""`kb export`: hand over every published case, for a program, a spreadsheet, another base."""

import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import BinaryIO

import click

from kb.bootstrap import assemble
from kb.cli.group import installation
from kb.domain.french import counted, typographic
from kb.formats.exports import ExportFormat
from kb.services.exchanging import Export
from kb.settings import Settings

#: Forms that are no text.
_ARCHIVES = (ExportFormat.MARKDOWN, ExportFormat.XLSX)


@click.command(short_help="Exporte toutes les fiches publiées.")
@click.option(
    "--format",
    "form",
    metavar="json|csv|csv-fr|xlsx|markdown|bibtex|ris",
    type=click.Choice([form.value for form in ExportFormat]),
    help="json : tout, pour un programme ; csv, xlsx : un tableau ; markdown : un zip des "
    "fichiers ; bibtex, ris : une bibliographie.",
)
@click.option(
    "--output",
    metavar="CHEMIN",
    type=click.Path(path_type=Path),
    help="Fichier à écrire, d’un bloc ; par défaut la sortie standard.",
)
@click.option(
    "--all",
    "folder",
    metavar="DOSSIER",
    type=click.Path(path_type=Path, file_okay=False, resolve_path=True),
    help="Toutes les formes dans une archive datée, avec leurs empreintes.",
)
def export(*, form: str | None, output: Path | None, folder: Path | None) -> None:
    """Exporte toutes les fiches publiées.

    \b
      kb export --format csv --output fiches.csv
      kb export --format markdown --output fiches.zip
      kb export --format json | gzip > fiches.json.gz
      kb export --all /srv/archives

    Le JSON a les champs de l’API, et le fichier de chaque fiche. Le CSV sépare par des virgules,
    « csv-fr » par des points-virgules, en UTF-8 ; une apostrophe y précède ce qu’un tableur
    prendrait pour une formule. Dans le classeur « xlsx », tout est texte ou nombre. L’archive
    Markdown contient les fichiers à l’octet près et le vocabulaire : décompressée, elle est une
    base. « --all » n’écrit rien si la dernière archive dit déjà la même chose. « kb import » relit
    tout cela. Les fiches mal écrites sont laissées de côté et nommées ; l’état de sortie vaut
    alors 1.
    """
    if folder and not (form or output):
        _archive(folder)
    elif form and not folder:
        _export(ExportFormat(form), output)
    else:
        wrong = "Donner --format, avec --output si l’on veut, ou bien --all DOSSIER."
        raise click.UsageError(typographic(wrong))


def _export(form: ExportFormat, output: Path | None) -> None:
    settings = installation()
    if form in _ARCHIVES and output is None and sys.stdout.isatty():
        raise click.UsageError(
            typographic("Une archive ne s’affiche pas ; ajoutez --output CHEMIN.")
        )
    exchanging = assemble(settings).exchanging
    with _opened(output) as out:
        done = exchanging.export(form, out, beside=_beside(settings))
    if output:
        told = counted(done.cases, "fiche exportée", "fiches exportées")
        click.echo(f"{told} dans {output}.", err=True)
    _tell_left_out(done)


def _archive(folder: Path) -> None:
    archive, done = assemble(installation()).archiving.archive(folder)
    told = counted(done.cases, "fiche", "fiches")
    if archive.is_new:
        click.echo(typographic(f"{told} dans {archive.path}."), err=True)
    else:
        unchanged = f"{told} : rien n’a changé depuis {archive.path}, rien n’est écrit."
        click.echo(typographic(unchanged), err=True)
    _tell_left_out(done)


def _tell_left_out(done: Export) -> None:
    for name in done.left_out:
        click.echo(typographic(f"{name} : laissée de côté ; « kb check » dit pourquoi"), err=True)
    if done.left_out:
        raise click.exceptions.Exit(1)


def _beside(settings: Settings) -> Mapping[str, bytes]:
    """What makes an archive of cases a base: their vocabulary, and their licence if it is there."""
    paths = (settings.taxonomy, settings.cases / "LICENSE")
    return {
        path.relative_to(settings.home).as_posix(): path.read_bytes()
        for path in paths
        if path.is_file()
    }


@contextmanager
def _opened(output: Path | None) -> Iterator[BinaryIO]:
    """Standard output, a pipe or device, or a file that is there whole at the end or not at all."""
    if output is None:
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
    elif output.exists() and not output.is_file():  # /dev/stdout must not be replaced by a file
        with output.open("wb") as out:
            yield out
    else:
        with _written_aside(output.resolve()) as out:
            yield out


@contextmanager
def _written_aside(output: Path) -> Iterator[BinaryIO]:
    with NamedTemporaryFile(dir=output.parent, prefix=".kb-export-", delete=False) as aside:
        path = Path(aside.name)
        try:
            yield aside.file  # type: ignore[misc]  # typeshed says IO[bytes]
            aside.flush()
            os.fsync(aside.fileno())
            path.chmod(0o644)
            path.replace(output)
        except BaseException:
            path.unlink()
            raise
