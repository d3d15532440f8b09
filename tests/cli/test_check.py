import json
import re

from tests.conftest import CommandLine

LINE = re.compile(r"[^:]+:\d+: (.+: )?.+ ; .+")


def cases(cli: CommandLine) -> int:
    return len(list((cli.home / "cases").glob("*.md")))


def break_one(cli: CommandLine) -> str:
    path = min((cli.home / "cases").glob("*.md"))
    path.write_text(path.read_text("utf-8").replace("\nsummary:", "\nsumary:", 1), "utf-8")
    return f"cases/{path.name}"


def test_the_published_cases_have_no_problem(cli: CommandLine) -> None:
    result = cli("check")

    assert result.stdout == f"{cases(cli)}\u00a0fiches, aucun problème\n"
    assert result.exit_code == 0


def test_a_problem_is_a_line_with_its_place_and_remedy(cli: CommandLine) -> None:
    file = break_one(cli)

    result = cli("check")

    *lines, summary = result.stdout.splitlines()
    assert result.exit_code == 1
    assert all(line.startswith(f"{file}:") and LINE.fullmatch(line) for line in lines)
    assert any("sumary" in line and "summary" in line for line in lines)
    expected = f"{len(lines)}\u00a0problème{'s' if len(lines) > 1 else ''} à corriger"
    assert summary == f"{cases(cli)}\u00a0fiches, {expected}"


def test_a_script_reads_the_findings_as_json(cli: CommandLine) -> None:
    file = break_one(cli)

    result = cli("check", "--json")

    findings = json.loads(result.stdout)
    assert result.exit_code == 1
    assert findings
    for finding in findings:
        assert list(finding) == ["file", "line", "key", "code", "message", "remedy"]
        assert finding["file"] == file
        assert finding["line"] >= 1


def test_without_findings_the_json_is_an_empty_list(cli: CommandLine) -> None:
    assert json.loads(cli("check", "--json").stdout) == []


def test_a_remark_is_no_problem(cli: CommandLine) -> None:
    path = min((cli.home / "cases").glob("*.md"))
    path.write_text(path.read_text("utf-8").replace("\ntitle:", "\ntitle: ", 1), "utf-8")

    result = cli("check")

    assert result.exit_code == 0
    assert result.stdout.endswith("aucun problème, 1\u00a0remarque\n")


def test_a_vocabulary_that_cannot_be_read_is_a_finding(cli: CommandLine) -> None:
    (cli.home / "taxonomy.yaml").write_text("version: [", "utf-8")

    result = cli("check")

    assert result.exit_code == 1
    assert "taxonomy.yaml:" in result.stdout
