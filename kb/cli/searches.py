"""`kb searches`: what readers look for in vain."""

import json
from collections.abc import Mapping
from dataclasses import asdict
from types import MappingProxyType

import click

from kb.bootstrap import assemble
from kb.cli.group import installation
from kb.domain.search_count import Outcome

#: How each outcome is told.
_TOLD: Mapping[Outcome, str] = MappingProxyType(
    {
        Outcome.UNANSWERED: "sans réponse",
        Outcome.RELAXED: "assouplie",
        Outcome.CORRECTED: "corrigée",
    }
)


@click.command(short_help="Montre ce que l’on cherche en vain.")
@click.option("--json", "as_json", is_flag=True, help="Écrit du JSON, pour un programme.")
def searches(*, as_json: bool) -> None:
    """Montre les recherches restées sans réponse, ou qu’il a fallu assouplir ou corriger.

    Chaque ligne : combien de fois, comment, quels mots. De quoi compléter les synonymes de
    taxonomy.yaml et trouver les fiches qui manquent.

    \b
      kb searches
      12  sans réponse  covoiturage senior

    Rien ne dit qui a cherché : ni adresse, ni heure. Ce qui ressemble à une adresse ou à un numéro
    n’est pas compté ; des mots tapés une seule fois sont oubliés après deux mois, le reste après un
    an.
    """
    counts = assemble(installation()).searching.shortfalls()
    if as_json:
        click.echo(json.dumps([asdict(each) for each in counts], ensure_ascii=False, indent=2))
        return
    for each in counts:
        click.echo(f"{each.count:>5}  {_TOLD[each.outcome]:<12}  {each.words}")
    if not counts:
        click.echo("Aucune recherche n’est restée sans réponse.")
