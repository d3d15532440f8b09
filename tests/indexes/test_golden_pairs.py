"""What a search finds and what it does not take for the same, pair by pair: `golden_pairs.tsv`."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from kb.domain.case import Partner
from tests.bases import Base

_LINES = Path(__file__).with_name("golden_pairs.tsv").read_text("utf-8").splitlines()
PAIRS = [line.split("\t") for line in _LINES if line and not line.startswith("#")]
TEXTS: Mapping[str, str] = {
    text: f"texte-{number}"
    for number, text in enumerate(dict.fromkeys(text for _, *texts in PAIRS for text in texts))
}

#: A case that says nothing: what it is about is in its body.
SILENT: dict[str, Any] = {
    "title": "Zzzzz zzzzz",
    "summary": "Zzzzz zzzzz zzzzz zzzzz zzzzz zzzzz zzzzz zzzzz zzzzz.",
    "partners": (Partner(name="Zzzzz", actor="association"),),
}

BODY = "\n## Le besoin\n\n{}.\n\n## L'alliance\n\nZzzzz.\n\n## La démarche\n\nZzzzz.\n"


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Base:
    base = Base(tmp_path_factory.mktemp("pairs"))
    silence_labels(base.home / "taxonomy.yaml")
    for text, slug in TEXTS.items():
        base.write(slug, **SILENT, body=BODY.format(text))
    base.catch_up()
    return base


def silence_labels(taxonomy: Path) -> None:
    """Keep the groups of synonyms, but let the labels of terms say nothing."""
    content = yaml.safe_load(taxonomy.read_text("utf-8"))
    for facet in content["facets"]:
        for number, term in enumerate(facet["terms"]):
            kept = {key: term[key] for key in ("slug", "group", "insee") if key in term}
            facet["terms"][number] = kept | {"label": f"Zzzzz {'z' * number}"}
    taxonomy.write_text(yaml.safe_dump(content, allow_unicode=True, width=10_000), encoding="utf-8")


@pytest.mark.parametrize(("verdict", "searched", "text"), PAIRS)
def test_a_search_finds_what_means_the_same_and_nothing_else(
    base: Base, verdict: str, searched: str, text: str
) -> None:
    found = {hit.case.slug for hit in base.search(searched, all_words=True, per_page=500).hits}

    assert TEXTS[searched] in found
    assert (TEXTS[text] in found) is (verdict == "match")


def test_the_pairs_are_many_well_formed_and_not_repeated() -> None:
    assert len(PAIRS) >= 250
    assert len({tuple(pair) for pair in PAIRS}) == len(PAIRS)
    assert {len(pair) for pair in PAIRS} == {3}
    assert {verdict for verdict, *_ in PAIRS} == {"match", "differ"}
