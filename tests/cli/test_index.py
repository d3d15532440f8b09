import json
from pathlib import Path

from kb.bootstrap import assemble
from kb.settings import Settings
from tests.conftest import CommandLine


def test_the_first_run_indexes_everything_and_the_next_one_nothing(cli: CommandLine) -> None:
    first, second = cli("index"), cli("index")

    number = len(list((cli.home / "cases").glob("*.md")))
    assert first.stdout == f"Index reconstruit : {number}\u00a0fiches.\n"
    assert second.stdout == "Index déjà à jour.\n"
    assert (first.exit_code, second.exit_code) == (0, 0)
    assert first.stderr == ""


def test_a_run_tells_what_changed(cli: CommandLine) -> None:
    cli("index")
    changed, removed, *_ = sorted((cli.home / "cases").glob("*.md"))
    changed.write_text(changed.read_text("utf-8") + "\nEncore un mot.\n", "utf-8")
    removed.unlink()

    result = cli("index")

    assert "0\u00a0fiche ajoutée, 1\u00a0remplacée, 1\u00a0retirée" in result.stdout


def test_a_rebuild_is_told_to_scripts_as_json(cli: CommandLine) -> None:
    change = json.loads(cli("index", "--rebuild", "--json").stdout)

    number = len(list((cli.home / "cases").glob("*.md")))
    assert change == {"added": number, "replaced": 0, "removed": 0, "rebuilt": True}


def test_a_rebuild_beside_another_one_is_refused_with_a_sentence(cli: CommandLine) -> None:
    cli("index")

    with assemble(Settings(home=cli.home)).indexing.index.rebuilding():
        result = cli("index", "--rebuild")

    assert result.exit_code == 1
    assert result.stderr.count("\n") == 1
    assert "reconstruit l’index" in result.stderr


def test_a_folder_without_a_base_is_refused_with_the_way_out(
    cli: CommandLine, tmp_path: Path
) -> None:
    for command in (("index",), ("check",), ("export", "--format", "json"), ("serve",)):
        result = cli(*command, KB_HOME=str(tmp_path))

        assert result.exit_code == 1
        assert "kb init" in result.stderr
        assert result.stderr.count("\n") == 1


def test_an_index_that_cannot_be_written_is_a_sentence(cli: CommandLine) -> None:
    (cli.home / "index").write_text("un fichier à la place du dossier")

    result = cli("index")

    assert result.exit_code == 1
    assert result.stderr.startswith("Erreur\u00a0: ")
    assert result.stderr.count("\n") == 1
