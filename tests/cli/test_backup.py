import shutil
from pathlib import Path

from tests.cli.served import served
from tests.conftest import CommandLine

#: A page of each kind that tells whether two bases are the same.
PAGES = ("/", "/?q=emploi", "/cas/solidarauto-garages-solidaires", "/api/v1/cases?per_page=100")


def test_a_backup_made_while_serving_gives_the_same_site_again(
    home: Path, cli: CommandLine, tmp_path: Path
) -> None:
    for path in sorted((home / "cases").glob("*.md"))[20:]:
        if path.stem != "solidarauto-garages-solidaires":
            path.unlink()
    (home / "entrees.yaml").unlink()  # it names cases that are gone
    (home / "organisations.yaml").unlink()
    folder, elsewhere = tmp_path / "sauvegarde", tmp_path / "refaite"
    public = {"KB_PUBLIC_URL": "https://pratiques.example.org"}
    with served(home, "--workers", "1", **public) as site:
        backup = cli("backup", str(folder))
        before = [site.get(path) for path in PAGES]

    restore = CommandLine(elsewhere)("restore", str(folder))
    check = CommandLine(elsewhere)("check")
    with served(elsewhere, "--workers", "1", **public) as site:
        after = [site.get(path) for path in PAGES]

    assert "Sauvegarde faite" in backup.stdout
    assert "Base restaurée" in restore.stdout
    assert (check.exit_code, check.stdout) == (0, cli("check").stdout)
    assert after == before


def test_a_backup_into_a_folder_in_use_is_one_sentence(cli: CommandLine, tmp_path: Path) -> None:
    (tmp_path / "pris").mkdir()
    (tmp_path / "pris" / "x").write_text("x")

    result = cli("backup", str(tmp_path / "pris"))

    assert result.exit_code == 1
    assert "n’est pas vide" in result.stderr.replace("\u00a0", " ")


def test_a_restore_over_a_base_is_one_sentence(cli: CommandLine, tmp_path: Path) -> None:
    cli("backup", str(tmp_path / "copie"))

    result = cli("restore", str(tmp_path / "copie"))

    assert result.exit_code == 1
    assert "rien n’a été restauré" in result.stderr


def test_a_base_with_a_space_or_a_sign_in_its_name_is_backed_up(home: Path, tmp_path: Path) -> None:
    odd = tmp_path / "base n° 1 ? #50%"
    shutil.copytree(home, odd)

    result = CommandLine(odd)("backup", str(tmp_path / "copie ?"))

    assert result.exit_code == 0
