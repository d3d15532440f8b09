"""`kb privacy`: what is known of somebody, and how to forget them."""

import json
from pathlib import Path

import click

from kb.bootstrap import assemble
from kb.cli.group import KbGroup, installation
from kb.domain.french import counted, typographic
from kb.services.erasing import Erasure
from kb.stores.erased_numbers import ErasedNumbersInFile


@click.group(
    cls=KbGroup, subcommand_metavar="COMMANDE …", short_help="Exporte ou efface une personne."
)
def privacy() -> None:
    """Les droits des personnes : recevoir une copie de leurs données, les faire effacer.

    La page /donnees-personnelles dit ce qui est gardé, pourquoi et combien de temps. Ce qui a passé
    son délai s’efface tout seul (kb worker).

    \b
      kb privacy export claire@example.org > claire.json
      kb privacy erase claire@example.org
    """


@privacy.command(short_help="Écrit en JSON tout ce qui est gardé d’une personne.")
@click.argument("email", metavar="ADRESSE")
def export(email: str) -> None:
    """Écrit en JSON, sur la sortie standard, tout ce qui est gardé de la personne à cette ADRESSE.

    \b
      kb privacy export claire@example.org > claire.json

    Les notes privées de l’équipe, les empreintes et les secrets n’y sont pas.
    """
    values = assemble(installation()).privacy.export(email)
    click.echo(json.dumps(values, ensure_ascii=False, indent=2))


@privacy.command(short_help="Efface une personne.")
@click.argument("email", metavar="ADRESSE", required=False)
@click.option(
    "--again",
    metavar="FICHIER",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="Efface de nouveau les numéros de cette liste, après une restauration.",
)
def erase(*, email: str | None, again: Path | None) -> None:
    """Efface la personne à cette ADRESSE. On ne revient pas en arrière.

    Son adresse est vidée ; ses brouillons, ses messages et le courrier sont supprimés, ce qu’elle
    avait en cours est retiré ; son nom devient « [effacé] » sur les fiches et dans leur histoire.

    \b
      kb privacy erase claire@example.org

    Les numéros effacés s’ajoutent à data/erased.txt. Après la restauration d’une sauvegarde plus
    ancienne, et avant de rouvrir le site :

    \b
      kb privacy erase --again erased.txt
    """
    if (email is None) == (again is None):
        raise click.UsageError(typographic("Donner une ADRESSE, ou --again FICHIER."))
    erasing = assemble(installation()).erasing
    if again:
        numbers = ErasedNumbersInFile(again).every()
        for each in (done := erasing.erase_again(numbers)):
            _tell(each)
        click.echo(f"{counted(len(done), 'personne effacée', 'personnes effacées')} de nouveau.")
    else:
        _tell(erasing.erase(email or ""))


def _tell(erasure: Erasure) -> None:
    click.echo(typographic(f"Personne n° {erasure.account} effacée."))
    for slug in erasure.slugs:
        click.echo(typographic(f"  Fiche modifiée : {slug}"))
    if erasure.slugs:
        click.echo("  Relire ces fiches : un nom écrit dans le récit y est encore.")
