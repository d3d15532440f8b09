"""YAML without surprises: every scalar is text, every node knows its line.

Refused: aliases, anchors, tags, keys that are not text or stand twice, deep nesting.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

import yaml

from kb.domain.problems import Problem, quotable
from kb.formats.nodes import Entries, Items, Node, Text

#: Collections inside collections; a case needs three.
MAX_DEPTH = 8

#: What no text file of ours holds: controls but tab and line feed, characters that some programs
#: take for line ends or for nothing at all, and what is no character.
FORBIDDEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]")

#: The C parser where PyYAML has it: seven times as fast.
_PARSER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

#: What libyaml says -> our code. The rest is `yaml-syntax`.
_CODES: Mapping[str, str] = MappingProxyType(
    {
        "mapping values are not allowed in this context": "yaml-colon",
        "could not find expected ':'": "yaml-colon-missing",
        "found character that cannot start any token": "yaml-start",
        "found unexpected end of stream": "yaml-unclosed",
        "did not find expected ',' or ']'": "yaml-unclosed",
        "did not find expected ',' or '}'": "yaml-unclosed",
        "block sequence entries are not allowed in this context": "yaml-dash",
    }
)


@dataclass(slots=True)
class _Open:
    """A collection whose end has not come yet, and the key that waits for its value."""

    node: Items | Entries
    key: Text | None = None
    is_at_value: bool = False


class _UnreadableError(Exception):
    """What follows cannot be understood."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.code)
        self.problem = problem


def compose(text: str, *, first_line: int = 1) -> tuple[Node | None, tuple[Problem, ...]]:
    """The tree of a text and what is wrong with its YAML.

    Args:
        text: without `FORBIDDEN` characters.
        first_line: the line of the whole file on which `text` begins.

    Returns:
        `None` instead of the tree if the text is empty or cannot be understood to its end.
    """
    composer = _Composer(first_line)
    try:
        for event in yaml.parse(text, Loader=_PARSER):
            composer.take(event)
    except _UnreadableError as refusal:
        return None, (*composer.problems, refusal.problem)
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        return None, (*composer.problems, _syntax_problem(error, first_line))
    return composer.root, tuple(composer.problems)


def forbidden_characters(text: str, *, first_line: int = 1) -> Iterator[Problem]:
    """A problem for each line that holds a forbidden character, naming the first."""
    if not FORBIDDEN.search(text):
        return
    for line, content in enumerate(text.split("\n"), start=first_line):
        if match := FORBIDDEN.search(content):
            yield _problem("forbidden-character", line, character=f"U+{ord(match[0]):04X}")


def _syntax_problem(error: Exception, first_line: int) -> Problem:
    said = str(getattr(error, "problem", ""))
    code = _CODES.get(said, "yaml-syntax")
    mark = getattr(error, "problem_mark", None)
    if code == "yaml-unclosed":  # it is noticed at the end of the text: say where it was opened
        mark = getattr(error, "context_mark", None) or mark
    line = first_line + mark.line if mark else first_line
    return _problem(code, line)


def _problem(code: str, line: int, **values: object) -> Problem:
    return Problem(line=line, key="", code=code, values=values)


class _Composer:
    """Builds the tree from parser events, with a stack of its own: nothing here recurses."""

    def __init__(self, first_line: int) -> None:
        self.problems: list[Problem] = []
        self.root: Node | None = None
        self._first_line = first_line
        self._open: list[_Open] = []

    def take(self, event: yaml.Event) -> None:
        """Add what the parser has found next."""
        line = self._first_line + (event.start_mark.line if event.start_mark else 0)
        if isinstance(event, yaml.NodeEvent):
            self._refuse_surprises(event, line)
        if isinstance(event, yaml.DocumentStartEvent) and self.root is not None:
            raise _UnreadableError(_problem("yaml-documents", line))
        if isinstance(event, yaml.ScalarEvent):
            self._refuse_escaped(event.value, line)
            self._attach(Text(event.value, line))
        elif isinstance(event, yaml.CollectionStartEvent):
            self._start(event, line)
        elif isinstance(event, yaml.CollectionEndEvent):
            self._attach(self._open.pop().node)

    def _start(self, event: yaml.CollectionStartEvent, line: int) -> None:
        if len(self._open) == MAX_DEPTH:
            raise _UnreadableError(_problem("yaml-too-deep", line, most=MAX_DEPTH))
        is_list = isinstance(event, yaml.SequenceStartEvent)
        self._open.append(_Open(Items(line) if is_list else Entries(line)))

    def _refuse_surprises(self, event: yaml.NodeEvent, line: int) -> None:
        name = event.anchor or ""
        if isinstance(event, yaml.AliasEvent):
            raise _UnreadableError(_problem("yaml-alias", line, name=quotable(name)))
        if name:
            self._report("yaml-anchor", line, name)
        if tag := getattr(event, "tag", None):
            self._report("yaml-tag", line, tag)

    def _refuse_escaped(self, value: str, line: int) -> None:
        """A quoted text can spell, by an escape, what cannot be written."""
        if FORBIDDEN.search(value):
            first = next(forbidden_characters(value))
            self.problems.append(replace(first, line=line))

    def _report(self, code: str, line: int, name: str) -> None:
        self.problems.append(_problem(code, line, name=quotable(name)))

    def _attach(self, node: Node) -> None:
        if not self._open:
            self.root = node
            return
        parent = self._open[-1]
        if isinstance(parent.node, Items):
            parent.node.nodes.append(node)
        elif parent.is_at_value:
            self._enter(parent.node, parent.key, node)
            parent.is_at_value = False
        else:
            parent.key, parent.is_at_value = self._key(node), True

    def _key(self, node: Node) -> Text | None:
        if isinstance(node, Text) and node.value:
            return node
        self._report("yaml-key", node.line, "")
        return None

    def _enter(self, entries: Entries, key: Text | None, value: Node) -> None:
        if key is None:
            return  # reported already
        if key.value in entries.nodes:
            self._report("duplicate-key", key.line, key.value)
            return
        entries.nodes[key.value] = value
        entries.lines[key.value] = key.line
