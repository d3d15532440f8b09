import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import cast

import pytest

from kb.domain.search import CaseSummary
from kb.formats import front_matter
from kb.index_ports import CaseIndex
from kb.ports import IndexNotReadyError
from kb.services.checking import Checking, Finding
from kb.stores.case_files import CaseFiles
from kb.stores.taxonomies import TaxonomyInFile
from tests.builders import PROJECT, a_case


@dataclass
class ListedIndex:
    """An index as far as a check looks at it: the slugs it holds; `None` while it is prepared."""

    slugs: tuple[str, ...] | None

    def every(self) -> tuple[CaseSummary, ...]:
        if self.slugs is None:
            raise IndexNotReadyError
        return tuple(map(a_summary, self.slugs))


@dataclass
class Home:
    folder: Path

    def write(self, slug: str, text: str) -> None:
        (self.folder / "cases" / f"{slug}.md").write_text(text, "utf-8")

    def findings(self, *, indexed: tuple[str, ...] | None = None) -> tuple[Finding, ...]:
        taxonomies = TaxonomyInFile(self.folder / "taxonomy.yaml")
        cases = CaseFiles(self.folder / "cases", taxonomies)
        index = cast("CaseIndex", ListedIndex(indexed))
        return Checking(cases, taxonomies, index).findings()


def a_summary(slug: str) -> CaseSummary:
    return CaseSummary(
        slug=slug,
        title=slug,
        summary="",
        place=None,
        partners=(),
        tags={},
        started=None,
        ended=None,
        published_on=None,
        updated_on=None,
    )


def a_text(title: str, *redirects: str) -> str:
    return front_matter.render(a_case(title=title, redirects=redirects))


def brief(findings: tuple[Finding, ...]) -> list[tuple[str, int, str, str, bool]]:
    return [(f.file, f.line, f.key, f.code, f.is_error) for f in findings]


def line_of(text: str, words: str) -> int:
    return text[: text.index(words)].count("\n") + 1


@pytest.fixture
def home(tmp_path: Path) -> Home:
    (tmp_path / "cases").mkdir()
    shutil.copy(PROJECT / "taxonomy.yaml", tmp_path)
    return Home(tmp_path)


def test_there_is_nothing_to_say_of_good_files(home: Home) -> None:
    home.write("un", a_text("La première fiche"))
    home.write("deux", a_text("La deuxième fiche"))

    assert home.findings() == ()
    assert home.findings(indexed=("deux", "un")) == ()


def test_the_published_cases_have_no_faults() -> None:
    taxonomies = TaxonomyInFile(PROJECT / "taxonomy.yaml")
    cases = CaseFiles(PROJECT / "cases", taxonomies)

    findings = Checking(cases, taxonomies, cast("CaseIndex", ListedIndex(None))).findings()

    assert findings == ()


def test_each_problem_of_each_file_is_found_in_order(home: Home) -> None:
    text = a_text("Une fiche fautive").replace("- local", "- loin").replace("- emploi", "- tafs")
    home.write("b", text)
    home.write("a", "rien")
    home.write("Z", a_text("Une fiche mal nommée"))

    assert brief(home.findings()) == [
        ("cases/Z.md", 1, "", "bad-file-name", True),
        ("cases/a.md", 1, "", "fence-missing", True),
        ("cases/b.md", line_of(text, "- loin"), "scales[1]", "unknown-term", True),
        ("cases/b.md", line_of(text, "- tafs"), "domains[2]", "unknown-term", True),
    ]


def test_a_finding_says_in_french_what_is_wrong_and_what_to_do(home: Home) -> None:
    home.write("a", a_text("Une fiche fautive").replace("- local", "- locale"))

    (finding,) = home.findings()

    assert finding.message.replace("\u00a0", " ") == (
        "« locale » n’est pas un terme de « Échelon territorial »"
    )
    assert finding.remedy.replace("\u00a0", " ") == "le terme le plus proche est « local »"


def test_a_redirect_collides_with_a_case_with_another_redirect_or_with_itself(home: Home) -> None:
    home.write("a", a_text("Une fiche", "ancien", "b", "a", "casse"))
    home.write("b", a_text("Une autre fiche", "ancien"))
    home.write("casse", "rien de lisible")
    line = line_of(a_text("Une fiche", "ancien", "b", "a", "casse"), "redirects:")

    assert brief(home.findings()) == [
        ("cases/a.md", line + 2, "redirects[2]", "redirect-taken", True),
        ("cases/a.md", line + 3, "redirects[3]", "redirect-to-itself", True),
        ("cases/a.md", line + 4, "redirects[4]", "redirect-taken", True),
        ("cases/b.md", line + 1, "redirects[1]", "redirect-twice", True),
        ("cases/casse.md", 1, "", "fence-missing", True),
    ]


def test_the_same_title_spelled_otherwise_is_worth_a_note(home: Home) -> None:
    home.write("a", a_text("L'été à Crest : récit"))
    home.write("b", a_text("L’ete a Crest, recit"))

    assert brief(home.findings()) == [("cases/b.md", 2, "title", "same-title", False)]


def test_a_file_in_another_form_is_worth_a_note(home: Home) -> None:
    home.write("a", a_text("Une fiche").replace("scales:\n- local", "scales: [local]"))

    assert brief(home.findings()) == [("cases/a.md", 1, "", "not-canonical", False)]


def test_an_index_that_lags_behind_is_worth_a_note(home: Home) -> None:
    home.write("a", a_text("Une fiche"))

    (finding,) = home.findings(indexed=("b", "c"))

    assert brief((finding,)) == [("index/", 1, "", "index-behind", False)]
    assert "1 à ajouter, 2 à retirer" in finding.message


def test_a_store_that_does_not_exist_yet_is_no_finding(home: Home) -> None:
    assert home.findings(indexed=None) == ()


def test_a_missing_folder_of_cases_is_found(home: Home) -> None:
    (home.folder / "cases").rmdir()

    assert brief(home.findings()) == [("cases/", 1, "", "cases-folder-missing", True)]


def test_a_folder_that_cannot_be_listed_is_found(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_: object) -> list[str]:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr("os.listdir", refuse)

    assert brief(home.findings()) == [("cases/", 1, "", "cases-unavailable", True)]


def test_a_broken_vocabulary_is_found_line_by_line(home: Home) -> None:
    home.write("a", a_text("Une fiche"))
    (home.folder / "taxonomy.yaml").write_text("version: un\nfacettes: []\n", "utf-8")

    assert brief(home.findings()) == [
        ("taxonomy.yaml", 1, "facets", "missing-key", True),
        ("taxonomy.yaml", 1, "version", "not-a-version", True),
        ("taxonomy.yaml", 2, "facettes", "unknown-key", True),
    ]
