"""`kb settings`: all that can be set, its value, and where the value comes from."""

import json

import click

from kb.settings import SETTINGS, origins, settings_from


@click.command(short_help="Montre les réglages et leur origine.")
@click.option("--json", "as_json", is_flag=True, help="Écrit du JSON, pour un programme.")
def settings(*, as_json: bool) -> None:
    """Montre chaque réglage : sa valeur, et si elle vient de l’environnement.

    Les réglages sont des variables d’environnement. Par exemple, pour servir une base rangée
    ailleurs :

    \b
      KB_HOME=/srv/pratiques kb serve
    """
    values, is_set = settings_from(), origins()
    lines = [
        {
            "name": setting.name,
            "value": _shown(getattr(values, setting.field)),
            "origin": "environnement" if is_set[setting.name] else "par défaut",
            "meaning": setting.meaning,
        }
        for setting in SETTINGS
    ]
    if as_json:
        click.echo(json.dumps(lines, ensure_ascii=False, indent=2))
        return
    for line in lines:
        click.echo("{name}={value}  ({origin}) : {meaning}".format_map(line))


def _shown(value: object) -> str:
    if isinstance(value, bool):
        return "on" if value else "off"
    return "" if value is None else str(value)
