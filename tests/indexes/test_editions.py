"""The index survives what may happen to it: kills, damage, other processes, a full disk."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from kb.indexes import writing
from kb.indexes.editions import Editions
from kb.indexes.whoosh_index import WhooshIndex
from kb.ports import IndexBusyError, IndexNotReadyError, IndexNotWritableError, RebuildUnderWayError
from tests.bases import Base
from tests.builders import a_case_file

BaseOf = Callable[..., Base]


def edition(base: Base) -> Path:
    return Editions(base.home / "index").current().folder


def segment(base: Base) -> Path:
    return next(edition(base).glob("*.seg"))


def commit(base: Base) -> Path:
    return max(edition(base).glob("*.toc"))


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def flip(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 0xFF
    path.write_bytes(content)


def remove_everything(base: Base) -> None:
    for path in sorted((base.home / "index").rglob("*"), reverse=True):
        path.rmdir() if path.is_dir() else path.unlink()


DAMAGE: dict[str, Callable[[Base], object]] = {
    "no folder": remove_everything,
    "no pointer": lambda base: (base.home / "index" / "CURRENT").unlink(),
    "empty pointer": lambda base: (base.home / "index" / "CURRENT").write_text(""),
    "pointer elsewhere": lambda base: (base.home / "index" / "CURRENT").write_text("../cases"),
    "pointer too long": lambda base: (base.home / "index" / "CURRENT").write_text("a" * 300),
    "pointer not text": lambda base: (base.home / "index" / "CURRENT").write_bytes(b"\xff\0"),
    "no manifest": lambda base: (edition(base) / "manifest.json").unlink(),
    "manifest of nothing": lambda base: (edition(base) / "manifest.json").write_text("[]"),
    "checksums not JSON": lambda base: (edition(base) / "checksums.json").write_text("{"),
    "empty commit": lambda base: commit(base).write_bytes(b""),
    "cut commit": lambda base: cut(commit(base)),
    "later commit, empty": lambda base: (edition(base) / "_MAIN_99.toc").write_bytes(b""),
    "cut segment": lambda base: cut(segment(base)),
    "one bit of a segment": lambda base: flip(segment(base)),
    "no segment": lambda base: segment(base).unlink(),
    "no commit": lambda base: commit(base).unlink(),
}


@pytest.mark.filterwarnings(
    "ignore::pytest.PytestUnraisableExceptionWarning"  # Whoosh leaves a damaged file open
)
@pytest.mark.parametrize("damage", DAMAGE.values(), ids=DAMAGE)
def test_a_damaged_index_is_noticed_and_rebuilt(
    base_of: BaseOf, damage: Callable[[Base], object]
) -> None:
    base = base_of(garage={"title": "Garage solidaire"}, soup={"title": "Soupes du marché"})
    damage(base)
    reader = base.again()

    with pytest.raises(IndexNotReadyError):
        reader.found("garage")
    assert reader.catch_up().rebuilt
    assert reader.found("garage") == base.found("garage") == ["garage"]


def test_a_reader_with_a_state_in_memory_notices_that_the_index_is_gone(base_of: BaseOf) -> None:
    base = base_of(garage={})
    assert base.found() == ["garage"]

    remove_everything(base)

    with pytest.raises(IndexNotReadyError):
        base.found()


def test_another_taxonomy_makes_the_index_outdated(base_of: BaseOf) -> None:
    base = base_of(garage={})
    assert base.found() == ["garage"]
    taxonomy = base.home / "taxonomy.yaml"
    taxonomy.write_text(taxonomy.read_text("utf-8").replace("Mal-logement", "Logement"), "utf-8")

    with pytest.raises(IndexNotReadyError):
        base.found()
    assert base.catch_up().rebuilt
    assert base.found() == ["garage"]


def test_a_taxonomy_that_changes_during_a_rebuild_gives_no_mixed_index(base_of: BaseOf) -> None:
    base = base_of(garage={}, soup={})
    before = edition(base)
    taxonomy = base.home / "taxonomy.yaml"
    text = taxonomy.read_text("utf-8")

    def add_a_term_and_a_case_that_has_it(_done: int, _total: int) -> None:
        taxonomy.write_text(text.replace("slug: mecenat\n", "slug: mecenat-neuf\n"), "utf-8")
        base.write("soup", title="Soupes du marché", categories=("mecenat-neuf",))

    with pytest.raises(IndexNotReadyError):
        base.indexing.rebuild(progress=add_a_term_and_a_case_that_has_it)
    assert edition(base) == before

    assert base.catch_up().rebuilt
    assert base.found() == ["soup"]


@pytest.mark.filterwarnings(
    "ignore::pytest.PytestUnraisableExceptionWarning"  # Whoosh leaves a file that is gone open
)
@pytest.mark.parametrize("put_before", [0, 1])
def test_an_index_that_goes_away_while_it_is_written_is_not_ready(
    base_of: BaseOf, put_before: int
) -> None:
    base = base_of(garage={})

    def write() -> None:
        with base.index.writing() as writing:
            for _ in range(put_before):
                writing.put(a_case_file("new"))
            remove_everything(base)
            writing.put(a_case_file("newer"))

    with pytest.raises(IndexNotReadyError):
        write()
    assert base.catch_up().rebuilt
    assert base.found() == ["garage"]


def test_readers_notice_a_commit_of_another_process_at_their_next_request(base_of: BaseOf) -> None:
    base = base_of(garage={})
    reader = base.again()
    assert reader.found() == ["garage"]

    base.write("soup", title="Soupes du marché")
    base.remove("garage")
    base.catch_up()

    assert reader.found() == ["soup"]


def test_a_file_that_a_commit_takes_away_while_it_is_looked_at_is_no_damage(
    base_of: BaseOf,
) -> None:
    base = base_of(garage={})
    (edition(base) / "MAIN_replaced.seg").symlink_to("nowhere")  # listed, but cannot be opened

    assert base.again().found() == ["garage"]


def test_an_empty_base_answers(base: Base) -> None:
    base.catch_up()

    results = base.search("garage")

    assert (results.total, results.hits) == (0, ())
    assert base.index.every() == ()


def test_one_writer_at_a_time(base_of: BaseOf) -> None:
    base = base_of(garage={})
    other = Editions(base.home / "index", lock_seconds=0.1)

    with base.index.writing(), pytest.raises(IndexBusyError), other.lock():
        pass
    with other.lock():
        pass


def test_one_rebuild_at_a_time(base_of: BaseOf) -> None:
    base = base_of(garage={})

    with (
        base.index.rebuilding(),
        pytest.raises(RebuildUnderWayError),
        base.again().index.rebuilding(),
    ):
        pass


def test_what_raises_while_writing_changes_nothing(base_of: BaseOf) -> None:
    base = base_of(garage={}, soup={})

    def interrupted() -> None:
        with base.index.writing() as writing:
            writing.remove("garage")
            raise InterruptedError

    with pytest.raises(IndexNotWritableError):
        interrupted()

    assert set(base.found()) == {"garage", "soup"}
    assert not base.catch_up()


def test_a_rebuild_that_raises_leaves_the_edition_in_use(base_of: BaseOf) -> None:
    base = base_of(garage={})
    before = edition(base)

    with pytest.raises(ZeroDivisionError), base.index.rebuilding():
        _ = 1 / 0

    assert edition(base) == before
    assert [path.name for path in (base.home / "index").iterdir() if path.is_dir()] == [before.name]
    assert base.found() == ["garage"]


def test_a_rebuild_that_was_stopped_goes_on_where_it_was(
    base_of: BaseOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    base = base_of(**{f"case-{n}": {"title": f"Alliance {n}"} for n in range(8)})
    before = edition(base)
    monkeypatch.setattr(writing, "BATCH_CASES", 3)

    def stop_at_the_seventh(done: int, _total: int) -> None:
        if done == 7:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        base.indexing.rebuild(stop_at_the_seventh)
    assert edition(base) == before
    told: list[tuple[int, int]] = []
    base.again().indexing.rebuild(lambda done, total: told.append((done, total)))

    assert told == [(1, 2), (2, 2)]
    assert edition(base) != before
    assert sorted(base.found("alliance")) == [f"case-{n}" for n in range(8)]


def test_a_rebuild_that_was_stopped_is_begun_anew_for_another_taxonomy(
    base_of: BaseOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    base = base_of(**{f"case-{n}": {"title": f"Alliance {n}"} for n in range(4)})
    monkeypatch.setattr(writing, "BATCH_CASES", 2)

    def stop(done: int, _total: int) -> None:
        if done == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        base.indexing.rebuild(stop)
    with (base.home / "taxonomy.yaml").open("a", encoding="utf-8") as file:
        file.write("# another one\n")
    told: list[int] = []
    base.indexing.rebuild(lambda _done, total: told.append(total))

    assert told == [4] * 4


def test_a_rebuild_does_not_switch_while_somebody_writes(base_of: BaseOf) -> None:
    base = base_of(garage={})
    before = edition(base)
    impatient = Editions(base.home / "index", lock_seconds=0.1)
    index = WhooshIndex(impatient, base.knowledge_base.taxonomies)

    with base.index.writing(), pytest.raises(IndexBusyError), index.rebuilding():
        pass

    assert edition(base) == before


def test_rebuilds_leave_one_earlier_edition_behind(base_of: BaseOf) -> None:
    base = base_of(garage={})

    for _ in range(4):
        base.indexing.rebuild()

    assert len([path for path in (base.home / "index").iterdir() if path.is_dir()]) == 2


def test_a_case_added_during_a_rebuild_is_found_before_and_after_the_switch(
    base_of: BaseOf,
) -> None:
    base = base_of(garage={"title": "Garage solidaire"})
    seen = []

    def add_once(_done: int, _total: int) -> None:
        base.write("soup", title="Soupes du marché")
        base.again().catch_up()
        seen.append(base.found("soupes"))

    base.indexing.rebuild(progress=add_once)

    assert seen == [["soup"]]
    assert base.found("soupes") == ["soup"]


def test_a_case_that_changes_during_a_rebuild_stands_there_once_as_it_is_now(
    base_of: BaseOf,
) -> None:
    base = base_of(garage={"title": "Garage solidaire"})

    base.indexing.rebuild(progress=lambda *_: base.write("garage", title="Garage associatif"))

    assert base.found() == base.found("associatif") == ["garage"]
    assert not base.catch_up()


def test_the_disk_that_refuses_is_an_error_with_a_name(
    base_of: BaseOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    base = base_of(garage={})
    base.write("soup", title="Soupes du marché")

    def full(*_arguments: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        with pytest.raises(IndexNotWritableError):
            base.catch_up()
        with pytest.raises(IndexNotWritableError):
            base.indexing.rebuild()

    base.catch_up()
    assert set(base.found()) == {"garage", "soup"}


def test_readers_never_fail_while_others_write_and_rebuild(base_of: BaseOf) -> None:
    base = base_of(**{f"case-{n}": {"title": f"Alliance {n}"} for n in range(5)})
    reader = base.again()
    totals: list[int] = []
    stop = threading.Event()

    def read() -> None:
        while not stop.is_set():
            totals.append(reader.search("alliance").total)

    threads = [threading.Thread(target=read) for _ in range(4)]
    for thread in threads:
        thread.start()
    for n in range(5, 11):
        base.write(f"case-{n}", title=f"Alliance {n}")
        base.catch_up()
        base.indexing.rebuild()
    stop.set()
    for thread in threads:
        thread.join()

    assert set(totals) <= set(range(5, 12))
    assert reader.search("alliance").total == 11


LOOP = """
import sys
from pathlib import Path
from kb.bootstrap import assemble
from kb.settings import Settings

home = Path(sys.argv[1])
indexing = assemble(Settings(home=home)).indexing
extra = home / "cases" / "zz-extra.md"
text = extra.read_bytes()
print("ready", flush=True)
while True:
    extra.write_bytes(text)
    indexing.catch_up()
    indexing.rebuild()
    extra.unlink()
    indexing.catch_up()
"""


@pytest.mark.parametrize("delay", [0.005 * n * n for n in range(1, 11)])
def test_a_kill_at_any_moment_leaves_a_state_in_use_and_the_next_run_works(
    base_of: BaseOf, delay: float
) -> None:
    base = base_of(**{f"case-{n}": {"title": f"Alliance {n}"} for n in range(6)})
    base.write("zz-extra", title="Alliance de trop")
    command = [sys.executable, "-W", "ignore", "-c", LOOP, str(base.home)]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        process.stdout.readline()
        time.sleep(delay)
        process.send_signal(signal.SIGKILL)
    reader = base.again()

    assert reader.search("alliance").total in {6, 7}

    base.write("zz-extra", title="Alliance de trop")
    reader.catch_up()
    assert reader.search("alliance").total == 7
