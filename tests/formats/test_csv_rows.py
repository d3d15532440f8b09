import pytest

from kb.formats.csv_rows import csv_rows
from kb.formats.incoming import ImportFileError
from kb.formats.table_rows import MAX_COLUMNS
from kb.formats.tables import table_lines


def problem(data: bytes) -> tuple[str, int]:
    with pytest.raises(ImportFileError) as refused:
        list(csv_rows(data))
    assert refused.value.problem.message
    assert refused.value.problem.remedy
    return refused.value.problem.code, refused.value.problem.line


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_the_separator_is_told_by_the_heading(separator: str) -> None:
    data = "".join(table_lines(["title", "place"], [["a;b,c\td", "Brest"]], separator=separator))

    heading, row = csv_rows(data.encode())

    assert heading.cells == ("title", "place")
    assert row.cells == ("a;b,c\td", "Brest")


@pytest.mark.parametrize("text", ["=1+1", "+33 1", "-5 %", "@SOMME(A1)", "'=1", "\n=1", "＝1"])
def test_what_our_export_guards_comes_back_as_it_was(text: str) -> None:
    _, row = csv_rows("".join(table_lines(["title"], [[text]])).encode())

    assert row.cells == (text,)
    assert not row.formulas


@pytest.mark.parametrize("text", ["=1+1", " =HYPERLINK(1)", "＝1"])
def test_a_formula_that_nobody_guarded_is_refused(text: str) -> None:
    _, row = csv_rows(f"title\n{text}\n".encode())

    ((place, found),) = row.formulas
    assert (place, found.line, found.code) == (0, 2, "formula")


@pytest.mark.parametrize("text", ["-5 % de fuel", "+33 1 02", "@asso"])
def test_what_only_begins_like_a_formula_is_text(text: str) -> None:
    _, row = csv_rows(f"title\n{text}\n".encode())

    assert (row.cells, row.formulas) == ((text,), ())


def test_rows_are_counted_as_a_spreadsheet_does_and_empty_ones_left_out() -> None:
    rows = list(csv_rows(b'title\n"a\nb"\n\n;\nc\n'))

    assert [(row.number, row.cells[0]) for row in rows] == [
        (1, "title"),
        (2, "a\nb"),
        (4, ";"),
        (5, "c"),
    ]


@pytest.mark.parametrize(
    ("data", "code", "row"),
    [
        ("title\nété\n".encode("utf-16"), "encoding-utf-16", 1),
        ("title\nété\n".encode("utf-16-le"), "encoding-utf-16", 1),
        ("title\nété\n".encode("latin-1"), "encoding-windows", 2),
        ("title\nl’été\n".encode("windows-1252"), "encoding-windows", 2),
        (b'title\na\n"b\n', "csv-broken", 3),
        (b"title\n" + b"a" * 1_000_001, "line-too-long", 2),
        (b",".join([b"a"] * (MAX_COLUMNS + 1)), "too-many-columns", 1),
        (b"," * 2_000_000, "line-too-long", 1),
        (b"title\n" + b'"' + b"a\n" * 300_000, "csv-broken", 2),
    ],
)
def test_what_cannot_be_read_says_where_and_why(data: bytes, code: str, row: int) -> None:
    assert problem(data) == (code, row)


def test_rows_before_what_is_broken_are_read() -> None:
    rows = csv_rows(b'title\na\n"b\n')

    assert [next(rows).cells[0], next(rows).cells[0]] == ["title", "a"]
