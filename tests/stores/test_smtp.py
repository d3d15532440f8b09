import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.smtp import AuthResult, LoginPassword
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from kb.domain.mail_server import MailServer, sender
from kb.operator_ports import Letter, LetterRefusedError, PostBusyError, PostUnavailableError
from kb.stores import smtp
from kb.stores.smtp import SmtpPost
from tests.mail_server import Postman, mail_server

NOW = datetime(2026, 11, 20, 14, 32, tzinfo=UTC)

#: Of this machine, and yet not what one calls local: here encryption matters.
ELSEWHERE = "127.0.0.2"


@pytest.fixture
def postman() -> Iterator[Postman]:
    with mail_server() as postman:
        yield postman


def a_letter(**changes: Any) -> Letter:
    values: dict[str, Any] = {
        "key": "kb-12-20261120143200",
        "to": "claire@example.org",
        "subject": "Votre proposition est publiée",
        "text": "Bonjour,\n\nvotre fiche « été » est en ligne.\n",
        "written_at": NOW,
    }
    return Letter(**(values | changes))


def a_post(folder: Path, port: int, **changes: Any) -> SmtpPost:
    trust = changes.pop("trust", ssl.create_default_context)
    name = changes.pop("name", "L’équipe d’IMPACT <contact@example.org>")
    options: dict[str, Any] = {"host": "127.0.0.1", "port": port}
    server = MailServer(**(options | changes))
    return SmtpPost(server=server, sender=sender(name), lock=folder / "mail.lock", trust=trust)


def deliver(post: SmtpPost, *letters: Letter) -> None:
    with post.delivering() as delivery:
        for letter in letters:
            delivery.deliver(letter)


def test_a_letter_arrives_as_it_was_written(postman: Postman, tmp_path: Path) -> None:
    text = "Bonjour,\n\n.\n..\nœuvre « été » : https://example.org/suivi/" + "a" * 90 + "\n"

    deliver(a_post(tmp_path, postman.port), a_letter(text=text))

    (letter,) = postman.letters
    assert letter.get_content().replace("\r\n", "\n") == text
    assert letter["Subject"] == "Votre proposition est publiée"
    assert letter["From"] == "L’équipe d’IMPACT <contact@example.org>"
    assert letter["To"] == "claire@example.org"
    assert letter["Message-ID"] == "<kb-12-20261120143200@example.org>"
    assert letter["Auto-Submitted"] == "auto-generated"
    assert letter["Content-Language"] == "fr"
    assert letter["Date"].datetime == NOW
    assert letter.get_content_type() == "text/plain"
    assert postman.raw[0].isascii()


@pytest.mark.parametrize("evil", ["\r\n", "\n", "\r", "\u2028", "\x00", "\x85"])
def test_a_subject_cannot_add_a_header(postman: Postman, tmp_path: Path, evil: str) -> None:
    subject = f"Votre fiche{evil}Bcc: eve@example.org{evil}{evil}Coucou"

    deliver(a_post(tmp_path, postman.port), a_letter(subject=subject))

    (letter,) = postman.letters
    assert letter["Bcc"] is None
    assert "Coucou" in letter["Subject"]
    assert "Coucou" not in letter.get_content()
    assert postman.recipients == ["claire@example.org"]


@pytest.mark.parametrize(
    "address",
    [
        "",
        "claire",
        "claire@example.org\r\nBcc: eve@example.org",
        "claire@example.org, eve@example.org",
        "<claire@example.org>",
        "claire@example.org\x00",
    ],
)
def test_what_is_no_address_is_refused_for_good(
    postman: Postman, tmp_path: Path, address: str
) -> None:
    with pytest.raises(LetterRefusedError) as refused:
        deliver(a_post(tmp_path, postman.port), a_letter(to=address))

    assert refused.value.is_final
    assert postman.letters == []


def test_an_address_with_accents_is_refused_by_a_server_without(
    postman: Postman, tmp_path: Path
) -> None:
    with pytest.raises(LetterRefusedError) as refused:
        deliver(a_post(tmp_path, postman.port), a_letter(to="hélène@example.org"))

    assert refused.value.is_final


def test_a_text_that_is_not_quite_text_still_leaves(postman: Postman, tmp_path: Path) -> None:
    deliver(a_post(tmp_path, postman.port), a_letter(text="avant \ud800\x00\x1b après"))

    assert "après" in postman.letters[0].get_content()


@pytest.mark.parametrize(("reply", "is_final"), [("550 inconnu", True), ("450 plus tard", False)])
def test_one_refused_address_does_not_stop_the_others(
    postman: Postman, tmp_path: Path, reply: str, *, is_final: bool
) -> None:
    postman.refusals["eve@example.org"] = reply

    with a_post(tmp_path, postman.port).delivering() as delivery:
        with pytest.raises(LetterRefusedError) as refused:
            delivery.deliver(a_letter(to="eve@example.org"))
        delivery.deliver(a_letter())

    assert refused.value.is_final is is_final
    assert postman.recipients == ["claire@example.org"]


@pytest.mark.parametrize(("reply", "is_final"), [("554 pourriel", True), ("451 occupé", False)])
def test_a_refused_text_does_not_stop_the_others(
    postman: Postman, tmp_path: Path, reply: str, *, is_final: bool
) -> None:
    postman.data_replies = [reply]

    with a_post(tmp_path, postman.port).delivering() as delivery:
        with pytest.raises(LetterRefusedError) as refused:
            delivery.deliver(a_letter())
        delivery.deliver(a_letter(key="deux"))

    assert refused.value.is_final is is_final
    assert len(postman.letters) == 1


@pytest.mark.parametrize("reply", ["", "421 je ferme"])
def test_a_lost_connection_ends_the_visit(postman: Postman, tmp_path: Path, reply: str) -> None:
    postman.data_replies = [reply]

    with pytest.raises(PostUnavailableError):
        deliver(a_post(tmp_path, postman.port), a_letter())


def test_a_server_that_is_not_there_is_the_post_s_trouble(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]

    with pytest.raises(PostUnavailableError):
        deliver(a_post(tmp_path, port), a_letter())


def test_a_server_that_says_nothing_is_given_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(smtp, "TIMEOUT_SECONDS", 0.1)

    with socket.create_server(("127.0.0.1", 0)) as silent, pytest.raises(PostUnavailableError):
        deliver(a_post(tmp_path, silent.getsockname()[1]), a_letter())


def test_a_server_that_greets_with_a_refusal_is_the_post_s_trouble(tmp_path: Path) -> None:
    def refuse(server: socket.socket) -> None:
        connection, _ = server.accept()
        with connection:
            connection.sendall(b"554 pas ici\r\n")

    with socket.create_server(("127.0.0.1", 0)) as server:
        thread = threading.Thread(target=refuse, args=(server,))
        thread.start()
        with pytest.raises(PostUnavailableError):
            deliver(a_post(tmp_path, server.getsockname()[1]), a_letter())
        thread.join()


def test_a_letter_that_can_be_ended_says_how_on_lines_that_programs_read(
    postman: Postman, tmp_path: Path
) -> None:
    """Source: RFC 8058, 3.1: one address, and the exact words."""
    address = f"https://pratiques.example.org/alertes/{'x' * 44}/desinscription"

    deliver(a_post(tmp_path, postman.port), a_letter(unsubscribe=address))

    lines = postman.raw[0].decode("ascii").split("\r\n")
    assert f"List-Unsubscribe: <{address}>" in lines
    assert "List-Unsubscribe-Post: List-Unsubscribe=One-Click" in lines


def test_a_letter_that_ends_nothing_does_not_say_so(postman: Postman, tmp_path: Path) -> None:
    deliver(a_post(tmp_path, postman.port), a_letter())

    assert "List-Unsubscribe" not in postman.letters[0]


def test_two_processes_do_not_deliver_at_once(postman: Postman, tmp_path: Path) -> None:
    post = a_post(tmp_path, postman.port)

    with post.delivering(), pytest.raises(PostBusyError):
        deliver(a_post(tmp_path, postman.port), a_letter())

    deliver(post, a_letter())
    assert len(postman.letters) == 1


def test_without_a_server_there_is_no_post(tmp_path: Path) -> None:
    post = SmtpPost(server=None, sender=sender("a@example.org"), lock=tmp_path / "lock")

    assert not post.is_set_up
    with pytest.raises(PostUnavailableError):
        deliver(post, a_letter())


@contextmanager
def encrypted(folder: Path, **options: Any) -> Iterator[Postman]:
    """A server with a certificate, and a user with a password."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "mail.example.org")])
    day = datetime.now(UTC)
    addresses = [x509.IPAddress(ip_address(each)) for each in ("127.0.0.1", ELSEWHERE)]
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(day - timedelta(days=1))
        .not_valid_after(day + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName(addresses), critical=False)
        .sign(key, hashes.SHA256())
    )
    encoding = serialization.Encoding.PEM
    (folder / "server.pem").write_bytes(
        key.private_bytes(encoding, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        + certificate.public_bytes(encoding)
    )
    (folder / "ca.pem").write_bytes(certificate.public_bytes(encoding))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "server.pem")
    kind = options.pop("kind")
    with mail_server(
        hostname=ELSEWHERE,
        authenticator=_authenticate,
        **{kind: context},
        **options,
    ) as postman:
        yield postman


def _authenticate(*values: Any) -> AuthResult:
    given = values[-1]
    assert isinstance(given, LoginPassword)
    return AuthResult(success=(given.login, given.password) == (b"kb", b"secret"), handled=False)


def a_safe_post(folder: Path, port: int, **changes: Any) -> SmtpPost:
    def trust() -> ssl.SSLContext:
        return ssl.create_default_context(cafile=str(folder / "ca.pem"))

    options = {"host": ELSEWHERE, "user": "kb", "password": "secret", "trust": trust}
    return a_post(folder, port, **(options | changes))


def test_a_password_is_sent_after_starttls(tmp_path: Path) -> None:
    with encrypted(
        tmp_path, kind="tls_context", require_starttls=True, auth_required=True
    ) as postman:
        deliver(a_safe_post(tmp_path, postman.port), a_letter())

        assert postman.recipients == ["claire@example.org"]


def test_a_server_may_speak_tls_from_the_start(tmp_path: Path) -> None:
    with encrypted(tmp_path, kind="ssl_context", auth_require_tls=False) as postman:
        deliver(a_safe_post(tmp_path, postman.port, is_encrypted=True), a_letter())

        assert postman.recipients == ["claire@example.org"]


def test_a_wrong_password_is_the_post_s_trouble(tmp_path: Path) -> None:
    with encrypted(tmp_path, kind="tls_context") as postman:
        post = a_safe_post(tmp_path, postman.port, password="autre")  # noqa: S106 - made up
        with pytest.raises(PostUnavailableError, match="535"):
            deliver(post, a_letter())


def test_a_certificate_of_nobody_is_not_trusted(tmp_path: Path) -> None:
    with encrypted(tmp_path, kind="tls_context") as postman:
        post = a_safe_post(tmp_path, postman.port, trust=ssl.create_default_context)
        with pytest.raises(PostUnavailableError):
            deliver(post, a_letter())


def test_a_password_never_travels_in_clear(tmp_path: Path) -> None:
    with mail_server(
        hostname=ELSEWHERE, authenticator=_authenticate, auth_require_tls=False
    ) as postman:
        with pytest.raises(PostUnavailableError, match="STARTTLS"):
            deliver(a_safe_post(tmp_path, postman.port), a_letter())

        deliver(a_safe_post(tmp_path, postman.port, user="", password=""), a_letter())
        assert len(postman.letters) == 1
