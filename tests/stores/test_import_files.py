"""Which files of a folder are imported."""

from pathlib import Path

from kb.stores.import_files import import_files


def names(folder: Path) -> list[str]:
    return [Path(name).relative_to(folder).as_posix() for name, _ in import_files((folder,))]


def test_of_a_folder_its_markdown_files_by_name(tmp_path: Path) -> None:
    for name in ("b.md", "a.md", ".hidden.md", "notes.txt"):
        (tmp_path / name).write_text("x", encoding="utf-8")
    (tmp_path / "link.md").symlink_to(tmp_path / "a.md")

    assert names(tmp_path) == ["a.md", "b.md"]


def test_of_a_base_or_an_unpacked_archive_those_of_its_cases(tmp_path: Path) -> None:
    (tmp_path / "cases").mkdir()
    (tmp_path / "cases" / "a.md").write_text("x", encoding="utf-8")
    (tmp_path / "README.md").write_text("x", encoding="utf-8")

    assert names(tmp_path) == ["cases/a.md"]
