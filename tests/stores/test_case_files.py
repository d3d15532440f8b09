import os
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import pytest

from kb.domain.case import CaseFile
from kb.domain.problems import Problem
from kb.domain.taxonomy import Taxonomy
from kb.formats import front_matter
from kb.ports import (
    CaseNotFoundError,
    CasesUnavailableError,
    CaseUnreadableError,
    UnreadableFile,
)
from kb.stores.case_files import MAX_FILE_BYTES, CaseFiles
from kb.stores.readings import MAX_READINGS
from tests.builders import a_case, a_taxonomy

TEXT = front_matter.render(a_case())


@dataclass
class OneTaxonomy:
    taxonomy: Taxonomy

    def current(self) -> Taxonomy:
        return self.taxonomy

    def problems(self) -> tuple[Problem, ...]:
        return ()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "cases"
    folder.mkdir()
    return folder


@pytest.fixture
def cases(folder: Path) -> CaseFiles:
    return CaseFiles(folder, OneTaxonomy(a_taxonomy()))


def codes(found: CaseFile | UnreadableFile) -> list[str]:
    assert isinstance(found, UnreadableFile)
    return [problem.code for problem in found.problems]


def test_a_case_is_read_from_its_file(folder: Path, cases: CaseFiles) -> None:
    (folder / "un-garage.md").write_text(TEXT, "utf-8")

    file = cases.read("un-garage")

    assert file.case == a_case()
    assert file.text == TEXT
    assert file.sha256 == sha256(TEXT.encode()).hexdigest()


def test_a_file_written_by_hand_is_read_as_it_is(folder: Path, cases: CaseFiles) -> None:
    text = TEXT.replace("scales:\n- local", "scales: [local]").replace("\n", "\r\n")
    (folder / "un-garage.md").write_bytes(text.encode())

    file = cases.read("un-garage")

    assert file.case == a_case()
    assert file.text == text


@pytest.mark.parametrize(
    "slug", ["absent", "", "..", "../secret", "A", "a/b", "a" * 81, "a\n", "a\0"]
)
def test_what_is_not_there_is_not_found(folder: Path, cases: CaseFiles, slug: str) -> None:
    (folder.parent / "secret.md").write_text(TEXT, "utf-8")

    with pytest.raises(CaseNotFoundError, match="case-not-found"):
        cases.read(slug)


def test_a_file_that_breaks_rules_is_unreadable_with_all_its_problems(
    folder: Path, cases: CaseFiles
) -> None:
    (folder / "bref.md").write_text(TEXT.replace("- local", "- loin").replace("- emploi", "- x"))

    with pytest.raises(CaseUnreadableError, match="case-unreadable") as raised:
        cases.read("bref")

    assert [problem.code for problem in raised.value.problems] == ["unknown-term"] * 2


def test_a_published_case_without_its_day_is_unreadable(folder: Path, cases: CaseFiles) -> None:
    (folder / "x.md").write_text(front_matter.render(a_case(published_on=None)), "utf-8")

    (file,) = cases.every()

    assert codes(file) == ["missing-key"]


def test_good_files_are_read_beside_bad_ones(folder: Path, cases: CaseFiles) -> None:
    (folder / "bon.md").write_text(TEXT, "utf-8")
    (folder / "Été.md").write_text(TEXT, "utf-8")
    (folder / "a--b.md").write_text(TEXT, "utf-8")
    (folder / f"{'a' * 81}.md").write_text(TEXT, "utf-8")
    (folder / os.fsdecode(b"\xff\x1b.md")).write_text(TEXT, "utf-8")
    (folder / "latin.md").write_bytes(b"---\ntitle: \xe9t\xe9\n")
    (folder / "vide.md").touch()
    (folder / "dossier.md").mkdir()
    (folder / "lien.md").symlink_to(folder / "bon.md")
    (folder / "rompu.md").symlink_to(folder / "nulle-part")
    os.mkfifo(folder / "tuyau.md")
    (folder / "geant.md").write_bytes(b"x" * (MAX_FILE_BYTES + 1))
    (folder / ".bon.md.tmp").write_text(TEXT, "utf-8")
    (folder / ".cache.md").write_text(TEXT, "utf-8")
    (folder / "LICENSE").write_text("…", "utf-8")

    found = list(cases.every())

    assert [file.slug for file in found if isinstance(file, CaseFile)] == ["bon"]
    assert {file.name: codes(file) for file in found if isinstance(file, UnreadableFile)} == {
        "Été.md": ["bad-file-name"],
        "a--b.md": ["bad-file-name"],
        "a" * 59 + "…": ["bad-file-name"],
        "\ufffd\ufffd.md": ["bad-file-name"],
        "latin.md": ["not-utf-8"],
        "vide.md": ["fence-missing"],
        "dossier.md": ["not-a-file"],
        "lien.md": ["symbolic-link"],
        "rompu.md": ["symbolic-link"],
        "tuyau.md": ["not-a-file"],
        "geant.md": ["too-large"],
    }
    assert cases.hashes().keys() == {"bon", "latin", "vide"}


def test_bytes_that_are_no_text_are_named_with_their_line(folder: Path, cases: CaseFiles) -> None:
    (folder / "latin.md").write_bytes(b"---\ntitle: a\nplace: \xe9\n")

    (file,) = cases.every()

    assert isinstance(file, UnreadableFile)
    assert file.problems[0].line == 3


@pytest.mark.parametrize("name", ["dossier", "lien", "tuyau"])
def test_what_is_no_regular_file_is_never_opened_as_a_case(
    folder: Path, cases: CaseFiles, name: str
) -> None:
    (folder / "dossier.md").mkdir()
    (folder / "lien.md").symlink_to("/etc/passwd")
    os.mkfifo(folder / "tuyau.md")

    with pytest.raises(CaseUnreadableError):
        cases.read(name)


def test_the_system_s_refusal_is_told(
    folder: Path, cases: CaseFiles, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "secret.md").write_text(TEXT, "utf-8")
    monkeypatch.setattr(os, "open", _refusing(PermissionError(13, "Permission denied")))

    (file,) = cases.every()

    assert codes(file) == ["cannot-read"]


def test_no_case_seems_gone_when_the_system_cannot_read(
    folder: Path, cases: CaseFiles, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "bon.md").write_text(TEXT, "utf-8")
    monkeypatch.setattr(os, "open", _refusing(OSError(24, "Too many open files")))

    with pytest.raises(CasesUnavailableError, match="cases-unavailable"):
        cases.hashes()


def test_a_file_that_vanishes_meanwhile_is_absent(
    folder: Path, cases: CaseFiles, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "bon.md").write_text(TEXT, "utf-8")
    monkeypatch.setattr(os, "open", _refusing(FileNotFoundError(2, "No such file")))

    assert list(cases.every()) == []
    assert cases.hashes() == {}


def test_without_a_folder_there_are_no_cases_and_the_check_says_so(tmp_path: Path) -> None:
    cases = CaseFiles(tmp_path / "absent", OneTaxonomy(a_taxonomy()))

    assert cases.hashes() == {}
    assert [codes(file) for file in cases.every()] == [["cases-folder-missing"]]
    with pytest.raises(CaseNotFoundError):
        cases.read("un-garage")


def test_an_unchanged_file_is_parsed_once_and_a_changed_one_again(
    folder: Path, cases: CaseFiles, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "bon.md").write_text(TEXT, "utf-8")
    first = cases.read("bon")
    monkeypatch.setattr(front_matter, "read", lambda *_, **__: a_case(title="Relu, donc"))

    again = cases.read("bon")
    (folder / "bon.md").write_text(TEXT + "\nUn mot de plus.\n", "utf-8")
    changed = cases.read("bon")

    assert again == first
    assert changed.case.title == "Relu, donc"


def test_another_vocabulary_reads_the_same_file_anew(folder: Path) -> None:
    taxonomies = OneTaxonomy(a_taxonomy())
    cases = CaseFiles(folder, taxonomies)
    (folder / "bon.md").write_text(TEXT, "utf-8")
    cases.read("bon")

    taxonomies.taxonomy = Taxonomy(
        version=2,
        sha256="another",
        facets=tuple(
            facet if facet.id != "region" else type(facet)(id="region", label="R", terms=())
            for facet in a_taxonomy().facets
        ),
    )

    with pytest.raises(CaseUnreadableError):
        cases.read("bon")


def test_only_so_many_readings_are_kept(folder: Path, cases: CaseFiles) -> None:
    for number in range(MAX_READINGS + 10):
        (folder / f"c{number}.md").write_text(f"{number}", "utf-8")

    assert len(list(cases.every())) == MAX_READINGS + 10

    assert len(cases._readings._by_hashes) == MAX_READINGS


def _refusing(error: OSError) -> object:
    def refuse(*_: object, **__: object) -> int:
        raise error

    return refuse
