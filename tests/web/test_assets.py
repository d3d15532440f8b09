import gc
import re
import warnings
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import create_environ

from kb.settings import resources


def _addresses(client: FlaskClient) -> set[str]:
    return set(re.findall(r'"(/static/[^"]+)"', client.get("/").text))


def test_every_file_that_a_page_names_is_there_and_is_kept_for_good(client: FlaskClient) -> None:
    addresses = _addresses(client)

    assert len(addresses) >= 5
    for address in addresses:
        with client.get(address) as answer:
            assert answer.status_code == 200, address
            assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable", address


@pytest.mark.parametrize("address", ["/static/site.css", "/static/site.css?v=0123456789ab"])
def test_a_file_asked_for_without_its_fingerprint_is_not_kept_for_good(
    client: FlaskClient, address: str
) -> None:
    with client.get(address) as answer:
        assert answer.status_code == 200
        assert "immutable" not in answer.headers["Cache-Control"]


def test_a_style_sheet_travels_compressed(client: FlaskClient) -> None:
    with client.get("/static/site.css") as answer:
        plain = len(answer.data)

    with client.get("/static/site.css", headers={"Accept-Encoding": "br"}) as answer:
        assert answer.headers["Content-Encoding"] == "br"
        assert len(answer.data) < plain / 2


def test_a_file_is_closed_even_if_the_server_forgets_to_close_the_answer(app: Flask) -> None:
    environment = create_environ("/static/favicon.svg")

    with warnings.catch_warnings(record=True) as warned:
        warnings.simplefilter("always", ResourceWarning)
        answer = app.wsgi_app(environment, lambda *_: lambda _: None)
        assert b"<svg" in b"".join(answer)
        del answer, environment
        gc.collect()

    assert warned == []


def test_the_style_sheet_names_only_files_that_exist() -> None:
    static = resources() / "static"
    named = re.findall(r'url\("([^"]+)"\)', (static / "site.css").read_text("utf-8"))

    assert len(named) == 2
    assert all((static / name).is_file() for name in named)


def test_what_others_made_has_its_licence_beside_it() -> None:
    folder = resources()

    assert "SIL OPEN FONT LICENSE" in _text(folder / "static/fonts/LICENSE").upper()
    assert "ISC License" in _text(folder / "templates/parts/icons.LICENSE")
    assert "Mozilla Public License" in _text(Path(__file__).parents[1] / "vendor/axe.LICENSE")


def _text(path: Path) -> str:
    return path.read_text("utf-8")
