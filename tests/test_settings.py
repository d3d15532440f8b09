from pathlib import Path

import pytest

from kb.domain.mail_server import MailServer
from kb.domain.sentences import sentence
from kb.domain.setting import SettingError
from kb.domain.setting_values import MAX_TRUSTED_PROXIES
from kb.settings import (
    SETTINGS,
    Settings,
    origins,
    resources,
    settings_from,
)


def test_without_environment_a_base_is_the_current_folder_on_port_8000() -> None:
    settings = settings_from({})

    assert settings == Settings(
        home=Path.cwd(), public_url="http://localhost:8000", trusted_proxies=0
    )


def test_the_environment_decides() -> None:
    settings = settings_from(
        {
            "KB_HOME": "/srv/base",
            "KB_PUBLIC_URL": "https://Pratiques.example.org/",
            "KB_TRUSTED_PROXIES": "2",
        }
    )

    assert settings.home == Path("/srv/base")
    assert settings.public_url == "https://pratiques.example.org"
    assert settings.trusted_proxies == 2


def test_an_empty_variable_decides_nothing() -> None:
    empty = {setting.name: "" for setting in SETTINGS}

    assert settings_from(empty) == settings_from({})
    assert not any(origins(empty).values())


def test_a_relative_home_is_made_absolute() -> None:
    assert settings_from({"KB_HOME": "base"}).home == Path.cwd() / "base"


@pytest.mark.parametrize(
    "url",
    [
        "pratiques.example.org",
        "ftp://pratiques.example.org",
        "javascript:alert(1)",
        "http://",
        "http://pratiques.example.org/chemin",
        "http://pratiques.example.org?q=1",
        "http://pratiques.example.org#haut",
        "http://moi:secret@pratiques.example.org",
        "http://pratiques.example.org:99999",
        "http://pratiques.example.org:0",
        "http://pratiques.example.org:port",
        "http://deux mots",
        "http://[::1",
        "http://-tiret.example.org",
        "http://pratiques.example.org\r\nX-Header: 1",
    ],
)
def test_a_public_url_that_cannot_begin_a_link_is_refused(url: str) -> None:
    with pytest.raises(SettingError) as refused:
        settings_from({"KB_PUBLIC_URL": url})

    assert "KB_PUBLIC_URL" in sentence(refused.value)
    assert "https://pratiques.example.org" in sentence(refused.value)


@pytest.mark.parametrize("url", ["http://[::1]:8000", "http://10.0.0.1", "https://a.b-c.fr:8443"])
def test_a_public_url_may_have_any_host_and_port(url: str) -> None:
    assert settings_from({"KB_PUBLIC_URL": url}).public_url == url


@pytest.mark.parametrize("number", ["-1", "11", "deux", "1.0", " 1", "٢", "1" * 5000])
def test_a_number_of_proxies_out_of_range_is_refused(number: str) -> None:
    with pytest.raises(SettingError) as refused:
        settings_from({"KB_TRUSTED_PROXIES": number})

    assert f"de 0 à {MAX_TRUSTED_PROXIES}" in sentence(refused.value)


def test_the_home_of_somebody_without_account_is_refused() -> None:
    with pytest.raises(SettingError):
        settings_from({"KB_HOME": "~nobody-has-this-name/base"})


def test_every_setting_fills_a_field_of_its_type() -> None:
    settings = settings_from({})

    for setting in SETTINGS:
        assert type(getattr(settings, setting.field)) is type(setting.read({}))


def test_resources_hold_what_the_site_is_made_of() -> None:
    assert (resources() / "templates").is_dir()
    assert (resources() / "static").is_dir()
    assert (resources() / "taxonomy.yaml").is_file()


@pytest.mark.parametrize("name", ["Europe", "Mars", "../x", "/etc/passwd", "Europe/Paris\n"])
def test_a_time_zone_that_nobody_knows_is_refused(name: str) -> None:
    with pytest.raises(SettingError) as refused:
        settings_from({"KB_TIME_ZONE": name})

    assert "Indian/Reunion" in sentence(refused.value)


def test_a_mail_server_is_read_with_its_user() -> None:
    server = settings_from({"KB_SMTP_URL": "smtps://a%40b:p%2Fw@smtp.example.org"}).mail_server

    assert server == MailServer(
        host="smtp.example.org",
        port=465,
        is_encrypted=True,
        user="a@b",
        password="p/w",  # noqa: S106 - made up
    )


def test_without_a_port_mail_goes_where_such_servers_listen() -> None:
    server = settings_from({"KB_SMTP_URL": "smtp://[::1]"}).mail_server

    assert server
    assert (server.port, server.is_local, str(server)) == (25, True, "smtp://[::1]:25")


@pytest.mark.parametrize(
    "url",
    [
        "smtp.example.org",
        "http://smtp.example.org",
        "smtp://",
        "smtp://user@host",
        "smtp://:secret@host",
        "smtp://user:secret@host/path",
        "smtp://user:secret@host:99999",
        "smtp://user:secret@host?x=1",
        "smtp://user:secret@ho\nst",
        "smtp://user:secret@ho st",
    ],
)
def test_a_mail_server_that_cannot_be_reached_is_refused_without_its_password(url: str) -> None:
    with pytest.raises(SettingError) as refused:
        settings_from({"KB_SMTP_URL": url})

    assert "KB_SMTP_URL" in sentence(refused.value)
    assert "secret" not in str(refused.value)


def test_a_password_is_never_shown() -> None:
    server = settings_from({"KB_SMTP_URL": "smtp://kb:secret@smtp.example.org:587"}).mail_server

    assert str(server) == "smtp://kb:***@smtp.example.org:587"
    assert "secret" not in repr(server)


@pytest.mark.parametrize(
    ("text", "name", "address"),
    [
        ("contact@example.org", "", "contact@example.org"),
        ("<contact@example.org>", "", "contact@example.org"),
        ("L’équipe <contact@example.org>", "L’équipe", "contact@example.org"),
        ("Adie, Paris <a.b+c@example.org>", "Adie, Paris", "a.b+c@example.org"),
    ],
)
def test_a_sender_is_an_address_with_or_without_a_name(text: str, name: str, address: str) -> None:
    sender = settings_from({"KB_MAIL_FROM": text}).mail_from

    assert (sender.name, sender.address, sender.domain) == (name, address, "example.org")


@pytest.mark.parametrize(
    "text",
    [
        "contact",
        "a@b, c@d",
        "a@b@c",
        "<a@b",
        "Nom <a,b@c>",
        "é@example.org",
        "a@b\nBcc: c@d",
        "Nom\r\nBcc: c@d <a@b>",
        "a b@c",
    ],
)
def test_a_sender_that_is_no_address_is_refused(text: str) -> None:
    with pytest.raises(SettingError):
        settings_from({"KB_MAIL_FROM": text})


@pytest.mark.parametrize("number", ["0", "-1", "1000001", "60/min", "1e3", "", " 5", "1" * 5000])
def test_a_number_of_reads_that_nobody_could_use_is_refused(number: str) -> None:
    if number:
        with pytest.raises(SettingError, match="setting-invalid"):
            settings_from({"KB_READS_PER_MINUTE": number})
    else:
        assert settings_from({"KB_READS_PER_MINUTE": number}).reads_per_minute == 6_000


@pytest.mark.parametrize(
    "text",
    ["quelqu’un", "moi@localhost", "Moi <moi@example.org>", "a@b.fr\nc", "a@b.fr, c@d.fr", "@b.fr"],
)
def test_a_contact_that_is_no_plain_address_is_refused(text: str) -> None:
    with pytest.raises(SettingError, match="setting-invalid"):
        settings_from({"KB_CONTACT": text})


def test_a_contact_is_an_address() -> None:
    assert settings_from({"KB_CONTACT": "moi@example.org"}).contact == "moi@example.org"
    assert settings_from({}).contact == ""
