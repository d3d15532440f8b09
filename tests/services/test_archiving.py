"""The archives of what is published: whole, checked, the same for the same base."""

import io
import json
import zipfile
from dataclasses import replace
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

import pytest
import time_machine

from kb.formats.exports import ExportFormat
from kb.formats.whole_base import FORMS, README, SUMS
from kb.services.archiving import Archiving
from tests.bases import Base

NIGHT = datetime(2026, 11, 21, 2, 30, tzinfo=UTC)


@pytest.fixture
def archiving(base: Base) -> Archiving:
    for name in ("b-autre", "a-une", "c-encore"):
        base.write(name, title=f"La fiche {name}")
    (base.home / "cases" / "LICENSE").write_text("CC BY 4.0")
    return base.knowledge_base.archiving


def members(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def test_an_archive_holds_the_base_in_every_form_with_checksums(
    archiving: Archiving, base: Base, tmp_path: Path
) -> None:
    archive, export = archiving.archive(tmp_path / "archives")

    found = members(archive.path)
    sums = dict(line.split("  ")[::-1] for line in found.pop(SUMS).decode().splitlines())
    assert sums == {name: sha256(content).hexdigest() for name, content in found.items()}
    for path in (base.home / "cases").iterdir():
        assert found[f"cases/{path.name}"] == path.read_bytes()
    assert found["taxonomy.yaml"] == (base.home / "taxonomy.yaml").read_bytes()
    assert b"3\xc2\xa0fiches" in found[README]
    for form, (name, _) in FORMS.items():
        out = io.BytesIO()
        base.knowledge_base.exchanging.export(form, out)
        assert found[name] == out.getvalue(), form
    assert (export.cases, export.left_out) == (3, [])


def test_nothing_private_goes_into_it(archiving: Archiving, tmp_path: Path) -> None:
    archive, _ = archiving.archive(tmp_path / "archives")

    names = set(members(archive.path))
    assert {name.partition("/")[0] for name in names} == {
        "cases",
        "taxonomy.yaml",
        README,
        SUMS,
        *(name for name, _ in FORMS.values()),
    }


def test_an_unchanged_base_writes_nothing_new(
    archiving: Archiving, base: Base, tmp_path: Path
) -> None:
    with time_machine.travel(NIGHT, tick=False):
        first, _ = archiving.archive(tmp_path)
    with time_machine.travel(NIGHT.replace(day=22), tick=False):
        second, _ = archiving.archive(tmp_path)
        base.write("d-nouvelle", title="Une fiche de plus")
        third, _ = archiving.archive(tmp_path)

    assert (first.is_new, second.is_new, third.is_new) == (True, False, True)
    assert second.path == first.path
    assert third.path.name == "pratiques-2026-11-22.zip"


def test_a_case_that_breaks_rules_is_left_out_of_every_form_and_named(
    archiving: Archiving, base: Base, tmp_path: Path
) -> None:
    (base.home / "cases" / "b-autre.md").write_text("rien")

    archive, export = archiving.archive(tmp_path / "archives")

    found = members(archive.path)
    assert export.left_out == ["b-autre.md"]
    assert "cases/b-autre.md" not in found
    slugs = [case["slug"] for case in json.loads(found[FORMS[ExportFormat.JSON][0]])]
    assert slugs == ["a-une", "c-encore"]


def test_an_empty_base_has_an_archive(base: Base, tmp_path: Path) -> None:
    archive, _ = base.knowledge_base.archiving.archive(tmp_path / "archives")

    assert json.loads(members(archive.path)["fiches.json"]) == []


def test_the_nights_archive_is_made_once_a_night(archiving: Archiving, tmp_path: Path) -> None:
    nightly = replace(archiving, folder=tmp_path / "nuits")

    def made(hour: int, day: int = 21) -> int:
        with time_machine.travel(datetime(2026, 11, day, hour, tzinfo=UTC), tick=False):
            nightly.nightly()
            return len(list((tmp_path / "nuits").glob("*.zip")))

    assert made(0) == 0  # it is one o'clock in Paris
    assert made(1) == 1
    looked_at = nightly.archives(tmp_path / "nuits").looked_at()
    assert made(9) == 1
    assert nightly.archives(tmp_path / "nuits").looked_at() == looked_at
    assert made(1, day=22) == 1
    assert nightly.archives(tmp_path / "nuits").looked_at() != looked_at


def test_no_archives_are_made_where_nobody_wants_them(archiving: Archiving, base: Base) -> None:
    before = sorted(base.home.rglob("*"))

    replace(archiving, folder=None).nightly()

    assert sorted(base.home.rglob("*")) == before
