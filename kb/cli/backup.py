"""`kb backup` and `kb restore`: a copy of the whole base, and the base again from a copy."""

from pathlib import Path

import click

from kb.bootstrap import assemble
from kb.cli.group import installation
from kb.domain.french import counted, typographic
from kb.settings import settings_from

_FOLDER = click.Path(path_type=Path, file_okay=False, resolve_path=True)


@click.command(short_help="Sauvegarde la base dans un dossier.")
@click.argument("folder", metavar="DOSSIER", type=_FOLDER)
def backup(folder: Path) -> None:
    """Copie toute la base dans DOSSIER, nouveau ou vide, pendant que le site tourne.

    La copie contient les fiches, le vocabulaire, la base de données, les modèles de lettres et le
    secret du site, avec l’empreinte SHA-256 de chaque fichier (manifest.json). DOSSIER n’apparaît
    qu’une fois complet. L’index n’en fait pas partie : il se refait tout seul.

    \b
      kb backup /var/backups/pratiques/2026-11-20

    Elle contient des adresses et des secrets : la garder aussi bien que la base elle-même.
    """
    settings = installation()
    settings.data.mkdir(mode=0o700, exist_ok=True)
    files = assemble(settings).safekeeping.backup(folder)
    click.echo(
        typographic(f"Sauvegarde faite dans {folder} : {counted(files, 'fichier', 'fichiers')}.")
    )


@click.command(short_help="Refait une base à partir d’une sauvegarde.")
@click.argument("folder", metavar="DOSSIER", type=_FOLDER)
def restore(folder: Path) -> None:
    """Refait, dans le dossier que nomme KB_HOME, la base sauvegardée dans DOSSIER.

    Ce dossier doit être nouveau ou vide : rien n’est jamais écrasé. Chaque fichier est comparé à
    son empreinte ; s’il en manque un ou si un seul a changé, rien n’est restauré.

    \b
      KB_HOME=/srv/pratiques/base kb restore /var/backups/pratiques/2026-11-20
      KB_HOME=/srv/pratiques/base kb check

    Avant de rouvrir le site, refaire les effacements demandés depuis la sauvegarde :
    « kb privacy erase --again ».
    """
    settings = settings_from()
    files = assemble(settings).safekeeping.restore(folder)
    told = f"Base restaurée dans {settings.home} : {counted(files, 'fichier', 'fichiers')}."
    click.echo(typographic(told))
    click.echo("Ensuite : kb check, puis kb privacy erase --again FICHIER, puis kb serve")
