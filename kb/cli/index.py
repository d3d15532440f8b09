"""`kb index`: make the index agree with the cases."""

import json
from dataclasses import asdict

import click

from kb.bootstrap import assemble
from kb.cli.group import installation
from kb.cli.progress import progress_bar
from kb.domain.french import counted
from kb.services.indexing import CatchUp


@click.command(short_help="Met l’index à jour, ou le reconstruit.")
@click.option("--rebuild", is_flag=True, help="Reconstruit tout l’index, à côté de l’ancien.")
@click.option("--compact", is_flag=True, help="Réunit aussi les petits morceaux de l’index.")
@click.option("--json", "as_json", is_flag=True, help="Écrit du JSON, pour un programme.")
def index(*, rebuild: bool, compact: bool, as_json: bool) -> None:
    """Met l’index en accord avec les fiches : seules celles qui ont changé sont relues.

    « kb serve » le fait au démarrage puis toutes les minutes ; cette commande le fait tout de
    suite. Le site continue de répondre pendant ce temps.

    \b
      kb index             après avoir modifié des fiches à la main
      kb index --rebuild   en cas de doute : l’index est refait, rien n’est perdu
      kb index --compact   sans « kb worker », une fois par semaine : les recherches restent vives

    Les fiches mal écrites sont laissées de côté ; « kb check » les montre.
    """
    indexing = assemble(installation()).indexing
    with progress_bar("Indexation") as progress:
        change = indexing.rebuild(progress) if rebuild else indexing.catch_up(progress)
    if compact:
        indexing.compact()
    click.echo(json.dumps(asdict(change)) if as_json else _told(change))


def _told(change: CatchUp) -> str:
    if change.rebuilt:
        return f"Index reconstruit : {counted(change.added, 'fiche', 'fiches')}."
    if not change:
        return "Index déjà à jour."
    parts = (
        counted(change.added, "fiche ajoutée", "fiches ajoutées"),
        counted(change.replaced, "remplacée", "remplacées"),
        counted(change.removed, "retirée", "retirées"),
    )
    return f"Index mis à jour : {', '.join(parts)}."
