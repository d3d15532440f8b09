"""Booklets as PDF, read back by another library."""

import io
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject

from kb import printing
from kb.printing import (
    BookletBusyError,
    BookletFailedError,
    BookletNotOfferedError,
    Printing,
    _OwnFiles,
)
from tests.builders import PROJECT

HTML = """<!doctype html>
<html lang="fr"><head><meta charset="utf-8"><title>Atelier mobilité</title>
<link rel="stylesheet" href="/static/booklet.css?v=0">
<style>body { background: url(http://127.0.0.1:9/x.png); } @import "http://127.0.0.1:9/x.css";</style>
</head><body><main><h1 id="a">Le garage</h1><p>Un <a href="#b">lien</a>.</p>
<img src="http://127.0.0.1:9/y.png" alt=""><img src="file:///etc/hostname" alt="">
<h2 id="b">Le besoin</h2><ul><li>Un</li></ul></main></body></html>
"""


def structure(reader: PdfReader) -> Counter[str]:
    """How often each kind of element stands in the tree that screen readers follow."""

    def kinds(node: Any) -> Iterator[str]:
        node = node.get_object() if isinstance(node, IndirectObject) else node
        if isinstance(node, ArrayObject):
            for each in node:
                yield from kinds(each)
        elif isinstance(node, DictionaryObject):
            if "/S" in node:
                yield str(node["/S"])
            if "/K" in node:
                yield from kinds(node["/K"])

    return Counter(kinds(reader.root_object["/StructTreeRoot"]))


def fonts(reader: PdfReader) -> set[str]:
    """The names of the fonts of all pages, without the mark of their being cut down."""
    pages: Iterable[Any] = reader.pages
    found = (page["/Resources"].get("/Font", {}) for page in pages)
    return {
        font.get_object()["/BaseFont"].partition("+")[2] for page in found for font in page.values()
    }


@pytest.fixture(scope="module")
def reader() -> PdfReader:
    return PdfReader(io.BytesIO(Printing().pdf(HTML)))


@pytest.mark.pdf
def test_the_document_says_that_it_is_pdf_ua_its_language_and_its_title(reader: PdfReader) -> None:
    root: Any = reader.root_object

    assert root["/MarkInfo"]["/Marked"].value
    assert root["/Lang"] == "fr"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"].value
    assert reader.metadata
    assert reader.metadata.title == "Atelier mobilité"
    assert b'pdfuaid:part="1"' in root["/Metadata"].get_object().get_data()


@pytest.mark.pdf
def test_its_headings_are_tagged_and_lead_to_their_places(reader: PdfReader) -> None:
    kinds = structure(reader)
    outline: Any = reader.outline
    top, below = outline

    assert (kinds["/H1"], kinds["/H2"]) == (1, 1)
    assert kinds["/L"] == 1
    assert kinds["/Link"] >= 1
    assert top["/Title"] == "Le garage"
    assert below[0]["/Title"] == "Le besoin"


@pytest.mark.pdf
def test_it_has_our_fonts_and_nothing_else_was_loaded(reader: PdfReader) -> None:
    assert {name[:26] for name in fonts(reader)} == {"Atkinson-Hyperlegible-Next"}
    assert not any(page.images for page in reader.pages)


@pytest.mark.parametrize(
    "url",
    [
        "http://example.org/x.css",
        "file:///etc/passwd",
        "http://booklet.invalid/static/../../pyproject.toml",
        "http://booklet.invalid/static/site.js",
        "http://booklet.invalid/",
        "http://booklet.invalid.example.org/static/booklet.css",
        "data:text/css,p{}",
    ],
)
def test_nothing_is_loaded_but_our_style_sheets_and_fonts(url: str) -> None:
    load = _OwnFiles(PROJECT / "static")

    with pytest.raises(ValueError, match=r".*"):
        load(url)


@pytest.mark.pdf
def test_the_same_document_is_made_once(monkeypatch: pytest.MonkeyPatch) -> None:
    maker = Printing()
    assert maker.kept(HTML) is None
    made = maker.pdf(HTML)

    monkeypatch.setattr(printing, "_KEPT", 1)

    assert maker.kept(HTML) == made
    maker.pdf(HTML.replace("garage", "vélo"))
    assert maker.kept(HTML) is None


def test_one_is_made_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    maker, begun, end = Printing(), threading.Event(), threading.Event()

    def slow(*_: object, **__: object) -> subprocess.CompletedProcess[bytes]:
        begun.set()
        end.wait(20)
        return subprocess.CompletedProcess([], 0, stdout=b"%PDF-1.7")

    monkeypatch.setattr(subprocess, "run", slow)
    thread = threading.Thread(target=maker.pdf, args=(HTML,))
    thread.start()
    begun.wait(20)

    with pytest.raises(BookletBusyError):
        maker.pdf(HTML)
    end.set()
    thread.join()
    assert maker.pdf(HTML) == b"%PDF-1.7"


@pytest.mark.parametrize(
    "program", ["import sys; sys.exit(1)", "print('no PDF')", "while True: pass"]
)
def test_what_cannot_be_made_fails(monkeypatch: pytest.MonkeyPatch, program: str) -> None:
    monkeypatch.setattr(printing, "_COMMAND", (sys.executable, "-c", program))
    monkeypatch.setattr(printing, "_MOST_SECONDS", 1)

    with pytest.raises(BookletFailedError):
        Printing().pdf(HTML)


def test_a_document_without_end_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(printing, "_MOST_SECONDS", 1)

    with pytest.raises(BookletFailedError):
        Printing().pdf("<p>mot " * 400_000)


def test_without_weasyprint_nothing_is_offered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "weasyprint", None)
    maker = Printing()

    assert not maker.is_offered
    with pytest.raises(BookletNotOfferedError):
        maker.pdf(HTML)


def test_without_the_libraries_that_it_needs_it_is_offered_no_more(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "weasyprint.py").write_text("raise OSError('cannot load library pango')")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    maker = Printing()
    assert maker.is_offered

    with pytest.raises(BookletNotOfferedError):
        maker.pdf(HTML)

    assert not maker.is_offered
