import ast
from pathlib import Path

import pytest

from tests.builders import PROJECT

#: Docstrings are not counted: nobody should save on them.
MAX_MODULE_LINES = 200
MAX_FUNCTION_LINES = 25

MODULES = sorted((PROJECT / "kb").rglob("*.py"))

Documented = ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef


def docstring_lines(node: Documented) -> int:
    if ast.get_docstring(node) is None:
        return 0
    docstring = node.body[0]
    return (docstring.end_lineno or 0) - docstring.lineno + 1


def function_lines(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    return (node.end_lineno or 0) - node.lineno + 1 - docstring_lines(node)


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PROJECT)))
def test_modules_and_functions_are_short(path: Path) -> None:
    text = path.read_text("utf-8")
    nodes = list(ast.walk(ast.parse(text)))
    functions = [node for node in nodes if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
    docstrings = sum(docstring_lines(node) for node in nodes if isinstance(node, Documented))

    lengths = {node.name: function_lines(node) for node in functions}
    assert {name: lines for name, lines in lengths.items() if lines > MAX_FUNCTION_LINES} == {}
    assert text.count("\n") - docstrings <= MAX_MODULE_LINES
