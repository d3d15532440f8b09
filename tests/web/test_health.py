from pathlib import Path

from flask.testing import FlaskClient

from kb.bootstrap import assemble
from kb.settings import Settings
from kb.web.app import create_app


def test_a_site_in_good_health_says_how_many_cases_it_has(client: FlaskClient) -> None:
    answer = client.get("/healthz")

    files = len(list((Path(__file__).parents[2] / "cases").glob("*.md")))
    assert answer.status_code == 200
    assert answer.get_json() == {"status": "ok", "search": "ready", "cases": files}


def test_without_an_index_the_site_is_alive_and_search_is_in_preparation(home: Path) -> None:
    settings = Settings(home=home)
    client = create_app(assemble(settings), settings).test_client()

    answer = client.get("/healthz")

    assert answer.status_code == 200
    assert answer.get_json() == {"status": "ok", "search": "preparing", "cases": None}
