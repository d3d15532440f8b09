import os
import shutil
import subprocess
from collections.abc import Callable, Iterable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import BinaryIO

import pytest

from kb.operator_ports import ArchiveBusyError
from kb.stores.export_archives import KEPT, ExportArchivesInFolder
from kb.stores.publishing_lock import PublishingLockFile

DAY = date(2026, 11, 21)


def pieces(text: str) -> Callable[[Callable[[], BinaryIO]], Iterable[bytes]]:
    return lambda _spool: [text.encode()]


def zips(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.glob("*.zip"))


def test_archives_are_dated_and_the_oldest_go(tmp_path: Path) -> None:
    archives = ExportArchivesInFolder(tmp_path)

    for number in range(KEPT + 3):
        archives.write(DAY + timedelta(days=number), pieces(str(number)))

    assert len(zips(tmp_path)) == KEPT
    assert zips(tmp_path)[0] == "pratiques-2026-11-24.zip"
    assert (tmp_path / zips(tmp_path)[-1]).read_text() == str(KEPT + 2)


def test_files_of_others_are_left_alone(tmp_path: Path) -> None:
    (tmp_path / "autre.zip").write_text("à quelqu’un")
    archives = ExportArchivesInFolder(tmp_path)

    for number in range(KEPT + 1):
        archives.write(DAY + timedelta(days=number), pieces(str(number)))

    assert (tmp_path / "autre.zip").read_text() == "à quelqu’un"


@pytest.mark.skipif(not shutil.which("sha256sum"), reason="sha256sum manque")
def test_the_system_can_check_all_archives(tmp_path: Path) -> None:
    archives = ExportArchivesInFolder(tmp_path)
    for number in range(3):
        archives.write(DAY + timedelta(days=number), pieces(str(number)))

    check = ["sha256sum", "--check", "--strict", "SHA256SUMS"]
    subprocess.run(check, cwd=tmp_path, check=True, capture_output=True)
    (tmp_path / zips(tmp_path)[0]).write_text("autre chose")
    archives.write(DAY + timedelta(days=9), pieces("neuf"))

    result = subprocess.run(check, cwd=tmp_path, check=False, capture_output=True, text=True)
    assert result.returncode == 1
    assert result.stdout.count("OK") == 3


def test_an_archive_that_cannot_be_written_leaves_the_last_one(tmp_path: Path) -> None:
    archives = ExportArchivesInFolder(tmp_path)
    archives.write(DAY, pieces("ancien"))

    def broken(_spool: Callable[[], BinaryIO]) -> Iterator[bytes]:
        yield b"a"
        raise OSError(28, os.strerror(28))

    with pytest.raises(OSError, match="No space"):
        archives.write(DAY, broken)

    assert (tmp_path / "pratiques-2026-11-21.zip").read_text() == "ancien"
    assert {path.name for path in tmp_path.iterdir()} == {
        ".lock",
        "SHA256SUMS",
        "pratiques-2026-11-21.zip",
    }


def test_what_a_killed_writer_left_is_swept(tmp_path: Path) -> None:
    (tmp_path / ".kb-export-archive").write_text("la moitié")

    ExportArchivesInFolder(tmp_path).write(DAY, pieces("entier"))

    assert not (tmp_path / ".kb-export-archive").exists()


def test_what_waits_has_no_name_on_the_disk(tmp_path: Path) -> None:
    def spooled(spool: Callable[[], BinaryIO]) -> Iterator[bytes]:
        with spool() as file:
            file.write(b"attend")
            assert {path.name for path in tmp_path.iterdir()} == {".lock", ".kb-export-archive"}
            file.seek(0)
            yield file.read()

    archive = ExportArchivesInFolder(tmp_path).write(DAY, spooled)

    assert archive.path.read_bytes() == b"attend"


def test_two_writers_wait_for_each_other(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        "kb.stores.export_archives.PublishingLockFile",
        lambda path: PublishingLockFile(path, seconds=0.0),
    )

    with PublishingLockFile(tmp_path / ".lock")(), pytest.raises(ArchiveBusyError):
        ExportArchivesInFolder(tmp_path).write(DAY, pieces("a"))


def test_sums_that_were_lost_are_made_again(tmp_path: Path) -> None:
    archives = ExportArchivesInFolder(tmp_path)
    archives.write(DAY, pieces("a"))
    sums = (tmp_path / "SHA256SUMS").read_text()
    (tmp_path / "SHA256SUMS").unlink()
    assert archives.looked_at() is None

    archive = archives.write(DAY + timedelta(days=1), pieces("a"))

    assert not archive.is_new
    assert (tmp_path / "SHA256SUMS").read_text() == sums
