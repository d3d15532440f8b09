"""`kb publish`: finish what was decided."""

import click

from kb.bootstrap import assemble
from kb.cli.group import installation
from kb.domain.audit import Channel
from kb.domain.french import counted, typographic
from kb.domain.publication import Publication


@click.command(short_help="Termine les publications interrompues.")
def publish() -> None:
    """Écrit dans cases/ ce qui a été décidé et n’a pas encore pu l’être, puis met l’index à jour.

    « kb serve » et « kb worker » le font d’eux-mêmes ; cette commande le fait tout de suite, par
    exemple après avoir libéré de la place sur le disque :

    \b
      kb publish

    Une fiche modifiée à la main entre-temps n’est jamais écrasée : la publication est montrée ici,
    quelqu’un choisit dans /moderation ce qu’il faut garder, et l’état de sortie vaut 1.
    """
    knowledge_base = assemble(installation())
    finished = knowledge_base.publishing.replay(Channel.COMMAND)
    knowledge_base.indexing.catch_up()
    click.echo(
        f"{counted(finished, 'publication terminée', 'publications terminées')}."
        if finished
        else "Rien n’attendait d’être publié."
    )
    conflicts = knowledge_base.publishing.conflicts()
    for each in conflicts:
        click.echo(typographic(_told(each)), err=True)
    if conflicts:
        raise click.exceptions.Exit(1)


def _told(publication: Publication) -> str:
    return (
        f"Publication n° {publication.id}, fiche « {publication.slug} » : le fichier a été modifié "
        "à la main ; choisir dans /moderation ce qu’il faut garder."
    )
