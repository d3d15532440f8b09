"""`kb init`: make a new base."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import click

from kb.cli.group import Refusal
from kb.domain.french import counted
from kb.settings import resources

#: What speaks of the cases and comes with them; somebody's own file stays.
_BESIDE = ("entrees.yaml", "organisations.yaml")


@click.command(short_help="Crée une base dans un dossier.")
@click.argument("folder", metavar="DOSSIER", type=click.Path(path_type=Path, file_okay=False))
@click.option(
    "--with-cases", is_flag=True, help="Copie aussi les fiches publiées avec le logiciel."
)
def init(folder: Path, *, with_cases: bool) -> None:
    """Crée une base dans DOSSIER : cases/, data/ et taxonomy.yaml.

    \b
      kb init ma-base --with-cases
      cd ma-base
      kb serve

    Sans --with-cases, la base est vide : il reste à écrire une première fiche dans cases/. Un
    dossier qui contient déjà une base est laissé tel quel.
    """
    if (folder / "taxonomy.yaml").exists() or any((folder / "cases").glob("*.md")):
        message = (
            f"« {folder} » contient déjà une base, rien n’a été changé ; "
            "choisir un autre dossier, ou la servir avec « kb serve »."
        )
        raise Refusal(message)
    copies = list(_copies(folder, with_cases=with_cases))
    _make(folder, copies)
    told = counted(len([None for _, copy in copies if copy.suffix == ".md"]), "fiche", "fiches")
    click.echo(f"Base créée dans {folder} : {told}.")
    click.echo(f"Ensuite : cd {folder} && kb serve")


def _copies(folder: Path, *, with_cases: bool) -> Iterator[tuple[Path, Path]]:
    """What is copied where; the taxonomy last: it makes the folder a base."""
    shipped = resources()
    if with_cases:
        for source in sorted([*shipped.glob("cases/*.md"), *shipped.glob("cases/LICENSE")]):
            yield source, folder / "cases" / source.name
        for name in _BESIDE:
            if not (folder / name).exists():
                yield shipped / name, folder / name
    yield shipped / "taxonomy.yaml", folder / "taxonomy.yaml"


def _make(folder: Path, copies: list[tuple[Path, Path]]) -> None:
    """Make the folders and the copies, or leave no copy behind."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "cases").mkdir(exist_ok=True)
    (folder / "data").mkdir(mode=0o700, exist_ok=True)
    try:
        for source, copy in copies:
            shutil.copyfile(source, copy)
    except OSError:
        for _, copy in copies:
            copy.unlink(missing_ok=True)
        raise
