import re
from pathlib import Path

import click
import pytest

from kb.__main__ import kb
from kb.cli.french import MESSAGES
from tests.conftest import CommandLine

#: Words that only an English sentence has.
ENGLISH = re.compile(
    r"\b(usage|options:|commands|error|missing|try|help for|such|invalid|value|valid|range|show|"
    r"exit|default|required|got|unexpected|extra|argument\(s\)|requires|take|did you|not|is|the|"
    r"integer|text|boolean|aborted)\b",
    re.IGNORECASE,
)

#: Command lines that are wrong, each in its own way.
WRONG = [
    ["nimporte"],
    ["inde"],
    ["--nimporte"],
    ["serve", "--port", "abc"],
    ["serve", "--port", "99999"],
    ["serve", "--workers", "0"],
    ["serve", "--port"],
    ["serve", "--prot", "8000"],
    ["serve", "trop"],
    ["serve", "un", "deux"],
    ["serve", "--no-worker=oui"],
    ["init"],
    ["export"],
    ["export", "--format", "pdf"],
    ["index", "--rebuilt"],
]


def english_in(text: str) -> list[str]:
    """The English words of a text, what is quoted and options left out."""
    text = re.sub(
        r"«[^»]*»|'[^']*'|--?[a-z-]+|^ *(kb|KB_\w+=\S+ kb) .*$", "", text, flags=re.MULTILINE
    )
    return ENGLISH.findall(text)


@pytest.mark.parametrize("arguments", WRONG, ids=" ".join)
def test_a_wrong_command_line_is_explained_in_french(
    cli: CommandLine, arguments: list[str]
) -> None:
    result = cli(*arguments)

    assert result.exit_code == 2
    assert result.stdout == ""
    assert "Erreur\u00a0: " in result.stderr
    assert english_in(result.stderr) == []


@pytest.mark.parametrize("name", [None, *kb.commands])
def test_help_is_french_and_has_an_example(cli: CommandLine, name: str | None) -> None:
    result = cli(*([name] if name else []), "--help")

    assert result.exit_code == 0
    assert "Utilisation\u00a0: kb" in result.stdout
    assert "Affiche cette aide." in result.stdout
    assert english_in(result.stdout) == []
    assert re.search(r"^ +(KB_\w+=\S+ )?kb [a-z]+", result.stdout, re.MULTILINE)


def test_every_command_and_option_is_described() -> None:
    for command in kb.commands.values():
        assert command.short_help
        for parameter in command.params:
            if isinstance(parameter, click.Option) and not parameter.hidden:
                assert parameter.help


def test_every_message_in_the_table_is_one_that_click_has() -> None:
    source = "".join(path.read_text("utf-8") for path in Path(click.__file__).parent.glob("*.py"))
    joined = re.sub(r'"\s*\n\s*"', "", source)

    for message in MESSAGES:
        assert message.replace("\n", "\\n").replace("\t", "\\t") in joined


def test_a_near_miss_is_corrected(cli: CommandLine) -> None:
    assert "Vouliez-vous dire 'index'" in cli("indx").stderr


def test_the_version_is_told(cli: CommandLine) -> None:
    assert re.fullmatch(r"kb \d+\.\d+\.\d+\n", cli("--version").stdout)
