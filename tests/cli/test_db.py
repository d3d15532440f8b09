import os
import subprocess
import sys

from kb.settings import Settings
from kb.stores.schema import Schema
from tests.conftest import CommandLine


def forget_tables(cli: CommandLine) -> Schema:
    schema = Schema(Settings(home=cli.home).database)
    schema.path.unlink()
    return schema


def test_tables_are_made_once(cli: CommandLine) -> None:
    forget_tables(cli)

    first, second = cli("db", "upgrade"), cli("db", "upgrade")

    latest = Schema(Settings(home=cli.home).database).current()
    assert first.stdout == f"Base de données mise à jour\u00a0: révision {latest}.\n"
    assert second.stdout == "Base de données déjà à jour.\n"
    assert (first.exit_code, second.exit_code) == (0, 0)


def test_the_revision_is_told_and_the_status_says_whether_it_is_the_right_one(
    cli: CommandLine,
) -> None:
    current = cli("db", "current")
    latest = Schema(Settings(home=cli.home).database).current()
    schema = forget_tables(cli)
    missing = cli("db", "current")

    assert (current.stdout, current.exit_code) == (f"{latest}\u00a0: à jour\n", 0)
    assert "kb db upgrade" in missing.stdout
    assert missing.exit_code == 1
    assert not schema.path.exists()


def test_the_wsgi_application_refuses_missing_tables_and_names_the_command(
    cli: CommandLine,
) -> None:
    forget_tables(cli)
    environment = {**os.environ, "KB_HOME": str(cli.home)}

    result = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", "import kb.wsgi"],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )

    assert result.returncode == 1
    assert f"KB_HOME={cli.home} kb db upgrade" in result.stderr.splitlines()[-1]
