import io
import stat
import zipfile

import pytest

from kb.formats.incoming import ImportFileError
from kb.formats.unpacking import Unpacking
from tests.workbooks import zipped


def code(data: bytes, name: str = "a.md", most: int = 100) -> str:
    with pytest.raises(ImportFileError) as refused:
        Unpacking(data).content(name, most=most)
    return refused.value.problem.code


def test_what_comes_out_is_counted_whatever_the_archive_says() -> None:
    assert Unpacking(zipped([("a.md", "a" * 100)])).content("a.md", most=100) == b"a" * 100
    assert code(zipped([("a.md", "a" * 101)])) == "too-large"


def test_members_without_end_are_refused_before_they_are_listed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("kb.formats.unpacking.MAX_MEMBERS", 10)

    assert code(zipped((f"{number}.md", "") for number in range(11))) == "archive-too-many"


def test_links_and_folders_are_no_files() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        link = zipfile.ZipInfo("lien.md")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(link, "/etc/passwd")
        archive.mkdir("cases")
        archive.writestr("cases/a.md", "a")

    assert Unpacking(out.getvalue()).names == ("cases/a.md",)


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"PK\x05\x06", zipped([("a.md", "a")])[:-9]])
def test_what_is_no_archive_is_refused(data: bytes) -> None:
    assert code(data) == "archive-broken"


def test_a_member_that_is_not_there_or_was_changed_is_refused() -> None:
    data = zipped([("a.md", "abcdefgh" * 9)])

    assert code(data, "b.md") == "archive-broken"
    assert code(data.replace(b"\x00\x00\x00a.md", b"\x00\x00\x00x.md", 1)) == "archive-broken"
