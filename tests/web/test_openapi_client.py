"""A client that nobody here wrote, generated from the description and used on the real site."""

import importlib
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from tests.builders import PROJECT

DOCUMENTED = (PROJECT / "docs" / "http-api.md").read_text("utf-8")

_GENERATE = (
    *("generate", "--path", "openapi.json", "--config", "generator.yaml"),
    *("--output-path", "impact", "--meta", "none"),
)


@pytest.fixture(scope="module")
def generated(
    app: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[subprocess.CompletedProcess[str]]:
    """What the generator said; its package `impact` can be imported."""
    folder = tmp_path_factory.mktemp("client")
    (folder / "openapi.json").write_bytes(app.test_client().get("/api/v1/openapi.json").data)
    (settings,) = re.findall(r"^```yaml\n(.*?)^```", DOCUMENTED, re.MULTILINE | re.DOTALL)
    (folder / "generator.yaml").write_text(settings, encoding="utf-8")
    beside = Path(sys.executable).parent
    said = subprocess.run(
        [beside / "openapi-python-client", *_GENERATE],
        cwd=folder,
        env={**os.environ, "PATH": f"{beside}{os.pathsep}{os.environ['PATH']}"},
        capture_output=True,
        text=True,
        check=True,
    )
    sys.path.insert(0, str(folder))
    yield said
    sys.path.remove(str(folder))
    for name in [name for name in sys.modules if name.partition(".")[0] == "impact"]:
        del sys.modules[name]


@pytest.fixture
def ask(generated: object, site: str) -> Any:
    """`ask("api.search_cases", q="garage")`: the parsed answer of the site."""
    del generated
    client = importlib.import_module("impact").Client(base_url=site)

    def call(operation: str, *arguments: Any, **parameters: Any) -> Any:
        module = importlib.import_module(f"impact.api.{operation}")
        return module.sync_detailed(*arguments, client=client, **parameters)

    return call


def test_the_generator_has_nothing_to_complain_about(
    generated: subprocess.CompletedProcess[str],
) -> None:
    assert "WARNING" not in generated.stdout + generated.stderr
    assert "Warning" not in generated.stdout + generated.stderr


def test_a_search_is_read_as_objects(ask: Any, client: FlaskClient) -> None:
    domain = importlib.import_module("impact.models").DomainTerm
    expected = client.get("/api/v1/cases?q=garage&domain=mobilite&per_page=5").get_json()

    found = ask("api.search_cases", q="garage", domain=[domain("mobilite")], per_page=5).parsed

    assert found.total == expected["total"] > 0
    assert [item.slug for item in found.items] == [item["slug"] for item in expected["items"]]
    assert found.items[0].reasons[0].kind.value == "word"
    assert found.to_dict() == expected


def test_a_case_is_read_as_an_object(ask: Any, client: FlaskClient) -> None:
    expected = client.get("/api/v1/cases/1000-cafes-villages").get_json()

    case = ask("api.get_case", "1000-cafes-villages").parsed

    assert case.partners[0].name == expected["partners"][0]["name"]
    assert case.to_dict() == expected


def test_a_refusal_is_read_as_a_problem(ask: Any) -> None:
    answer = ask("api.get_case", "no-such-case")

    assert answer.status_code == 404
    assert answer.parsed.title == "Page introuvable"
    assert "no-such-case" in answer.parsed.detail


def test_the_vocabulary_and_suggestions_are_read(ask: Any) -> None:
    facets = ask("api.get_taxonomy").parsed.facets
    groups = ask("api.suggest", q="bret").parsed.groups

    assert "region" in [facet.id for facet in facets]
    assert "Bretagne (Région)" in [item.label for group in groups for item in group.items]


def test_files_feeds_and_harvests_come_as_what_they_are(ask: Any) -> None:
    domain = importlib.import_module("impact.models").DomainTerm("emploi")
    verb = importlib.import_module("impact.models").HarvestVerb("Identify")

    exported = ask("export.export_json", q="garage").parsed
    followed = ask("flux.follow_as_json_feed", q="garage", per_page=3).parsed
    embedded = ask("catalogue.embed", url_query="http://localhost:8000/cas/1000-cafes-villages")

    assert ask("export.export_xlsx", domain=[domain]).parsed.payload.read(2) == b"PK"
    assert ask("export.get_case_file", "1000-cafes-villages").parsed.startswith("---\n")
    assert ask("export.get_case_as_ris", "1000-cafes-villages").parsed.payload.read(4) == b"TY  "
    assert "<feed" in ask("flux.follow_as_atom").parsed
    assert "<Identify>" in ask("catalogue.harvest", verb=verb).parsed
    assert len(exported) >= len(followed.items) == 3
    assert exported[0].sha256
    assert ask("export.export_fr_csv", q="garage").parsed.startswith('\ufeff"slug";')
    assert embedded.parsed.html.startswith("<iframe")
    assert ask("catalogue.describe_dataset").parsed["@type"] == "dcat:Catalog"
