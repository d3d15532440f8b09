import os
from pathlib import Path

import pytest

from kb.domain.problems import Problem
from kb.stores.side_files import SideFile


def read(text: str) -> str | tuple[Problem, ...]:
    bad = (Problem(line=1, key="", code="yaml-syntax"),)
    return bad if text.startswith("!") else text


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "file.yaml"


@pytest.fixture
def file(path: Path) -> SideFile[str]:
    return SideFile(path, read, absent="nothing")


def test_a_file_that_is_not_there_says_nothing_and_is_no_problem(file: SideFile[str]) -> None:
    assert file.current() == "nothing"
    assert file.problems() == ()


def test_a_file_is_read_again_when_it_changes_and_forgotten_when_it_goes(
    path: Path, file: SideFile[str]
) -> None:
    path.write_text("one")
    first = file.current()
    path.write_text("another")
    second = file.current()
    path.unlink()

    assert (first, second, file.current()) == ("one", "another", "nothing")


def test_while_it_breaks_rules_the_last_good_reading_goes_on(
    path: Path, file: SideFile[str]
) -> None:
    path.write_text("good")
    file.current()
    path.write_text("!bad!")

    assert file.current() == "good"
    assert [each.code for each in file.problems()] == ["yaml-syntax"]


def test_what_cannot_be_read_as_text_is_a_problem(path: Path, file: SideFile[str]) -> None:
    path.write_bytes(b"\xff\xfe")
    encoding = [each.code for each in file.problems()]
    path.unlink()
    os.mkfifo(path)

    assert encoding == ["not-utf-8"]
    assert [each.code for each in file.problems()] == ["not-a-file"]


def test_its_version_is_that_of_what_it_says(path: Path, file: SideFile[str]) -> None:
    absent = file.version()
    path.write_text("one")
    one = file.version()
    path.write_text("! broken")
    broken = file.version()
    path.write_text("another")
    another = file.version()

    assert absent == ""
    assert broken == one
    assert len({absent, one, another}) == 3
