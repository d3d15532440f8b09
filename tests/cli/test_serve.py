import json
import shutil
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from kb.web.security import HEADERS
from tests.cli.served import command_line, served, until
from tests.conftest import CommandLine


def number_of_cases(home: Path) -> int:
    return len(list((home / "cases").glob("*.md")))


def test_a_base_is_served_and_stopped(home: Path) -> None:
    with served(home) as server:
        assert server.address.startswith("http://localhost:")
        assert server.get("/")[0] == 200
        assert server.total() == number_of_cases(home)
        until(lambda: "worker --parent" in " ".join(server.children().values()))
        children = server.children()

        assert server.stop() == 0

        assert not server.is_up()
        assert [pid for pid in children if command_line(pid)] == []
        invitation, link, *lines = server.stderr.read_text().splitlines()
        assert invitation.startswith("Personne n’administre encore ce site.")
        assert link.startswith(f"{server.address}/connexion/premier-compte/")
        events = [json.loads(line) for line in lines]
        paths = {event.get("path") for event in events if event["event"] == "request"}
        assert {"/", "/api/v1/cases"} <= paths


def test_an_interrupt_from_the_keyboard_stops_it_too(home: Path) -> None:
    with served(home, "--no-worker", "--workers", "1") as server:
        until(lambda: len(server.children()) == 1)

        assert server.stop(signal.SIGINT) == 0


def test_a_hang_up_renews_the_processes_and_the_site_goes_on(home: Path) -> None:
    with served(home, "--workers", "1") as server:
        until(lambda: len(server.children()) == 2)
        before = server.children()

        server.process.send_signal(signal.SIGHUP)

        until(lambda: len(set(server.children()) - set(before)) == 1)
        assert server.total() == number_of_cases(home)
        assert server.stop() == 0
        assert [pid for pid in before if command_line(pid)] == []


def test_links_begin_with_the_address_that_is_served(home: Path) -> None:
    with served(home, "--no-worker", "--workers", "1") as server:
        item = json.loads(server.get("/api/v1/cases?per_page=1")[1])["items"][0]

        assert item["url"] == f"{server.address}/cas/{item['slug']}"


def test_links_begin_with_the_public_address_where_there_is_one(home: Path) -> None:
    public = "https://pratiques.example.org"
    with served(home, "--no-worker", "--workers", "1", KB_PUBLIC_URL=public) as server:
        item = json.loads(server.get("/api/v1/cases?per_page=1")[1])["items"][0]

        assert item["url"].startswith(f"{public}/cas/")


def test_a_server_that_is_killed_leaves_nothing_behind_and_starts_again(home: Path) -> None:
    with served(home) as server:
        until(lambda: len(server.children()) == 3)
        children = server.children()

        server.process.kill()
        until(lambda: not any(command_line(pid) for pid in children))

    with served(home, "--port", server.port) as again:
        assert again.port == server.port
        assert again.total() == number_of_cases(home)


def test_an_index_that_is_deleted_comes_back_by_itself(home: Path) -> None:
    with served(home) as server:
        slug = min((home / "cases").glob("*.md")).stem

        shutil.rmtree(home / "index")

        assert server.get(f"/cas/{slug}")[0] == 200
        until(lambda: server.total() == number_of_cases(home))


def test_a_file_that_breaks_rules_does_not_stop_the_others(home: Path) -> None:
    bad, good, *_ = sorted((home / "cases").glob("*.md"))
    bad.write_text("---\ntitle: [\n---\n")
    (home / "cases" / "Mauvais Nom.md").write_bytes(b"\xff\xfe")

    with served(home, "--no-worker") as server:
        assert server.total() == number_of_cases(home) - 2
        assert server.get(f"/cas/{bad.stem}")[0] == 503
        assert server.get(f"/cas/{good.stem}")[0] == 200
        assert "Traceback" not in server.stderr.read_text()


def test_an_index_that_cannot_be_written_does_not_keep_cases_from_being_read(home: Path) -> None:
    (home / "index").write_text("un fichier à la place du dossier")
    slug = min((home / "cases").glob("*.md")).stem

    with served(home, "--no-worker", "--workers", "1") as server:
        assert server.get(f"/cas/{slug}")[0] == 200
        assert server.get("/api/v1/cases")[0] == 503
        assert "La recherche n’est pas prête" in server.stderr.read_text()


def test_queries_and_addresses_are_not_logged(home: Path) -> None:
    with served(home, "--no-worker", "--workers", "1") as server:
        server.get("/?q=secretissime")
        server.get("/api/v1/cases?q=secretissime&page=0")
        server.stop()

        assert "secretissime" not in server.stderr.read_text()
        assert "127.0.0.1" not in server.stderr.read_text()


def test_a_request_line_that_is_too_long_is_refused(home: Path) -> None:
    with served(home, "--no-worker", "--workers", "1") as server:
        assert server.get("/?q=" + "a" * 9000)[0] in {400, 414}
        assert server.get("/?q=" + "a" * 7000)[0] == 200


UNREADABLE = {
    "GET /?q=précarité HTTP/1.1\r\nHost: a\r\n\r\n": 400,
    "GET / HTTP/1.1\r\nHost: a\r\nContent-Length: many\r\n\r\n": 400,
    f"GET /?q={'a' * 9000} HTTP/1.1\r\nHost: a\r\n\r\n": 414,
    f"GET / HTTP/1.1\r\nHost: a\r\nX-Long: {'a' * 9000}\r\n\r\n": 431,
}


def test_what_cannot_be_read_is_refused_in_french_with_our_headers(home: Path) -> None:
    with served(home, "--no-worker", "--workers", "1") as server:
        answers = {head: answer_to(head, int(server.port)) for head in UNREADABLE}

        for head, status in UNREADABLE.items():
            assert answers[head].startswith(f"HTTP/1.1 {status} ")
            assert '<html lang="fr">' in answers[head]
            assert all(f"{name}: {value}\r\n" in answers[head] for name, value in HEADERS.items())
        assert "127.0.0.1" not in server.stderr.read_text()


def answer_to(head: str, port: int) -> str:
    """The whole answer to a request as it goes over the wire."""
    with socket.create_connection(("127.0.0.1", port), timeout=10) as client:
        client.sendall(head.encode())
        parts = []
        while part := client.recv(65_536):
            parts.append(part)
    return b"".join(parts).decode()


def test_a_port_in_use_is_a_sentence(cli: CommandLine) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]

        result = cli("serve", "--port", str(port))

    assert result.exit_code == 1
    assert result.stderr.count("\n") == 1
    assert f"Le port {port} est déjà pris" in result.stderr


@pytest.mark.parametrize("host", ["192.0.2.1", "pas.une.adresse.invalid", "a" * 300, "é" * 70])
def test_an_address_of_another_machine_is_a_sentence(cli: CommandLine, host: str) -> None:
    result = cli("serve", "--host", host, "--port", "0")

    assert result.exit_code == 1
    assert result.stderr.count("\n") == 1
    assert "n’est pas celle de cette machine" in result.stderr


def test_a_vocabulary_that_cannot_be_read_is_a_sentence(cli: CommandLine) -> None:
    (cli.home / "taxonomy.yaml").write_text("version: [", "utf-8")

    result = cli("serve", "--port", "0")

    assert result.exit_code == 1
    assert "kb check" in result.stderr


def test_an_export_that_nobody_reads_to_its_end_ends_quietly(home: Path) -> None:
    command = f"KB_HOME='{home}' '{sys.executable}' -m kb export --format json | head -c 10"

    result = subprocess.run(["sh", "-c", command], capture_output=True, text=True, check=True)

    assert result.stdout == '[\n{"slug":'
    assert result.stderr == ""
