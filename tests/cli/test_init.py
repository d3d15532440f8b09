import errno
import os
import shutil
from pathlib import Path

import pytest

from tests.builders import PROJECT
from tests.conftest import CommandLine


def test_a_new_base_has_a_vocabulary_and_room_for_cases(cli: CommandLine, tmp_path: Path) -> None:
    folder = tmp_path / "neuve"

    result = cli("init", str(folder))

    assert result.exit_code == 0
    assert sorted(path.name for path in folder.iterdir()) == ["cases", "data", "taxonomy.yaml"]
    assert (folder / "taxonomy.yaml").read_bytes() == (PROJECT / "taxonomy.yaml").read_bytes()
    assert (folder / "data").stat().st_mode & 0o777 == 0o700
    assert f"cd {folder} && kb serve" in result.stdout
    assert cli("check", KB_HOME=str(folder)).exit_code == 0


def test_a_new_base_may_have_the_published_cases(cli: CommandLine, tmp_path: Path) -> None:
    result = cli("init", str(tmp_path / "pleine"), "--with-cases")

    copies = {path.name: path.read_bytes() for path in (tmp_path / "pleine/cases").iterdir()}
    assert copies == {path.name: path.read_bytes() for path in (PROJECT / "cases").iterdir()}
    assert f"{len(copies) - 1}\u00a0fiches" in result.stdout
    for name in ("entrees.yaml", "organisations.yaml"):
        assert (tmp_path / "pleine" / name).read_bytes() == (PROJECT / name).read_bytes()
    assert cli("check", KB_HOME=str(tmp_path / "pleine")).exit_code == 0


def test_ways_in_that_somebody_wrote_stay_as_they_are(cli: CommandLine, tmp_path: Path) -> None:
    (tmp_path / "entrees.yaml").write_text("les miennes")

    result = cli("init", str(tmp_path), "--with-cases")

    assert result.exit_code == 0
    assert (tmp_path / "entrees.yaml").read_text() == "les miennes"
    assert (tmp_path / "organisations.yaml").exists()


def test_a_folder_with_other_things_in_it_may_become_a_base(
    cli: CommandLine, tmp_path: Path
) -> None:
    (tmp_path / "mixte" / "data").mkdir(parents=True)
    (tmp_path / "mixte" / "notes.txt").write_text("à garder")

    assert cli("init", str(tmp_path / "mixte")).exit_code == 0
    assert (tmp_path / "mixte" / "notes.txt").read_text() == "à garder"


@pytest.mark.parametrize("kept", ["taxonomy.yaml", "cases/seule.md"])
def test_a_base_is_never_overwritten(cli: CommandLine, tmp_path: Path, kept: str) -> None:
    path = tmp_path / "base-ancienne" / kept
    path.parent.mkdir(parents=True)
    path.write_text("précieux")

    result = cli("init", str(tmp_path / "base-ancienne"), "--with-cases")

    assert result.exit_code == 1
    assert "contient déjà une base" in result.stderr
    assert [each for each in path.parent.rglob("*") if each.is_file()] == [path]
    assert path.read_text() == "précieux"


def test_a_file_in_the_place_of_the_folder_is_wrong_use(cli: CommandLine, tmp_path: Path) -> None:
    (tmp_path / "fichier").write_text("")

    result = cli("init", str(tmp_path / "fichier"))

    assert result.exit_code == 2
    assert "est un fichier" in result.stderr


def test_a_full_disk_leaves_no_half_made_base(
    cli: CommandLine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copyfile = shutil.copyfile

    def full(source: Path, copy: Path) -> None:
        if copy.name == "taxonomy.yaml":
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(copy))
        copyfile(source, copy)

    monkeypatch.setattr(shutil, "copyfile", full)
    folder = tmp_path / "pleine"

    result = cli("init", str(folder), "--with-cases")

    assert result.exit_code == 1
    assert "disque plein" in result.stderr
    assert [path for path in folder.rglob("*") if path.is_file()] == []
    monkeypatch.undo()
    assert cli("init", str(folder), "--with-cases").exit_code == 0
