from kb.bootstrap import assemble
from kb.domain.audit import Channel, Subject
from kb.domain.publication import Change
from kb.services.publishing import Publishing
from kb.settings import Settings
from tests.builders import a_case_file, a_publication
from tests.cli.served import served
from tests.conftest import CommandLine

SLUG, TEXT = "un-garage-de-plus", a_case_file(title="Un garage de plus").text


def decided(cli: CommandLine) -> Publishing:
    """A decision that was recorded just before the process was killed."""
    publishing = assemble(Settings(home=cli.home)).publishing
    with publishing.work.writing() as unit:
        publishing.record(unit, a_publication(Change(slug=SLUG, before=None, after=TEXT)))
    return publishing


def test_what_was_decided_is_finished_once_and_found(cli: CommandLine) -> None:
    publishing = decided(cli)

    first, second = cli("publish"), cli("publish")

    assert first.stdout == "1\u00a0publication terminée.\n"
    assert second.stdout == "Rien n’attendait d’être publié.\n"
    assert (first.exit_code, second.exit_code) == (0, 0)
    assert publishing.cases.read(SLUG).text == TEXT
    with publishing.work.reading() as unit:
        (line,) = unit.audit.of(Subject.CASE, SLUG)
    assert line.channel is Channel.COMMAND


def test_a_file_edited_by_hand_is_shown_until_somebody_decides(cli: CommandLine) -> None:
    decided(cli)
    (cli.home / "cases" / f"{SLUG}.md").write_text("À la main.", encoding="utf-8")

    first, second = cli("publish"), cli("publish")

    assert (first.exit_code, second.exit_code) == (1, 1)
    assert first.stderr == second.stderr
    assert f"«\u00a0{SLUG}\u00a0»" in second.stderr
    assert (cli.home / "cases" / f"{SLUG}.md").read_text("utf-8") == "À la main."


def test_a_server_that_starts_finishes_what_was_decided(cli: CommandLine) -> None:
    publishing = decided(cli)

    with served(cli.home, "--workers", "1") as site:
        page, found = site.get(f"/cas/{SLUG}"), site.total("q=%22Un+garage+de+plus%22")

    assert page[0] == 200
    assert found == 1
    assert [past.text for past in publishing.history(SLUG)] == [TEXT]
