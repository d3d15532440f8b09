"""`kb import`: cases from files, into the queue of moderation or, for administrators, the base."""

import json
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path

import click

from kb.bootstrap import assemble
from kb.cli.group import installation
from kb.cli.import_words import PLANNED, PROPOSED, PUBLISHED, Words, line, lines, values
from kb.domain.errors import UnavailableError
from kb.domain.french import counted, typographic
from kb.domain.problems import Problem
from kb.formats.column_mapping import ColumnMapping, read
from kb.formats.incoming import Incoming
from kb.formats.incoming_files import FileReader
from kb.services.import_plans import Outcome, Plan
from kb.services.importing import Importing
from kb.stores.import_files import import_files
from kb.stores.regular_files import Content, content, decoded
from kb.stores.schema import Schema

_PATH = click.Path(path_type=Path)
_MAX_MAPPING_BYTES = 1024 * 1024


@click.command("import", short_help="Importe des fiches : Markdown, CSV, Excel, JSON.")
@click.argument("files", metavar="FICHIER…", type=_PATH, nargs=-1, required=True)
@click.option("--dry-run", is_flag=True, help="Montre ce qui serait fait, sans rien changer.")
@click.option("--mapping", metavar="CHEMIN", type=_PATH, help="Ce que disent d’autres colonnes.")
@click.option("--as", "author", metavar="ADRESSE", help="Compte au nom duquel proposer.")
@click.option("--publish", is_flag=True, help="Publie sans modération ; avec --by.")
@click.option("--by", "publisher", metavar="ADRESSE", help="Compte qui administre et qui publie.")
@click.option("--json", "as_json", is_flag=True, help="Écrit du JSON, pour un programme.")
def import_cases(  # noqa: PLR0913 - one parameter per option
    *,
    files: tuple[Path, ...],
    dry_run: bool,
    mapping: Path | None,
    author: str | None,
    publish: bool,
    publisher: str | None,
    as_json: bool,
) -> None:
    """Importe des fiches : .md, .zip ou dossier de .md, .csv, .xlsx, .json. Voir docs/import.md.

    \b
      kb import fiches.xlsx --dry-run
      kb import fiches.xlsx --as camille@example.org
      kb import fiches.zip --publish --by camille@example.org

    Chaque fiche passe par le même contrôle que les autres, puis attend dans la file de modération ;
    « --publish » la publie aussitôt, au nom d’un compte qui administre. Elle est prise tout entière
    ou pas du tout. Un import interrompu se relance tel quel : ce qui est fait n’est pas refait.

    Une ligne par fiche à créer, à modifier ou refusée, avec le fichier, la ligne et la colonne.
    L’état de sortie vaut 1 si une fiche a été refusée.
    """
    _require_fit(dry_run=dry_run, author=author, publish=publish, publisher=publisher)
    settings = installation()
    if not settings.database.exists():
        Schema(settings.database).upgrade()
    knowledge_base = assemble(settings)
    reader = FileReader(mapping=_mapping(mapping), taxonomy=knowledge_base.taxonomies.current())
    cases, who = _cases(files, reader), publisher if publish else author
    plans = _plans(knowledge_base.importing, cases, dry_run=dry_run, publish=publish, who=who)
    words = PLANNED if dry_run else PUBLISHED if publish else PROPOSED
    refused = _told(plans, words, as_json=as_json)
    if publish and not dry_run:
        with suppress(UnavailableError):  # the worker does it within a minute
            knowledge_base.indexing.catch_up()
    if refused:
        raise click.exceptions.Exit(1)


def _require_fit(
    *, dry_run: bool, author: str | None, publish: bool, publisher: str | None
) -> None:
    """Go on only if the options go together.

    Raises:
        click.UsageError: they do not.
    """
    wrong = ""
    if publish and author:
        wrong = "« --as » propose, « --publish » publie : n’en garder qu’une."
    elif publisher and not publish:
        wrong = "« --by » ne va qu’avec « --publish »."
    elif not dry_run and publish and not publisher:
        wrong = "Qui publie ? Ajoutez --by ADRESSE, un compte qui administre."
    elif not dry_run and not publish and not author:
        wrong = "Au nom de qui proposer ? Ajoutez --as ADRESSE (« kb user list »), ou --dry-run."
    if wrong:
        raise click.UsageError(typographic(wrong))


def _mapping(path: Path | None) -> ColumnMapping:
    """What the columns tell.

    Raises:
        click.exceptions.Exit: the file is wrong; all that is wrong with it was shown.
    """
    if path is None:
        return ColumnMapping()
    held = content(path, most=_MAX_MAPPING_BYTES, follow_links=True)
    found: ColumnMapping | tuple[Problem, ...]
    if isinstance(held, Content):
        text = decoded(held.data)
        found = (text,) if isinstance(text, Problem) else read(text)
    else:
        found = (held or Problem(line=1, key="", code="file-missing"),)
    if isinstance(found, ColumnMapping):
        return found
    for problem in found:
        click.echo(line(str(path), problem), err=True)
    raise click.exceptions.Exit(1)


def _cases(files: tuple[Path, ...], reader: FileReader) -> Iterator[Incoming]:
    for name, held in import_files(files):
        if isinstance(held, Problem):
            yield Incoming(file=name, problems=(held,))
        else:
            yield from reader.cases(name, held)


def _plans(
    importing: Importing,
    cases: Iterable[Incoming],
    *,
    dry_run: bool,
    publish: bool,
    who: str | None,
) -> Iterator[Plan]:
    account = importing.account(who) if who else None
    if dry_run or account is None:
        return importing.plans(cases, publishes=publish, by=account)
    if publish:
        return importing.publish(cases, by=account)
    return importing.propose(cases, by=account)


def _told(plans: Iterable[Plan], words: Words, *, as_json: bool) -> int:
    """Say what becomes of each case, then how many; how many were refused."""
    counts: Counter[Outcome] = Counter()
    found = []
    for plan in plans:
        counts[plan.outcome] += 1
        _count(f"\r{counted(counts.total(), 'fiche', 'fiches')}")
        if as_json:
            found.append(values(plan))
        else:
            for each in lines(plan, words):
                click.echo(each)
    _count("\n")
    if as_json:
        click.echo(json.dumps(found, ensure_ascii=False, indent=2))
    else:
        parts = [counted(counts[each], *words[each][1:]) for each in Outcome if counts[each]]
        click.echo(", ".join(parts) or "Aucune fiche.")
    return counts[Outcome.REFUSED]


def _count(told: str) -> None:
    """Show on the terminal how far one is, where the answer goes elsewhere."""
    if sys.stderr.isatty() and not sys.stdout.isatty():
        click.echo(told, nl=False, err=True)
