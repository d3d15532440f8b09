import os
import resource
import signal
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from kb.ports import CaseNotFoundError, CasesNotWritableError, EditedMeanwhileError
from kb.stores.case_files import CaseFiles
from kb.stores.taxonomies import TaxonomyInFile
from tests.builders import PROJECT, a_case_file, sha256

SLUG = "garage-solidaire"
OLD, NEW = a_case_file().text, a_case_file(place="Rennes").text


@pytest.fixture
def cases(tmp_path: Path) -> CaseFiles:
    return CaseFiles(tmp_path, TaxonomyInFile(PROJECT / "taxonomy.yaml"))


@contextmanager
def small_disk(size_bytes: int) -> Iterator[None]:
    """Files of this process cannot grow beyond a size, as if the disk were full there."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size_bytes, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, handler)


def test_a_case_is_written_changed_and_taken_away(cases: CaseFiles) -> None:
    cases.write(SLUG, OLD, replacing=None)
    assert cases.read(SLUG).text == OLD

    cases.write(SLUG, NEW, replacing=sha256(OLD))
    assert cases.read(SLUG).text == NEW

    cases.remove(SLUG, replacing=sha256(NEW))
    assert cases.held(SLUG) is None
    assert os.listdir(cases.folder) == []  # noqa: PTH208 - hidden ones, too


def test_each_step_may_be_repeated(cases: CaseFiles) -> None:
    for _ in range(2):
        cases.write(SLUG, OLD, replacing=None)
    for _ in range(2):
        cases.write(SLUG, NEW, replacing=sha256(OLD))
    assert cases.read(SLUG).text == NEW

    for _ in range(2):
        cases.remove(SLUG, replacing=sha256(NEW))
    assert cases.held(SLUG) is None


@pytest.mark.parametrize("by_hand", ["Écrit à la main.", b"\xff\xfe", None])
def test_what_was_edited_by_hand_is_not_overwritten(
    cases: CaseFiles, by_hand: str | bytes | None
) -> None:
    path = cases.folder / f"{SLUG}.md"
    if by_hand is not None:
        path.write_bytes(by_hand if isinstance(by_hand, bytes) else by_hand.encode())

    with pytest.raises(EditedMeanwhileError):
        cases.write(SLUG, NEW, replacing=sha256(OLD))
    if by_hand is not None:
        with pytest.raises(EditedMeanwhileError):
            cases.remove(SLUG, replacing=sha256(OLD))

    held = cases.held(SLUG)
    assert (held is None) == (by_hand is None)


def test_a_link_in_the_place_of_a_case_counts_as_edited(cases: CaseFiles, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.write_text(OLD, encoding="utf-8")
    (cases.folder / f"{SLUG}.md").symlink_to(elsewhere)

    with pytest.raises(EditedMeanwhileError):
        cases.write(SLUG, NEW, replacing=sha256(OLD))

    assert elsewhere.read_text("utf-8") == OLD


def test_a_full_disk_leaves_the_file_as_it_was_and_nothing_beside_it(cases: CaseFiles) -> None:
    cases.write(SLUG, OLD, replacing=None)

    with small_disk(100), pytest.raises(CasesNotWritableError):
        cases.write(SLUG, NEW, replacing=sha256(OLD))

    assert cases.read(SLUG).text == OLD
    assert os.listdir(cases.folder) == [f"{SLUG}.md"]  # noqa: PTH208 - hidden ones, too


def test_a_folder_that_is_not_there_is_said(cases: CaseFiles) -> None:
    cases.folder.rmdir()

    with pytest.raises(CasesNotWritableError):
        cases.write(SLUG, OLD, replacing=None)


def test_what_a_killed_process_left_aside_goes(cases: CaseFiles) -> None:
    ours, others = f".{SLUG}.md.kb-tmp", f".{SLUG}.md.swp"
    for name in (ours, others):
        (cases.folder / name).write_text("half a te", encoding="utf-8")

    cases.write(SLUG, OLD, replacing=None)
    assert cases.read(SLUG).text == OLD
    (cases.folder / ours).write_text("half a te", encoding="utf-8")
    cases.sweep()

    assert set(os.listdir(cases.folder)) == {f"{SLUG}.md", others}  # noqa: PTH208 - hidden ones, too


def test_who_could_edit_the_file_by_hand_still_can(cases: CaseFiles) -> None:
    cases.write(SLUG, OLD, replacing=None)
    path = cases.folder / f"{SLUG}.md"
    path.chmod(0o664)

    cases.write(SLUG, NEW, replacing=sha256(OLD))

    assert stat.S_IMODE(path.stat().st_mode) == 0o664


@pytest.mark.parametrize("slug", ["../x", "", "a/b", "A", "x.md"])
def test_what_is_no_slug_names_no_file(cases: CaseFiles, slug: str) -> None:
    with pytest.raises(CaseNotFoundError):
        cases.write(slug, OLD, replacing=None)
    with pytest.raises(CaseNotFoundError):
        cases.held(slug)
