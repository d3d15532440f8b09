"""What a YAML text is made of: nodes that know their line, all scalars text."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Text:
    """A scalar, exactly as its quotes and folds say."""

    value: str
    line: int


@dataclass(frozen=True, slots=True)
class Items:
    """A list."""

    line: int
    nodes: list["Node"] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Entries:
    """Keys and their values, in the order of the file; each key's own line."""

    line: int
    nodes: dict[str, "Node"] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)


Node = Text | Items | Entries
