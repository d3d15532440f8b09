import json
from dataclasses import replace
from functools import cache

import pytest
from hypothesis import given, settings

from kb.domain.case import Case, CaseFile, Partner, Source
from kb.formats import front_matter
from kb.formats.exports import ExportFormat, written
from kb.formats.tables import table_lines
from tests.any_case import cases
from tests.builders import PROJECT, a_case, a_case_file, a_taxonomy, sha256
from tests.incoming import file_problem, incoming, problems, told
from tests.workbooks import a_cell, a_sheet, a_workbook, zipped

NAMES = {
    ExportFormat.CSV: "fiches.csv",
    ExportFormat.CSV_FR: "fiches.csv",
    ExportFormat.XLSX: "fiches.xlsx",
    ExportFormat.JSON: "fiches.json",
    ExportFormat.MARKDOWN: "fiches.zip",
}
WHOLE = (ExportFormat.JSON, ExportFormat.MARKDOWN)


def exported(form: ExportFormat, *files: CaseFile) -> bytes:
    url = "https://pratiques.example.org"
    return b"".join(written(form, files, a_taxonomy(), public_url=url, beside={"a.txt": b"a"}))


def file_of(slug: str, text: str, case: Case) -> CaseFile:
    return CaseFile(slug=slug, sha256=sha256(text), text=text, case=case)


@cache
def published() -> tuple[CaseFile, ...]:
    texts = {path.stem: path.read_text("utf-8") for path in (PROJECT / "cases").glob("*.md")}
    read = {slug: front_matter.read(text, a_taxonomy()) for slug, text in texts.items()}
    return tuple(
        file_of(slug, texts[slug], case) for slug, case in read.items() if isinstance(case, Case)
    )


def csv_of(*rows: dict[str, str], separator: str = ",") -> bytes:
    columns = list(dict.fromkeys(name for row in rows for name in row))
    cells = ([row.get(name, "") for name in columns] for row in rows)
    return "".join(table_lines(columns, cells, separator=separator)).encode()


@pytest.mark.parametrize("form", NAMES)
def test_every_published_case_comes_back_from_every_form(form: ExportFormat) -> None:
    found = incoming(NAMES[form], exported(form, *published()))

    assert [each.slug for each in found] == [file.slug for file in published()]
    assert [told(each) for each in found] == [file.case for file in published()]
    if form in WHOLE:
        assert [each.text for each in found] == [file.text for file in published()]


@pytest.mark.parametrize("form", NAMES)
@settings(max_examples=50)
@given(case=cases())
def test_any_case_comes_back_from_every_form(form: ExportFormat, case: Case) -> None:
    file = file_of("garage", front_matter.render(case), case)

    (found,) = incoming(NAMES[form], exported(form, file))

    assert told(found) == case
    assert front_matter.render(told(found)) == file.text


@pytest.mark.parametrize("form", WHOLE)
def test_a_file_that_is_not_canonical_comes_back_byte_for_byte(form: ExportFormat) -> None:
    text = "\ufeff" + front_matter.render(a_case()).replace("\n", "\r\n")
    text = text.replace("licence: CC-BY-4.0\r\n", "# une remarque\r\n")
    case = front_matter.read(text, a_taxonomy())
    assert isinstance(case, Case)

    (found,) = incoming(NAMES[form], exported(form, file_of("garage", text, case)))

    assert found.text == text


def test_json_whose_values_were_edited_is_taken_at_its_values() -> None:
    (item,) = json.loads(exported(ExportFormat.JSON, a_case_file()))
    item["title"] = "Un autre titre"

    (found,) = incoming("fiches.json", json.dumps([item]).encode())

    assert found.text == ""
    assert told(found).title == "Un autre titre"


def test_json_may_be_one_plain_object_with_numbers_and_names_of_terms() -> None:
    (item,) = json.loads(exported(ExportFormat.JSON, a_case_file()))
    item = {key: value for key, value in item.items() if key not in {"markdown", "sha256", "url"}}
    item |= {"regions": ["Bretagne"], "started": 2019, "licence": "etalab-2.0"}

    (found,) = incoming("une.json", json.dumps(item).encode())

    case = told(found)
    assert (case.regions, case.started, case.licence) == (("bretagne",), 2019, "etalab-2.0")


def test_labels_and_synonyms_of_terms_are_understood_without_case_and_accents() -> None:
    data = csv_of(
        {
            "title": "Un garage",
            "domains": "MOBILITE|Emploi",
            "regions": "Bretagne|ile de france",
            "odd": "8|odd-17",
            "partners": "Garage | Association | porteur\nMairie | Collectivité territoriale",
        }
    )

    (found,) = incoming("a.csv", data)

    case = told(found, live=a_case())
    assert case.domains == ("mobilite", "emploi")
    assert case.regions == ("bretagne", "ile-de-france")
    assert case.odd == ("odd-08",)
    assert [partner.actor for partner in case.partners] == ["association", "collectivite"]


def test_a_name_of_several_terms_is_refused_with_the_candidates() -> None:
    (found,) = incoming("a.csv", csv_of({"regions": "Antilles"}))

    (problem,) = found.problems
    assert (problem.line, problem.key, problem.code) == (2, "regions[1]", "ambiguous-term")
    assert "guadeloupe, martinique" in problem.message


def test_what_a_row_does_not_speak_of_stays_and_what_is_empty_goes() -> None:
    live = a_case(place="Brest", started=2019)

    (found,) = incoming(
        "a.csv", csv_of({"slug": "garage", "place": "", "title": "Un nouveau titre"})
    )

    assert told(found, live=live) == replace(live, place=None, title="Un nouveau titre")


def test_sections_may_have_columns_of_their_own() -> None:
    live = a_case()

    (found,) = incoming("a.csv", csv_of({"slug": "garage", "section-besoin": "Plus de trains."}))

    body = told(found, live=live).body
    assert "## Le besoin\n\nPlus de trains.\n" in body
    assert "## La démarche" in body


def test_parts_of_entries_may_have_columns_of_their_own() -> None:
    row = {
        "partners[2].name": "Mairie",
        "partners[1].name": "Garage",
        "sources[1].title": "Rapport",
    }
    row |= {"partners[1].actor": "Association", "partners[2].actor": "collectivite"}

    (found,) = incoming("a.csv", csv_of(row))

    case = told(found, live=a_case())
    assert case.sources == (Source(title="Rapport"),)
    assert case.partners == (
        Partner(name="Garage", actor="association"),
        Partner(name="Mairie", actor="collectivite"),
    )


def test_problems_name_row_and_column() -> None:
    data = csv_of(
        {"slug": "a", "title": "Garage"},
        {
            "slug": "b",
            "title": "abc",
            "partners": "Garage | usine",
            "section-besoin": "<a>\n# titre",
        },
    )

    found = problems(incoming("a.csv", data)[1])

    assert (3, "title", "too-short") in found
    assert (3, "partners[1].actor", "unknown-term") in found
    assert (3, "section-alliance", "section-missing") in found
    assert (3, "summary", "missing-key") in found
    assert {place for _, place, code in found if code.startswith("heading")} <= {"section-besoin"}


def test_a_formula_refuses_its_row_and_no_other() -> None:
    sheet = a_sheet(
        a_cell("slug") + a_cell("title"),
        a_cell("a") + "<c><f>1+1</f><v>2</v></c>",
        a_cell("b") + a_cell("Un nouveau titre"),
    )

    bad, good = incoming("a.xlsx", a_workbook(sheet))

    assert problems(bad)[0] == (2, "title", "formula")
    assert told(good, live=a_case()).title == "Un nouveau titre"


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("a.csv", b"", "table-empty"),
        ("a.csv", b"title,title\na,b\n", "column-twice"),
        ("a.csv", b"title,Nom du projet\na,b\n", "column-unknown"),
        ("a.csv", b"body,section-besoin\na,b\n", "key-twice"),
        ("a.csv", b"partners,partners[1].name\na,b\n", "key-twice"),
        ("a.csv", b"title,Title\na,b\n", "key-twice"),
        ("a.json", b"[" * 100_000, "json-too-much"),
        ("a.json", b'[{"started": NaN}]', "json-too-much"),
        ("a.json", b'[{"started": ' + b"9" * 5_000 + b"}]", "json-too-much"),
        ("a.json", b'{"title": "a"', "json-broken"),
        ("a.json", b'{"title": "a", "title": "b"}', "json-key-twice"),
        ("a.json", b"[3]", "json-no-object"),
        ("a.json", "[]é".encode("latin-1"), "encoding-windows"),
        ("a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "workbook-old"),
        ("a.ods", zipped([("content.xml", "<a/>")]), "workbook-old"),
        ("a.zip", zipped([("a.txt", "a")]), "archive-without-cases"),
        ("a.zip", zipped([("cases/a.md", "a" * 200_000)]), "too-large"),
        ("a.pdf", b"%PDF-1.7", "form-unknown"),
        ("a.md", "---\ntitle: été\n".encode("utf-16"), "encoding-utf-16"),
        ("a.md", "---\ntitle: été\n".encode("latin-1"), "encoding-windows"),
    ],
)
def test_a_file_that_cannot_be_read_says_why(name: str, data: bytes, code: str) -> None:
    assert file_problem(name, data).code == code


@pytest.mark.parametrize(
    ("item", "column"),
    [
        ({"slug": {"a": 1}}, "slug"),
        ({"title": ["a"]}, "title"),
        ({"title": "\ud800"}, "title"),
        ({"body": "\ud800"}, "body"),
        ({"started": 2.5}, "started"),
        ({"regions": {"a": 1}}, "regions"),
        ({"partners": [1]}, "partners"),
        ({"partners": [{"name": [1]}]}, "partners"),
    ],
)
def test_json_values_of_another_kind_are_refused(item: dict[str, object], column: str) -> None:
    (found,) = incoming("a.json", json.dumps([item]).encode())

    assert problems(found)[0] == (1, column, "json-kind")


def test_lists_without_end_are_refused_without_being_read() -> None:
    terms = csv_of({"regions": "|".join(map(str, range(5_000)))})
    entries = json.dumps([{"sources": [{"title": "a"}] * 5_000}]).encode()
    keys = json.dumps([{f"cle {number}": "a" for number in range(5_000)}]).encode()

    assert problems(incoming("a.csv", terms)[0])[0] == (2, "regions", "too-many")
    assert problems(incoming("a.json", entries)[0])[0] == (1, "sources", "too-many")
    assert len(incoming("a.json", keys)[0].problems) < 50


def test_only_the_last_part_of_a_path_names_a_case() -> None:
    text = front_matter.render(a_case())
    data = zipped([("../../etc/garage.md", text), ("/abs/autre.md", text), ("..\\w\\c.md", text)])

    assert [each.slug for each in incoming("a.zip", data)] == ["garage", "autre", "c"]


def test_beside_cases_other_texts_of_an_archive_are_left_alone() -> None:
    data = zipped([("LISEZMOI.md", "# Lisez-moi"), ("cases/a.md", front_matter.render(a_case()))])

    assert [each.slug for each in incoming("a.zip", data)] == ["a"]


def test_a_cell_below_no_heading_is_refused() -> None:
    for data in (b"title,\na,b\n", b"title\na,b\n"):
        (found,) = incoming("a.csv", data)
        assert [each.code for each in found.problems] == ["cell-outside"]


def test_what_follows_a_broken_row_is_not_guessed() -> None:
    good, broken = incoming("a.csv", b'slug,title\na,Un garage\n"b,Un autre\n')

    assert good.slug == "a"
    assert [(each.code, each.line) for each in broken.problems] == [("csv-broken", 3)]


def test_hidden_members_are_left_alone_and_names_are_printable() -> None:
    text = front_matter.render(a_case())
    data = zipped([("__MACOSX/cases/._a.md", "\0"), ("cases/.md", ""), ("cases/\x1b[2J.md", text)])

    (found,) = incoming("a.zip", data)

    assert found.file == "a.zip/cases/\ufffd[2J.md"
    assert found.slug == "\x1b[2J"
