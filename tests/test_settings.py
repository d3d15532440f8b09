from pathlib import Path

import pytest

from kb.domain.sentences import sentence
from kb.settings import (
    MAX_TRUSTED_PROXIES,
    SETTINGS,
    SettingError,
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
