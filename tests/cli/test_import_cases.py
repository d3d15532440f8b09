import json
import re
import shutil
from pathlib import Path

import pytest

from kb.formats import column_mapping, front_matter
from kb.formats.import_keys import NAMES
from kb.formats.incoming import MAX_IMPORT_BYTES
from kb.formats.table_rows import MAX_CELL_CHARACTERS, MAX_COLUMNS, MAX_ROWS
from kb.formats.unpacking import MAX_UNPACKED_BYTES
from tests.builders import PROJECT, a_case
from tests.conftest import CommandLine
from tests.incoming import incoming, told

DOCS = (PROJECT / "docs" / "import.md").read_text("utf-8")
ADMIN, AUTHOR = "admin@example.org", "autrice@example.org"


@pytest.fixture
def source(home: Path, tmp_path: Path) -> CommandLine:
    """A base of twelve published cases."""
    folder = tmp_path / "source"
    (folder / "cases").mkdir(parents=True)
    shutil.copy(home / "taxonomy.yaml", folder)
    for path in sorted((home / "cases").glob("*.md"))[:12]:
        shutil.copy(path, folder / "cases")
    return CommandLine(folder)


@pytest.fixture
def fresh(tmp_path: Path) -> CommandLine:
    """A base without cases, with somebody who administers it and somebody who does not."""
    cli = CommandLine(tmp_path / "neuve")
    cli("init", str(cli.home))
    cli("user", "add", ADMIN, "--role", "administrator")
    cli("user", "add", AUTHOR, "--role", "contributor")
    return cli


def block(language: str) -> str:
    (found,) = re.findall(rf"```{language}\n(.*?)```", DOCS, re.DOTALL)
    return str(found)


def cases_of(cli: CommandLine) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in (cli.home / "cases").glob("*.md")}


@pytest.mark.parametrize(
    ("form", "name"),
    [
        ("json", "a.json"),
        ("markdown", "a.zip"),
        ("xlsx", "a.xlsx"),
        ("csv", "a.csv"),
        ("csv-fr", "a.csv"),
    ],
)
def test_a_base_comes_back_from_its_export_and_the_second_import_changes_nothing(
    source: CommandLine, fresh: CommandLine, tmp_path: Path, form: str, name: str
) -> None:
    file = str(tmp_path / name)
    source("export", "--format", form, "--output", file)

    first = fresh("import", file, "--publish", "--by", ADMIN)
    before = {path: path.stat().st_mtime_ns for path in (fresh.home / "cases").iterdir()}
    second = fresh("import", file, "--publish", "--by", ADMIN)

    assert (first.exit_code, first.stdout.splitlines()[-1]) == (0, "12\u00a0fiches publiées")
    assert cases_of(fresh) == cases_of(source)
    assert (second.exit_code, second.stdout) == (0, "12\u00a0fiches inchangées\n")
    assert {path: path.stat().st_mtime_ns for path in (fresh.home / "cases").iterdir()} == before
    assert fresh("check").exit_code == 0


def test_a_folder_and_a_whole_archive_are_read(
    source: CommandLine, fresh: CommandLine, tmp_path: Path
) -> None:
    (source.home / "cases" / "lien.md").symlink_to(tmp_path / "ailleurs.md")
    source("export", "--all", str(tmp_path / "archives"))
    (archive,) = (tmp_path / "archives").glob("*.zip")

    folder = fresh("import", str(source.home / "cases"), "--dry-run")
    whole = fresh("import", str(archive), "--dry-run")

    for result in (folder, whole):
        assert result.stdout.splitlines()[-1] == "12\u00a0fiches à créer"


def test_a_dry_run_changes_nothing(source: CommandLine, fresh: CommandLine) -> None:
    before = {path: path.read_bytes() for path in fresh.home.rglob("*") if path.is_file()}

    result = fresh("import", str(source.home / "cases"), "--dry-run")

    assert result.exit_code == 0
    assert {path: path.read_bytes() for path in fresh.home.rglob("*") if path.is_file()} == before


def test_what_is_proposed_has_its_number_and_what_is_refused_its_place(
    fresh: CommandLine, tmp_path: Path
) -> None:
    good, bad = tmp_path / "garage.md", tmp_path / "bad.csv"
    good.write_text(front_matter.render(a_case()), "utf-8")
    bad.write_text("slug,title,regions\nx,Un titre,Bretagnes\n", "utf-8")

    result = fresh("import", str(good), str(bad), "--as", AUTHOR)

    lines = result.stdout.splitlines()
    assert result.exit_code == 1
    assert lines[0] == f"{good}:1: proposée n° 1 : garage"
    assert any(line.startswith(f"{bad}:2: regions[1]: «\u00a0Bretagnes\u00a0»") for line in lines)
    assert lines[-1] == "1\u00a0fiche proposée, 1\u00a0fiche refusée"
    assert cases_of(fresh) == {}


def test_a_program_is_told_the_same(fresh: CommandLine, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("slug,title\nx,Un titre\n", "utf-8")
    (tmp_path / "garage.md").write_text(front_matter.render(a_case()), "utf-8")

    result = fresh(
        "import", str(tmp_path / "garage.md"), str(tmp_path / "a.csv"), "--dry-run", "--json"
    )

    good, bad = json.loads(result.stdout)
    assert (good["slug"], good["outcome"], good["problems"]) == ("garage", "create", [])
    assert (bad["row"], bad["outcome"]) == (2, "refused")
    assert {"row", "column", "code", "message", "remedy"} == set(bad["problems"][0])


@pytest.mark.parametrize(
    "options",
    [
        [],
        ["--publish"],
        ["--publish", "--as", AUTHOR],
        ["--by", ADMIN, "--as", AUTHOR],
        ["--dry-run", "--by", ADMIN],
    ],
)
def test_options_that_do_not_go_together_are_explained(
    fresh: CommandLine, tmp_path: Path, options: list[str]
) -> None:
    result = fresh("import", str(tmp_path / "a.md"), *options)

    assert result.exit_code == 2
    assert "--" in result.stderr


def test_who_may_not_publish_and_who_is_not_known_get_a_sentence(
    fresh: CommandLine, tmp_path: Path
) -> None:
    for email in (AUTHOR, "personne@example.org"):
        result = fresh("import", str(tmp_path / "a.md"), "--publish", "--by", email)

        assert result.exit_code == 1
        assert result.stderr.startswith("Erreur")


def test_a_file_that_is_not_there_is_refused_and_the_others_are_read(
    fresh: CommandLine, tmp_path: Path
) -> None:
    (tmp_path / "garage.md").write_text(front_matter.render(a_case()), "utf-8")

    result = fresh("import", str(tmp_path / "x.csv"), str(tmp_path / "garage.md"), "--dry-run")

    assert result.exit_code == 1
    assert f"{tmp_path / 'x.csv'}:1: ce fichier n’existe pas" in result.stdout
    assert "1\u00a0fiche à créer" in result.stdout


def test_a_wrong_mapping_is_shown_line_by_line(fresh: CommandLine, tmp_path: Path) -> None:
    mapping = tmp_path / "correspondance.yaml"
    mapping.write_text("columns:\n- column: Nom\n  key: titre\nautre: 1\n", "utf-8")

    result = fresh("import", "a.csv", "--dry-run", "--mapping", str(mapping))

    assert result.exit_code == 1
    assert f"{mapping}:3: columns[1].key:" in result.stderr
    assert f"{mapping}:4: autre:" in result.stderr


def test_the_example_of_the_documentation_is_imported(fresh: CommandLine, tmp_path: Path) -> None:
    (tmp_path / "correspondance.yaml").write_text(block("yaml"), "utf-8")
    (tmp_path / "projets.csv").write_text(block("csv"), "utf-8")
    mapping = ["--mapping", str(tmp_path / "correspondance.yaml")]

    dry = fresh("import", str(tmp_path / "projets.csv"), *mapping, "--dry-run")
    done = fresh("import", str(tmp_path / "projets.csv"), *mapping, "--publish", "--by", ADMIN)

    assert dry.stdout.splitlines()[-1] == "1\u00a0fiche à créer"
    assert done.exit_code == 0
    text = cases_of(fresh)["un-velo-pour-chaque-apprenti.md"].decode()
    assert "regions:\n- bretagne\n- pays-de-la-loire\n" in text
    assert "domains:\n- mobilite\n- emploi\n" in text
    assert "partners:\n- name: Les Roues\n  actor: association\n" in text


def test_the_mapping_of_the_documentation_is_what_the_example_says() -> None:
    mapping = column_mapping.read(block("yaml"))
    assert isinstance(mapping, column_mapping.ColumnMapping)

    (found,) = incoming("projets.csv", block("csv").encode(), mapping)

    assert told(found).licence == "etalab-2.0"
    assert told(found).body.startswith("\n## Le besoin\n\nSans vélo, pas de stage.\n")


@pytest.mark.parametrize("line", sorted(set(re.findall(r"^kb (import .+)$", DOCS, re.MULTILINE))))
def test_every_command_line_of_the_documentation_is_well_formed(
    cli: CommandLine, line: str
) -> None:
    assert cli(*line.split(), "--help").exit_code == 0


def test_the_limits_of_the_documentation_are_those_of_the_code() -> None:
    limits = {
        f"{MAX_IMPORT_BYTES // 2**20} Mio par fichier",
        f"{MAX_UNPACKED_BYTES // 2**20} Mio décompressé",
        f"{MAX_ROWS:,} lignes".replace(",", " "),
        f"{MAX_COLUMNS} colonnes",
        f"{MAX_CELL_CHARACTERS:,} caractères".replace(",", " "),
    }

    told = " ".join(DOCS.split())
    assert {limit for limit in limits if limit not in told} == set()
    assert all(f"`{name}`" in told for name in NAMES if name.startswith("section-"))
