import os
from pathlib import Path

import pytest

from kb.domain.taxonomy import Taxonomy
from kb.ports import TaxonomyUnreadableError
from kb.stores.side_files import MAX_FILE_BYTES
from kb.stores.taxonomies import TaxonomyInFile
from tests.builders import PROJECT, a_taxonomy

TEXT = (PROJECT / "taxonomy.yaml").read_text("utf-8")


def codes(taxonomies: TaxonomyInFile) -> list[str]:
    return [problem.code for problem in taxonomies.problems()]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "taxonomy.yaml"
    path.write_text(TEXT, "utf-8")
    return path


def test_the_vocabulary_is_read_from_its_file(path: Path) -> None:
    taxonomies = TaxonomyInFile(path)

    assert taxonomies.current() == a_taxonomy()
    assert taxonomies.current().sha256 == a_taxonomy().sha256
    assert taxonomies.problems() == ()


def test_an_unchanged_file_is_read_once(path: Path) -> None:
    taxonomies = TaxonomyInFile(path)

    assert taxonomies.current() is taxonomies.current()


def test_a_change_of_the_file_shows_at_once(path: Path) -> None:
    taxonomies = TaxonomyInFile(path)
    taxonomies.current()

    path.write_text(TEXT.replace("version: 1", "version: 12"), "utf-8")

    assert taxonomies.current().version == 12


def test_the_last_good_vocabulary_goes_on_while_the_file_is_broken(path: Path) -> None:
    taxonomies = TaxonomyInFile(path)
    taxonomies.current()

    path.write_text(TEXT.replace("version: 1", "version: un"), "utf-8")

    assert taxonomies.current() == a_taxonomy()
    assert codes(taxonomies) == ["not-a-version"]
    path.write_text(TEXT, "utf-8")
    assert codes(taxonomies) == []


def test_the_last_good_vocabulary_goes_on_while_the_file_is_away(path: Path) -> None:
    taxonomies = TaxonomyInFile(path)
    taxonomies.current()

    aside = path.rename(path.with_name("aside"))

    assert taxonomies.current() == a_taxonomy()
    assert codes(taxonomies) == ["taxonomy-missing"]
    aside.rename(path)
    assert codes(taxonomies) == []


@pytest.mark.parametrize("content", [None, b"version: un", b"\xff", b"x" * (MAX_FILE_BYTES + 1)])
def test_without_any_good_vocabulary_nothing_can_be_read(path: Path, content: bytes | None) -> None:
    path.unlink()
    if content is not None:
        path.write_bytes(content)

    with pytest.raises(TaxonomyUnreadableError, match="taxonomy-unreadable") as raised:
        TaxonomyInFile(path).current()

    assert raised.value.problems


def test_a_pipe_or_a_folder_in_its_place_does_not_hang(path: Path) -> None:
    path.unlink()
    os.mkfifo(path)

    assert codes(TaxonomyInFile(path)) == ["not-a-file"]
    path.unlink()
    path.mkdir()
    assert codes(TaxonomyInFile(path)) == ["not-a-file"]


def test_the_system_s_trouble_is_told(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> int:
        raise OSError(24, "Too many open files")

    taxonomies = TaxonomyInFile(path)
    monkeypatch.setattr(os, "open", refuse)

    assert codes(taxonomies) == ["cannot-read"]


def test_a_link_to_the_vocabulary_is_followed(path: Path) -> None:
    link = path.with_name("lien.yaml")
    link.symlink_to(path)

    assert isinstance(TaxonomyInFile(link).current(), Taxonomy)
