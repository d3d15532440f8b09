import csv
import io
import json
import os
import subprocess
import sys
import time
import zipfile
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import time_machine
from flask.testing import FlaskClient

from kb.bootstrap import assemble
from kb.cli.tasks import tasks
from kb.formats.tables import unguarded
from kb.settings import Settings
from tests.conftest import CommandLine


def break_one(cli: CommandLine) -> str:
    path = min((cli.home / "cases").glob("*.md"))
    path.write_text("---\ntitle: seul\n---\n", "utf-8")
    return path.name


def slugs(cli: CommandLine) -> list[str]:
    return sorted(path.stem for path in (cli.home / "cases").glob("*.md"))


def test_json_is_what_the_api_says_of_each_case_and_its_file_without_the_html(
    cli: CommandLine, client: FlaskClient
) -> None:
    result = cli("export", "--format", "json")

    cases = json.loads(result.stdout)
    assert result.exit_code == 0
    assert [case["slug"] for case in cases] == slugs(cli)
    for case in cases[::20]:
        answer = client.get(f"/api/v1/cases/{case['slug']}").get_json()
        text = (cli.home / "cases" / f"{case['slug']}.md").read_text("utf-8")
        assert case.pop("markdown") == text
        assert case == {key: value for key, value in answer.items() if key != "html"}


def test_csv_has_a_row_for_each_case(cli: CommandLine) -> None:
    result = cli("export", "--format", "csv")

    text = result.stdout_bytes.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    cases = json.loads(cli("export", "--format", "json").stdout)
    assert [row["slug"] for row in rows] == slugs(cli)
    assert [unguarded(row["title"]) for row in rows] == [case["title"] for case in cases]
    assert [unguarded(row["summary"]) for row in rows] == [case["summary"] for case in cases]
    assert [row["regions"].split("|") for row in rows] == [case["regions"] for case in cases]


def test_an_archive_holds_the_files_byte_for_byte_and_is_a_base(
    cli: CommandLine, tmp_path: Path
) -> None:
    path = min((cli.home / "cases").glob("*.md"))
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    archive = tmp_path / "fiches.zip"

    result = cli("export", "--format", "markdown", "--output", str(archive))

    assert result.exit_code == 0, result.stderr
    with zipfile.ZipFile(archive) as opened:
        assert opened.testzip() is None
        members = {name: opened.read(name) for name in opened.namelist()}
    originals = [*(cli.home / "cases").iterdir(), cli.home / "taxonomy.yaml"]
    assert members == {
        path.relative_to(cli.home).as_posix(): path.read_bytes() for path in originals
    }


def test_the_same_cases_give_the_same_archive(cli: CommandLine, tmp_path: Path) -> None:
    archives = [tmp_path / "a.zip", tmp_path / "b.zip"]
    for archive in archives:
        cli("export", "--format", "markdown", "--output", str(archive))

    assert archives[0].read_bytes() == archives[1].read_bytes()


def test_a_file_is_written_whole_in_the_place_of_the_old_one(
    cli: CommandLine, tmp_path: Path
) -> None:
    output = tmp_path / "sortie" / "fiches.json"
    output.parent.mkdir()
    output.write_text("ancien")

    result = cli("export", "--format", "json", "--output", str(output))

    assert len(json.loads(output.read_text("utf-8"))) == len(slugs(cli))
    assert list(output.parent.iterdir()) == [output]
    assert result.stdout == ""
    assert f"{len(slugs(cli))}\u00a0fiches exportées" in result.stderr


def test_an_export_that_fails_leaves_the_old_file_and_no_other(
    cli: CommandLine, tmp_path: Path
) -> None:
    output = tmp_path / "sortie" / "fiches.json"
    output.parent.mkdir()
    output.write_text("ancien")
    (cli.home / "taxonomy.yaml").write_text("version: [", "utf-8")

    result = cli("export", "--format", "json", "--output", str(output))

    assert result.exit_code == 1
    assert "taxonomy.yaml" in result.stderr
    assert output.read_text() == "ancien"
    assert list(output.parent.iterdir()) == [output]


def test_files_that_break_rules_are_named_and_left_out(cli: CommandLine) -> None:
    broken = break_one(cli)

    result = cli("export", "--format", "json")

    assert result.exit_code == 1
    assert broken in result.stderr
    assert broken.removesuffix(".md") not in {case["slug"] for case in json.loads(result.stdout)}
    assert len(json.loads(result.stdout)) == len(slugs(cli)) - 1


def test_an_output_that_cannot_be_written_is_a_sentence(cli: CommandLine, tmp_path: Path) -> None:
    for output in (tmp_path, tmp_path / "absent" / "fiches.csv"):
        result = cli("export", "--format", "csv", "--output", str(output))

        assert result.exit_code == 1
        assert result.stderr.count("\n") == 1
        assert str(output.parent) in result.stderr


def test_an_empty_base_is_exported_as_an_empty_list(cli: CommandLine) -> None:
    for path in (cli.home / "cases").glob("*.md"):
        path.unlink()

    assert json.loads(cli("export", "--format", "json").stdout) == []


def test_a_pipe_is_written_to_and_not_replaced(cli: CommandLine, tmp_path: Path) -> None:
    pipe = tmp_path / "tuyau"
    os.mkfifo(pipe)
    with ThreadPoolExecutor(1) as pool:
        read = pool.submit(pipe.read_text, "utf-8")

        assert cli("export", "--format", "json", "--output", str(pipe)).exit_code == 0

        assert len(json.loads(read.result(60))) == len(slugs(cli))
    assert pipe.is_fifo()


def test_a_link_goes_on_leading_to_the_file_that_is_written(
    cli: CommandLine, tmp_path: Path
) -> None:
    link = tmp_path / "lien.json"
    link.symlink_to(tmp_path / "fiches.json")
    (tmp_path / "fiches.json").write_text("ancien")

    assert cli("export", "--format", "json", "--output", str(link)).exit_code == 0

    assert link.is_symlink()
    assert len(json.loads((tmp_path / "fiches.json").read_text("utf-8"))) == len(slugs(cli))


def test_an_archive_is_not_written_to_a_terminal(home: Path) -> None:
    terminal, end = os.openpty()
    try:
        command = [sys.executable, "-m", "kb", "export", "--format", "markdown"]
        result = subprocess.run(
            command,
            env={**os.environ, "KB_HOME": str(home)},
            stdout=end,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    finally:
        os.close(terminal)
        os.close(end)

    assert result.returncode == 2
    assert "--output" in result.stderr


def test_a_whole_archive_is_written_once_and_the_system_can_check_it(
    cli: CommandLine, tmp_path: Path
) -> None:
    folder = tmp_path / "archives"

    first = cli("export", "--all", str(folder))
    second = cli("export", "--all", str(folder))

    (archive,) = folder.glob("pratiques-*.zip")
    assert (first.exit_code, second.exit_code) == (0, 0)
    assert f"{len(slugs(cli))}\u00a0fiches dans {archive}" in first.stderr
    assert "rien n’a changé depuis" in second.stderr
    with zipfile.ZipFile(archive) as opened:
        opened.extractall(tmp_path / "ouverte")
    check = ["sha256sum", "--check", "--strict", "--quiet", "SHA256SUMS"]
    for place in (folder, tmp_path / "ouverte"):
        subprocess.run(check, cwd=place, check=True)


def test_a_whole_archive_and_a_form_are_not_asked_for_together(
    cli: CommandLine, tmp_path: Path
) -> None:
    for options in ([], ["--all", str(tmp_path), "--format", "csv"], ["--output", "a"]):
        result = cli("export", *options)

        assert result.exit_code == 2
        assert "--all" in result.stderr


def test_the_worker_makes_the_nights_archive_but_not_as_soon_as_it_starts(
    home: Path, tmp_path: Path
) -> None:
    (task,) = [
        each
        for each in tasks(assemble(Settings(home=home, export_folder=tmp_path / "nuits")))
        if each.name == "archive"
    ]

    task.look(time.monotonic())
    early = list(tmp_path.glob("nuits/*.zip"))
    with time_machine.travel(datetime(2026, 11, 21, 2, tzinfo=UTC), tick=False):
        task.run()

    assert early == []
    assert [path.name for path in tmp_path.glob("nuits/*.zip")] == ["pratiques-2026-11-21.zip"]


def test_without_a_folder_the_worker_makes_none(home: Path) -> None:
    assert Settings(home=home).exports == home / "exports"
    assert Settings(home=home, export_folder=None).exports is None
