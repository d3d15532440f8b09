import json
import shutil
import sqlite3
import stat
import threading
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from kb.bootstrap import assemble
from kb.domain.account import Account, Role
from kb.domain.publication import Change
from kb.operator_ports import BackupDamagedError, BackupFolderTakenError, HomeNotEmptyError
from kb.services.knowledge_base import KnowledgeBase
from kb.settings import Settings
from kb.unit_of_work import DatabaseUnavailableError
from kb.web.app import create_app
from tests.bases import Base
from tests.builders import PROJECT, a_case_file, a_publication, sha256

FILE = a_case_file()


@pytest.fixture
def base(base: Base) -> Base:
    """A base with everything that a backup holds."""
    base.write("velo", title="Un atelier vélo")
    (base.home / "cases" / "LICENSE").write_text("CC BY 4.0")
    (base.home / "mail").mkdir()
    (base.home / "mail" / "refus.txt").write_text("Objet : Non\n\nNon.\n")
    base.knowledge_base.erasing.numbers.add(7)
    base.knowledge_base.enrolling.secret.value()
    with base.knowledge_base.publishing.work.writing() as unit:
        unit.accounts.add(Account(email="claire@example.org", role=Role.CONTRIBUTOR))
    base.catch_up()
    return base


@pytest.fixture
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("backups") / "2026-11-20"


@pytest.fixture
def elsewhere(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("elsewhere") / "base"


def restored(folder: Path, elsewhere: Path) -> KnowledgeBase:
    knowledge_base = assemble(Settings(home=elsewhere))
    knowledge_base.safekeeping.restore(folder)
    return knowledge_base


def names(folder: Path) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}


def publish(knowledge_base: KnowledgeBase, *changes: Change) -> int:
    with knowledge_base.publishing.work.writing() as unit:
        return knowledge_base.publishing.record(unit, a_publication(*changes)).id


def test_a_backup_holds_all_that_cannot_be_made_again(base: Base, folder: Path) -> None:
    (base.home / "data" / "kb-before-0000.sqlite3").write_bytes(b"x")
    for name in ("entrees.yaml", "organisations.yaml"):
        (base.home / name).write_bytes((PROJECT / name).read_bytes())

    number = base.knowledge_base.safekeeping.backup(folder)

    assert names(folder) == {
        "manifest.json",
        "taxonomy.yaml",
        "entrees.yaml",
        "organisations.yaml",
        "cases/velo.md",
        "cases/LICENSE",
        "mail/refus.txt",
        "data/kb.sqlite3",
        "data/erased.txt",
        "data/secret-key",
    }
    assert number == len(names(folder)) - 1
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_the_manifest_has_the_hash_of_every_file(base: Base, folder: Path) -> None:
    base.knowledge_base.safekeeping.backup(folder)

    manifest = json.loads((folder / "manifest.json").read_text("utf-8"))

    assert set(manifest["files"]) == names(folder) - {"manifest.json"}
    text = (folder / "cases" / "velo.md").read_text("utf-8")
    assert manifest["files"]["cases/velo.md"] == sha256(text)


def test_a_restored_base_is_the_one_that_was_backed_up(
    base: Base, folder: Path, elsewhere: Path
) -> None:
    number = publish(base.knowledge_base, Change(slug=FILE.slug, before=None, after=FILE.text))
    base.knowledge_base.publishing.apply(number)
    base.knowledge_base.safekeeping.backup(folder)

    knowledge_base = restored(folder, elsewhere)
    knowledge_base.indexing.catch_up()

    assert knowledge_base.checking.findings() == base.knowledge_base.checking.findings()
    with knowledge_base.publishing.work.reading() as unit:
        assert unit.accounts.by_email("claire@example.org")
        assert unit.publications.last(FILE.slug)
    assert knowledge_base.enrolling.secret.value() == base.knowledge_base.enrolling.secret.value()
    here, there = (
        create_app(each, Settings(home=home)).test_client()
        for each, home in ((base.knowledge_base, base.home), (knowledge_base, elsewhere))
    )
    for path in ("/", "/?q=garage", "/cas/velo", f"/cas/{FILE.slug}", f"/cas/{FILE.slug}.md"):
        assert there.get(path).data == here.get(path).data


def test_secrets_stay_secret_in_a_restored_base(base: Base, folder: Path, elsewhere: Path) -> None:
    base.knowledge_base.safekeeping.backup(folder)
    restored(folder, elsewhere)

    for name in ("data/secret-key", "data/kb.sqlite3"):
        assert stat.S_IMODE((elsewhere / name).stat().st_mode) == 0o600
    assert stat.S_IMODE((elsewhere / "data").stat().st_mode) == 0o700


def test_what_was_decided_and_not_done_is_done_after_a_restore(
    base: Base, folder: Path, elsewhere: Path
) -> None:
    publish(base.knowledge_base, Change(slug=FILE.slug, before=None, after=FILE.text))
    base.knowledge_base.safekeeping.backup(folder)

    knowledge_base = restored(folder, elsewhere)

    assert knowledge_base.publishing.replay() == 1
    assert knowledge_base.reading.case(FILE.slug).text == FILE.text


def test_backups_made_while_people_publish_agree_with_themselves(
    base: Base, tmp_path_factory: pytest.TempPathFactory
) -> None:
    backups, stopping = tmp_path_factory.mktemp("many"), threading.Event()
    other = base.again().knowledge_base

    def work() -> None:
        before = None
        for number in range(1000):
            if stopping.is_set():
                return
            after = a_case_file(title=f"Un garage, version {number}").text
            change = Change(slug=FILE.slug, before=before, after=after)
            other.publishing.apply(publish(other, change))
            before = sha256(after)

    worker = threading.Thread(target=work)
    worker.start()
    for number in range(6):
        base.knowledge_base.safekeeping.backup(backups / str(number))
    stopping.set()
    worker.join()

    for number in range(6):
        knowledge_base = restored(backups / str(number), backups / f"home-{number}")
        knowledge_base.publishing.replay()
        codes = [each.code for each in knowledge_base.checking.findings() if each.is_error]
        assert codes == []
        assert knowledge_base.publishing.conflicts() == ()


def test_a_backup_never_overwrites(base: Base, folder: Path) -> None:
    base.knowledge_base.safekeeping.backup(folder)
    before = names(folder)
    base.remove("velo")

    with pytest.raises(BackupFolderTakenError):
        base.knowledge_base.safekeeping.backup(folder)

    assert names(folder) == before


def test_an_empty_folder_is_taken_for_a_backup(base: Base, folder: Path) -> None:
    folder.mkdir()

    base.knowledge_base.safekeeping.backup(folder)

    assert (folder / "manifest.json").exists()


def test_a_backup_that_cannot_be_finished_leaves_nothing_behind(
    base: Base, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> str:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("kb.stores.backups.copy_flushed", fail)

    with pytest.raises(OSError, match="No space"):
        base.knowledge_base.safekeeping.backup(folder)

    assert list(folder.parent.iterdir()) == []


def test_what_an_interrupted_backup_left_is_replaced(base: Base, folder: Path) -> None:
    partial = folder.with_name(f"{folder.name}.partial")
    partial.mkdir()
    (partial / "reste").write_text("x")

    base.knowledge_base.safekeeping.backup(folder)

    assert list(folder.parent.iterdir()) == [folder]
    assert "reste" not in names(folder)


def test_a_damaged_database_is_not_backed_up_as_if_it_were_good(base: Base, folder: Path) -> None:
    (base.home / "data" / "kb.sqlite3").write_bytes(b"SQLite format 3\x00" + b"\xff" * 5000)

    with pytest.raises(DatabaseUnavailableError):
        base.knowledge_base.safekeeping.backup(folder)

    assert list(folder.parent.iterdir()) == []


def test_a_base_without_a_database_is_backed_up_without(
    base: Base, folder: Path, elsewhere: Path
) -> None:
    (base.home / "data" / "kb.sqlite3").unlink()

    base.knowledge_base.safekeeping.backup(folder)
    restored(folder, elsewhere)

    assert not (elsewhere / "data" / "kb.sqlite3").exists()
    assert (elsewhere / "cases" / "velo.md").exists()


def test_nothing_is_ever_restored_over_something(base: Base, folder: Path) -> None:
    base.knowledge_base.safekeeping.backup(folder)
    base.remove("velo")

    with pytest.raises(HomeNotEmptyError):
        base.knowledge_base.safekeeping.restore(folder)

    assert not (base.home / "cases" / "velo.md").exists()


def _change(folder: Path) -> None:
    path = folder / "cases" / "velo.md"
    path.write_bytes(path.read_bytes() + b" ")


def _lose(folder: Path) -> None:
    (folder / "data" / "secret-key").unlink()


def _spoil(folder: Path) -> None:
    with closing(sqlite3.connect(folder / "data" / "kb.sqlite3")) as connection, connection:
        connection.execute("DELETE FROM account")


def _forget(folder: Path) -> None:
    (folder / "manifest.json").unlink()


def _garble(folder: Path) -> None:
    (folder / "manifest.json").write_text("{")


def _link(folder: Path) -> None:
    (folder / "cases" / "velo.md").rename(folder / "velo.md")
    (folder / "cases" / "velo.md").symlink_to(folder / "velo.md")


def _escape(folder: Path) -> None:
    _name(folder, "cases/../../velo.md")


def _root(folder: Path) -> None:
    _name(folder, "/etc/passwd")


def _foreign(folder: Path) -> None:
    _name(folder, "index/CURRENT")


def _nothing(folder: Path) -> None:
    _name(folder, "")


def _name(folder: Path, name: str) -> None:
    path = folder / "manifest.json"
    manifest = json.loads(path.read_bytes())
    manifest["files"][name] = "0" * 64
    path.write_text(json.dumps(manifest))


@pytest.mark.parametrize(
    "damage",
    [_change, _lose, _spoil, _forget, _garble, _link, _escape, _root, _foreign, _nothing],
)
def test_of_a_damaged_backup_nothing_is_restored(
    base: Base, folder: Path, elsewhere: Path, damage: Callable[[Path], None]
) -> None:
    base.knowledge_base.safekeeping.backup(folder)
    damage(folder)

    with pytest.raises(BackupDamagedError):
        restored(folder, elsewhere)

    assert not elsewhere.exists() or list(elsewhere.iterdir()) == []


def test_a_restore_that_was_killed_can_be_begun_again(
    base: Base, folder: Path, elsewhere: Path
) -> None:
    base.knowledge_base.safekeeping.backup(folder)
    shutil.copytree(folder, elsewhere / ".restoring")

    restored(folder, elsewhere)

    assert names(elsewhere) == names(folder) - {"manifest.json"}


def test_what_was_put_into_a_backup_by_hand_is_not_restored(
    base: Base, folder: Path, elsewhere: Path
) -> None:
    base.knowledge_base.safekeeping.backup(folder)
    (folder / "cases" / "ajoutee.md").write_text("x")

    restored(folder, elsewhere)

    assert not (elsewhere / "cases" / "ajoutee.md").exists()
