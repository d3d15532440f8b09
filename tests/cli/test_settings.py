import json

from kb.settings import SETTINGS
from tests.conftest import CommandLine


def test_every_setting_is_listed_with_its_value_and_origin(cli: CommandLine) -> None:
    result = cli("settings", KB_TRUSTED_PROXIES="1")

    assert result.exit_code == 0
    assert f"KB_HOME={cli.home}  (environnement)" in result.stdout
    assert "KB_TRUSTED_PROXIES=1  (environnement)" in result.stdout
    assert "KB_PUBLIC_URL=http://localhost:8000  (par défaut)" in result.stdout


def test_a_script_reads_them_as_json(cli: CommandLine) -> None:
    lines = json.loads(cli("settings", "--json").stdout)

    assert [line["name"] for line in lines] == [setting.name for setting in SETTINGS]
    assert all(list(line) == ["name", "value", "origin", "meaning"] for line in lines)


def test_a_value_that_cannot_be_used_is_one_sentence(cli: CommandLine) -> None:
    result = cli("settings", KB_PUBLIC_URL="pratiques.example.org")

    assert result.exit_code == 1
    assert result.stdout == ""
    assert result.stderr.count("\n") == 1
    assert "KB_PUBLIC_URL" in result.stderr
    assert "pratiques.example.org" in result.stderr
