"""`kb check`: what is wrong with the files, line by line."""

import json

import click

from kb.bootstrap import assemble
from kb.cli.group import installation
from kb.domain.french import counted
from kb.services.checking import Finding


@click.command(short_help="Montre ce qui est à corriger dans les fichiers.")
@click.option("--json", "as_json", is_flag=True, help="Écrit du JSON, pour un programme.")
def check(*, as_json: bool) -> None:
    """Relit taxonomy.yaml et toutes les fiches, et montre tout ce qui est à corriger.

    Chaque ligne dit où, quoi et que faire :

    \b
      kb check
      cases/garage.md:12: licence: la licence « MIT » n’est pas admise ; choisir parmi CC-BY-4.0…

    Les remarques n’empêchent pas de publier. L’état de sortie vaut 1 s’il y a un problème, 0 s’il
    n’y a que des remarques.
    """
    checking = assemble(installation()).checking
    findings = checking.findings()
    if as_json:
        click.echo(json.dumps([_values(each) for each in findings], ensure_ascii=False, indent=2))
    else:
        for finding in findings:
            click.echo(_line(finding))
        click.echo(_summary(len(checking.cases.hashes()), findings))
    if any(finding.is_error for finding in findings):
        raise click.exceptions.Exit(1)


def _values(finding: Finding) -> dict[str, str | int]:
    return {
        "file": finding.file,
        "line": finding.line,
        "key": finding.key,
        "code": finding.code,
        "message": finding.message,
        "remedy": finding.remedy,
    }


def _line(finding: Finding) -> str:
    """`fichier:ligne: clé: problème ; remède`, with plain spaces: programs read it, too."""
    place = f"{finding.file}:{finding.line}: " + (f"{finding.key}: " if finding.key else "")
    return f"{place}{finding.message} ; {finding.remedy}"


def _summary(cases: int, findings: tuple[Finding, ...]) -> str:
    errors = sum(finding.is_error for finding in findings)
    notes = len(findings) - errors
    parts = [
        counted(cases, "fiche", "fiches"),
        f"{counted(errors, 'problème', 'problèmes')} à corriger" if errors else "aucun problème",
    ]
    if notes:
        parts.append(counted(notes, "remarque", "remarques"))
    return ", ".join(parts)
