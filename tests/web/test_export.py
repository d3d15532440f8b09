import csv
import io
import json
import zipfile
from collections.abc import Callable, Iterator
from itertools import islice

import openpyxl
import pytest
from flask.testing import FlaskClient

from kb.domain.case import CaseFile
from kb.formats.exports import ExportFormat
from kb.settings import Settings
from kb.web.app import create_app
from kb.web.take_away import FORMS
from tests.bases import Base, a_query
from tests.builders import PROJECT, a_case_file

A_SLUG = "1000-cafes-villages"
SEARCH = "q=emploi&region=bretagne&region=occitanie&category_not=mecenat"


def found(client: FlaskClient, search: str) -> list[str]:
    answer = client.get(f"/api/v1/cases?{search}&per_page=100").get_json()
    return [item["slug"] for item in answer["items"]]


def slugs_in(form: str, data: bytes) -> list[str]:
    text = "" if form in {"xlsx", "zip"} else data.decode("utf-8-sig")
    if form == "xlsx":
        sheet = openpyxl.load_workbook(io.BytesIO(data)).active
        assert sheet
        return [str(row[0]) for row in sheet.iter_rows(min_row=2, values_only=True)]
    if form == "zip":
        names = zipfile.ZipFile(io.BytesIO(data)).namelist()
        return [name.removeprefix("cases/").removesuffix(".md") for name in names]
    if form == "json":
        return [case["slug"] for case in json.loads(text)]
    if form == "bib":
        return [line[6:-1] for line in text.splitlines() if line.startswith("@misc{")]
    if form == "ris":
        return [line[6:] for line in text.splitlines() if line.startswith("ID  - ")]
    rows = csv.DictReader(io.StringIO(text), delimiter=";" if form == "fr.csv" else ",")
    return [row["slug"] for row in rows]


@pytest.mark.parametrize("form", FORMS)
def test_each_form_holds_the_cases_of_the_search_in_its_order(
    client: FlaskClient, form: str
) -> None:
    answer = client.get(f"/export.{form}?{SEARCH}&page=7&per_page=1")

    assert answer.status_code == 200
    assert answer.content_type == FORMS[form].media_type
    assert answer.headers["Content-Disposition"] == f'attachment; filename="fiches.{form}"'
    assert slugs_in(form, answer.data) == found(client, SEARCH) != []


@pytest.mark.parametrize("form", FORMS)
def test_without_a_search_it_is_the_whole_base_by_slug(client: FlaskClient, form: str) -> None:
    expected = sorted(path.stem for path in (PROJECT / "cases").glob("*.md"))

    assert slugs_in(form, client.get(f"/export.{form}").data) == expected


@pytest.mark.parametrize("form", FORMS)
def test_a_search_that_finds_nothing_gives_a_form_without_cases(
    client: FlaskClient, form: str
) -> None:
    answer = client.get(f"/export.{form}?q=zzzzzz&words=all")

    assert answer.status_code == 200
    assert slugs_in(form, answer.data) == []


@pytest.mark.parametrize("form", FORMS)
def test_one_case_can_be_taken_away_in_each_form(client: FlaskClient, form: str) -> None:
    answer = client.get(f"/cas/{A_SLUG}.{form}", follow_redirects=form == "json")

    assert answer.status_code == 200
    if form == "json":  # it has been the way to the API before
        assert answer.get_json()["slug"] == A_SLUG
    else:
        assert slugs_in(form, answer.data) == [A_SLUG]


def test_an_archive_holds_the_files_byte_for_byte(client: FlaskClient) -> None:
    archive = zipfile.ZipFile(io.BytesIO(client.get("/export.zip").data))

    assert archive.testzip() is None
    for name in archive.namelist():
        assert archive.read(name) == (PROJECT / name).read_bytes()


def test_a_search_asked_for_wrongly_is_refused(client: FlaskClient) -> None:
    unknown = client.get("/export.csv?region=atlantide")
    no_number = client.get("/export.csv?year_from=hier")
    too_long = client.get("/export.csv?q=" + "a" * 501)

    assert [unknown.status_code, no_number.status_code, too_long.status_code] == [400, 400, 400]
    assert "atlantide" in unknown.text


@pytest.mark.parametrize("path", ["/export.exe", f"/cas/{A_SLUG}.exe", "/export.%00", "/export."])
def test_a_form_that_is_not_offered_is_not_found(client: FlaskClient, path: str) -> None:
    assert client.get(path).status_code == 404


def test_a_case_that_moved_is_taken_away_from_its_present_address(
    base_of: Callable[..., Base],
) -> None:
    base = base_of(nouveau={"redirects": ("ancien",)})
    client = client_of(base)

    answer = client.get("/cas/ancien.fr.csv")

    assert (answer.status_code, answer.location) == (301, "/cas/nouveau.fr.csv")
    assert client.get("/cas/inconnu.csv").status_code == 404


def test_the_whole_base_is_handed_over_even_while_the_search_is_being_prepared(base: Base) -> None:
    base.write("a")
    client = client_of(base)

    assert slugs_in("csv", client.get("/export.csv").data) == ["a"]
    assert client.get("/export.csv?sort=title").status_code == 503


def test_a_file_that_breaks_meanwhile_is_left_out(base_of: Callable[..., Base]) -> None:
    base = base_of(a={"title": "Un bus"}, b={"title": "Un bus"}, c={"title": "Un bus"})
    (base.home / "cases" / "b.md").write_text("rien", encoding="utf-8")
    base.remove("c")

    assert slugs_in("csv", client_of(base).get("/export.csv?q=bus").data) == ["a"]


def test_a_search_of_several_answers_gives_each_case_once(base_of: Callable[..., Base]) -> None:
    base = base_of(**{f"bus-{number:03}": {"title": f"Le bus {number}"} for number in range(205)})

    files = base.knowledge_base.gathering.files(a_query("bus"))

    slugs = [file.slug for file in files]
    assert len(slugs) == len(set(slugs)) == 205


@pytest.mark.parametrize("form", ExportFormat)
def test_cases_are_read_only_as_far_as_the_reader_takes_them(
    base: Base, form: ExportFormat
) -> None:
    read = []

    def endless() -> Iterator[CaseFile]:
        number = 0
        while True:
            number += 1
            read.append(number)
            yield a_case_file(f"cas-{number}", body="\n" + "texte " * 900)

    pieces = base.knowledge_base.exchanging.written(form, endless())

    first = list(islice(pieces, 3))
    assert sum(map(len, first)) < 200_000
    assert len(read) < 1_000


def test_the_results_and_the_case_lead_to_their_forms(client: FlaskClient) -> None:
    results = client.get(f"/?{SEARCH}").text
    case = client.get(f"/cas/{A_SLUG}").text

    for form in FORMS:
        address = f"/export.{form}?q=emploi&amp;category_not=mecenat&amp;region=bretagne"
        assert address in results
    for form in ("bib", "ris", "xlsx"):
        assert f'href="/cas/{A_SLUG}.{form}"' in case


def client_of(base: Base) -> FlaskClient:
    return create_app(base.knowledge_base, Settings(home=base.home)).test_client()
