"""`kb db`: the tables of the database."""

import click

from kb.cli.group import KbGroup, installation
from kb.domain.french import typographic
from kb.stores.schema import Schema


@click.group(
    cls=KbGroup, subcommand_metavar="COMMANDE …", short_help="Met la base de données à jour."
)
def db() -> None:
    """La base de données : propositions, comptes, décisions (data/kb.sqlite3).

    « kb serve » la met à jour lui-même. À côté d’un autre serveur WSGI, la mettre à jour après
    chaque installation d’une nouvelle version, avant de redémarrer le serveur :

    \b
      KB_HOME=/srv/pratiques kb db upgrade
    """


@db.command(short_help="Met les tables à jour.")
def upgrade() -> None:
    """Met les tables à jour, après en avoir fait une copie à côté. Tout est fait, ou rien.

    \b
      KB_HOME=/srv/pratiques kb db upgrade
    """
    schema = Schema(installation().database)
    if schema.is_current():
        click.echo("Base de données déjà à jour.")
        return
    if copy := schema.upgrade():
        click.echo(typographic(f"Copie de la base d’avant : {copy}"))
    click.echo(typographic(f"Base de données mise à jour : révision {schema.current()}."))


@db.command(short_help="Montre la révision des tables.")
def current() -> None:
    """Montre la révision des tables ; l’état de sortie vaut 1 si elles sont à mettre à jour."""
    schema = Schema(installation().database)
    is_current = schema.is_current()
    told = "à jour" if is_current else "à mettre à jour avec « kb db upgrade »"
    click.echo(typographic(f"{schema.current() or 'aucune table'} : {told}"))
    if not is_current:
        raise click.exceptions.Exit(1)
