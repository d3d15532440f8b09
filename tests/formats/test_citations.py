import re
from datetime import date

from kb.formats.exports import ExportFormat, written
from tests.builders import a_case_file, a_taxonomy


def made(form: ExportFormat, **changes: object) -> str:
    files = [a_case_file(**changes)]  # type: ignore[arg-type]  # fields by name
    pieces = written(form, files, a_taxonomy(), public_url="https://pratiques.example.org")
    return b"".join(pieces).decode()


def test_a_bibtex_entry_is_keyed_by_slug_and_has_the_day_of_the_version() -> None:
    entry = made(ExportFormat.BIBTEX, updated_on=date(2027, 3, 1), contributor="La Mairie")

    assert entry.startswith("@misc{garage-solidaire,\n")
    assert "  title = {{Un garage solidaire pour aller travailler}},\n" in entry
    assert "  author = {{La Mairie}},\n" in entry
    assert "  year = {2027},\n  month = {3},\n" in entry
    assert "  note = {Version du 1er\u00a0mars 2027},\n" in entry
    assert "  url = {https://pratiques.example.org/cas/garage-solidaire}\n}" in entry


def test_what_tex_would_run_is_text_and_braces_balance() -> None:
    entry = made(ExportFormat.BIBTEX, title=r"100 % R&D {\input x} #1_a ~^$")

    title = re.search(r"title = \{\{(.*)\}\},", entry)
    assert title
    assert title[1] == (
        r"100 \% R\&D \{\textbackslash{}input x\} \#1\_a \textasciitilde{}\textasciicircum{}\$"
    )
    unescaped = re.sub(r"\\[{}]", "", entry)
    assert unescaped.count("{") == unescaped.count("}")


def test_a_ris_record_has_one_tag_per_line_and_ends() -> None:
    record = made(ExportFormat.RIS, updated_on=date(2027, 3, 1))

    lines = record.split("\r\n")
    assert lines[0] == "TY  - ELEC"
    assert lines[-3:] == ["ER  - ", "", ""]
    assert all(re.match(r"[A-Z]{2}  - ", line) for line in lines if line)
    assert "PY  - 2027" in lines
    assert "DA  - 2027/03/01" in lines
    assert "ET  - Version du 1er\u00a0mars 2027" in lines
    assert "AU  - IMPACT – Pratiques innovantes" in lines
    assert "UR  - https://pratiques.example.org/cas/garage-solidaire" in lines


def test_a_line_end_inside_a_text_begins_no_tag() -> None:
    record = made(ExportFormat.RIS, title="Un titre\nER  - \nTY  - BOOK")

    assert record.count("TY  - ") == 1
    assert record.count("ER  - ") == 1
    assert "TI  - Un titre ER - TY - BOOK\r\n" in record
