import ast
import re

import click
import pytest
from flask import Flask

from kb.__main__ import kb
from kb.settings import SETTINGS
from tests.builders import PROJECT
from tests.conftest import CommandLine

TEXT = (PROJECT / "docs" / "operations.md").read_text("utf-8")

#: Functions of kb/logs.py whose second argument names an event.
LOGGING = {"event", "failure"}


def options_of(command: click.Command) -> list[str]:
    return [
        name
        for parameter in command.params
        if isinstance(parameter, click.Option) and not parameter.hidden
        for name in parameter.opts
    ]


def test_every_address_of_the_site_is_documented(app: Flask) -> None:
    for rule in app.url_map.iter_rules():
        if not rule.rule.startswith(("/api/", "/static/")):
            assert f"`{rule.rule}`" in TEXT


def test_every_command_and_option_is_documented() -> None:
    for name, command in kb.commands.items():
        (row,) = re.findall(rf"^\| `kb {name}(?: \w+)?` \|(.*)$", TEXT, re.MULTILINE)
        for option in options_of(command):
            assert f"`{option}" in row, f"{name} {option}"


def test_every_option_of_the_whole_is_documented() -> None:
    assert "`kb --version`" in TEXT
    assert "`-h`" in TEXT


def test_no_command_is_documented_that_does_not_exist() -> None:
    named = set(re.findall(r"`(?:KB_\w+=\S+ )?kb ([a-z]+)", TEXT))

    assert named <= set(kb.commands)


def test_every_setting_is_documented_with_its_default_and_meaning() -> None:
    rows = dict(re.findall(r"^\| `(KB_\w+)` \| (.*) \|$", TEXT, re.MULTILINE))

    assert rows == {
        setting.name: f"`{setting.default}` | {setting.meaning}" for setting in SETTINGS
    }


def test_every_event_of_the_log_is_documented() -> None:
    events = {
        call.args[1].value
        for path in (PROJECT / "kb").rglob("*.py")
        for call in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(call, ast.Call)
        and getattr(call.func, "attr", getattr(call.func, "id", "")) in LOGGING
        and len(call.args) > 1
        and isinstance(call.args[1], ast.Constant)
        and isinstance(call.args[1].value, str)
    }

    assert "index-changed" in events
    for event in events:
        assert re.search(rf"^\|.*`{event}`.*\|", TEXT, re.MULTILINE), event


@pytest.mark.parametrize(
    "line", sorted(set(re.findall(r"`(kb [^`]+)`", TEXT)) - {"kb init DOSSIER", "kb --help"})
)
def test_every_command_line_in_the_text_is_well_formed(cli: CommandLine, line: str) -> None:
    arguments = line.replace("COMMANDE", "index").split()[1:]

    result = cli(*arguments, "--help")

    assert result.exit_code == 0
