import io
import stat
import struct
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


@pytest.mark.parametrize("method", [zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_member_that_cannot_be_unpacked_is_refused_however_it_was_packed(method: int) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        archive.writestr("a.md", "abcdefgh" * 9)
    data = bytearray(out.getvalue())
    data[34:50] = b"\xff" * 16

    assert code(bytes(data)) == "archive-broken"


def test_a_member_without_a_name_is_no_file() -> None:
    assert Unpacking(zipped([("x", "a"), ("a.md", "a")]).replace(b"x", b"\0")).names == ("a.md",)


def test_a_member_that_stands_beyond_all_addresses_is_refused() -> None:
    data = zipped([("a.md", "a")])
    entry, end = data.rfind(b"PK\x01\x02"), data.rfind(b"PK\x05\x06")
    extra = struct.pack("<HHQ", 1, 8, 2**64 - 5)
    moved = bytearray(data[entry:end] + extra)
    moved[30:32], moved[42:46] = struct.pack("<H", len(extra)), b"\xff" * 4
    tail = bytearray(data[end:])
    tail[12:16] = struct.pack("<I", len(moved))

    assert code(data[:entry] + bytes(moved + tail)) == "archive-broken"


def test_a_member_that_is_not_there_or_was_changed_is_refused() -> None:
    data = zipped([("a.md", "abcdefgh" * 9)])

    assert code(data, "b.md") == "archive-broken"
    assert code(data.replace(b"\x00\x00\x00a.md", b"\x00\x00\x00x.md", 1)) == "archive-broken"
