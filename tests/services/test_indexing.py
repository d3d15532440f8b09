"""The index agrees with the files, whatever happened to them."""

import shutil
import threading
from collections.abc import Callable

from kb.services.indexing import CatchUp
from tests.bases import Base

BaseOf = Callable[..., Base]


def test_the_first_run_builds_the_index(base: Base) -> None:
    base.write("garage")

    assert base.catch_up() == CatchUp(added=1, rebuilt=True)


def test_what_was_added_changed_and_removed_is_caught_up(base_of: BaseOf) -> None:
    base = base_of(old={}, same={}, changing={"title": "Avant la pluie"})
    base.write("new", title="Une nouvelle venue")
    base.write("changing", title="Après la pluie")
    base.remove("old")

    assert base.catch_up() == CatchUp(added=1, replaced=1, removed=1)
    assert base.found("après pluie") == ["changing"]
    assert set(base.found()) == {"new", "same", "changing"}


def test_a_second_run_has_nothing_to_do(base_of: BaseOf) -> None:
    base = base_of(garage={})

    assert not base.catch_up()


def test_a_file_that_breaks_rules_is_left_out_and_the_others_are_found(base_of: BaseOf) -> None:
    base = base_of(good={}, broken={})
    (base.home / "cases" / "broken.md").write_text("---\ntitle: rien\n---\n")
    (base.home / "cases" / "never.md").write_bytes(b"\xff\xfe\x00")

    assert base.catch_up() == CatchUp(removed=1)
    assert base.found() == ["good"]
    assert not base.catch_up()


def test_a_mended_file_comes_back(base_of: BaseOf) -> None:
    base = base_of(garage={})
    (base.home / "cases" / "garage.md").write_text("---\n")
    base.catch_up()
    base.write("garage")

    assert base.catch_up() == CatchUp(added=1)
    assert base.found() == ["garage"]


def test_a_rebuild_tells_how_far_it_is(base: Base) -> None:
    for n in range(3):
        base.write(f"case-{n}")
    seen: list[tuple[int, int]] = []

    base.indexing.rebuild(progress=lambda done, total: seen.append((done, total)))

    assert seen == [(1, 3), (2, 3), (3, 3)]


def test_progress_counts_the_files_that_are_left_out(base: Base) -> None:
    base.write("good")
    (base.home / "cases" / "broken.md").write_text("---\n")
    seen: list[tuple[int, int]] = []

    base.indexing.rebuild(progress=lambda done, total: seen.append((done, total)))

    assert seen == [(1, 2), (2, 2)]


def test_what_is_mended_in_the_background_can_be_mended_again(base: Base) -> None:
    base.write("garage")

    for _ in range(2):
        shutil.rmtree(base.home / "index", ignore_errors=True)
        base.indexing.mend_in_background()
        for thread in threading.enumerate():
            if thread.name == "kb-mending":
                thread.join()

        assert base.found() == ["garage"]


def test_who_waits_for_the_index_waits_no_longer_than_asked(base: Base) -> None:
    base.catch_up()
    base.write("garage")

    with base.index.writing():
        in_time = base.indexing.catch_up_within(0.05)

    for thread in threading.enumerate():
        if thread.name == "kb-indexing":
            thread.join()
    assert not in_time
    assert base.found() == ["garage"]
    assert base.indexing.catch_up_within(60)
