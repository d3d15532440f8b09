"""What `kb import` says of each case, in words and for programs."""

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from kb.domain.french import typographic
from kb.domain.problems import Problem
from kb.services.import_plans import Outcome, Plan

Words = Mapping[Outcome, tuple[str, str, str]]

#: outcome -> what is said of one case, and the words that count such cases, one and several; first
#: what would be done, then what was done.
PLANNED: Words = MappingProxyType(
    {
        Outcome.CREATE: ("créer", "fiche à créer", "fiches à créer"),
        Outcome.CHANGE: ("modifier", "fiche à modifier", "fiches à modifier"),
        Outcome.UNCHANGED: ("inchangée", "fiche inchangée", "fiches inchangées"),
        Outcome.REFUSED: ("refusée", "fiche refusée", "fiches refusées"),
    }
)
PROPOSED: Words = MappingProxyType(
    {
        **PLANNED,
        Outcome.CREATE: ("proposée", "fiche proposée", "fiches proposées"),
        Outcome.CHANGE: (
            "modification proposée",
            "modification proposée",
            "modifications proposées",
        ),
    }
)
PUBLISHED: Words = MappingProxyType(
    {
        **PLANNED,
        Outcome.CREATE: ("publiée", "fiche publiée", "fiches publiées"),
        Outcome.CHANGE: ("modifiée", "fiche modifiée", "fiches modifiées"),
    }
)


def lines(plan: Plan, words: Words) -> Iterator[str]:
    """A line for each thing that is wrong with a case, or one for what becomes of it."""
    file = plan.incoming.file
    yield from (line(file, problem) for problem in plan.problems)
    if plan.is_work:
        number = f" n° {plan.submission}" if plan.submission else ""
        changed = f" ({', '.join(plan.fields)})" if plan.fields else ""
        word = typographic(words[plan.outcome][0] + number)
        yield f"{file}:{plan.incoming.row}: {word} : {plan.slug}{changed}"


def line(file: str, problem: Problem) -> str:
    """`fichier:ligne: colonne: problème ; remède`, as `kb check` has it."""
    place = f"{file}:{problem.line}: " + (f"{problem.key}: " if problem.key else "")
    return f"{place}{problem.message} ; {problem.remedy}"


def values(plan: Plan) -> dict[str, object]:
    """The same for a program."""
    return {
        "file": plan.incoming.file,
        "row": plan.incoming.row,
        "slug": plan.slug,
        "outcome": plan.outcome.value,
        "fields": list(plan.fields),
        "submission": plan.submission,
        "problems": [
            {
                "row": each.line,
                "column": each.key,
                "code": each.code,
                "message": each.message,
                "remedy": each.remedy,
            }
            for each in plan.problems
        ],
    }
