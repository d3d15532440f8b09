"""What files that are imported say, as lists."""

from kb.domain.case import Case
from kb.domain.problems import Problem
from kb.formats import incoming_text
from kb.formats.column_mapping import ColumnMapping
from kb.formats.incoming import Incoming
from kb.formats.incoming_files import FileReader
from tests.builders import a_taxonomy


def incoming(name: str, data: bytes, mapping: ColumnMapping | None = None) -> list[Incoming]:
    """All cases of a file, right or wrong."""
    reader = FileReader(mapping=mapping or ColumnMapping(), taxonomy=a_taxonomy())
    return list(reader.cases(name, data))


def told(each: Incoming, live: Case | None = None) -> Case:
    """The case, which is right."""
    case = incoming_text.read(each, a_taxonomy(), live=live)
    assert isinstance(case, Case), [(found.key, found.message) for found in case]
    return case


def problems(each: Incoming) -> list[tuple[int, str, str]]:
    """What is wrong with a case: row, column, code."""
    case = incoming_text.read(each, a_taxonomy())
    assert not isinstance(case, Case)
    for problem in case:
        assert problem.message, problem
        assert problem.remedy, problem
    return [(problem.line, problem.key, problem.code) for problem in case]


def file_problem(name: str, data: bytes) -> Problem:
    """The one thing that is wrong with a file."""
    (each,) = incoming(name, data)
    (problem,) = each.problems
    assert problem.message, problem
    assert problem.remedy, problem
    return problem
