"""What is written beside a segment, what is used again, what merges leave."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from kb.domain.taxonomy import Taxonomy
from kb.indexes import filling, inverting
from kb.indexes.analysis import Reading, read_word
from kb.indexes.columns import Columns
from kb.indexes.editions import Editions
from kb.indexes.segments import MERGE_CASES, MERGE_WIDTH, Segment, segments
from tests.bases import Base

BaseOf = Callable[..., Base]


def folder(base: Base) -> Path:
    return Editions(base.home / "index").current().folder


def add_one_by_one(base: Base, numbers: range) -> None:
    for number in numbers:
        base.write(f"soup-{number}", title=f"Soupe numéro {number}")
        base.catch_up()


def test_a_commit_makes_columns_for_its_new_segment_only(
    base_of: BaseOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    base = base_of(garage={"title": "Garage solidaire"})
    made = []
    real = filling.columns

    def noted(segment: Segment, taxonomy: Taxonomy, **others: Any) -> Columns:
        made.append(segment.id)
        return real(segment, taxonomy, **others)

    monkeypatch.setattr(filling, "columns", noted)

    base.write("soup", title="Soupes du marché")
    base.catch_up()

    assert base.found("soupe") == base.again().found("soupe") == ["soup"]
    assert len(made) == 1


@pytest.mark.parametrize("content", [b"", b"KBARRAY1", None], ids=["empty", "cut", "altered"])
def test_damaged_columns_are_made_again_in_memory(base_of: BaseOf, content: bytes | None) -> None:
    base = base_of(garage={"title": "Garage solidaire"}, soup={"title": "Soupes du marché"})
    [path] = folder(base).glob("*.columns")
    altered = bytearray(path.read_bytes())
    altered[len(altered) // 2] ^= 0xFF
    path.write_bytes(altered if content is None else content)

    assert base.again().found("garage solidaire") == ["garage"]


def test_columns_go_with_their_segment(base: Base) -> None:
    base.catch_up()

    add_one_by_one(base, range(MERGE_WIDTH * 2))

    ids = {segment.id for segment in segments(folder(base))}
    assert {path.stem for path in folder(base).glob("*.columns")} == ids
    assert len(ids) < MERGE_WIDTH * 2


def test_merges_change_no_answer(base: Base) -> None:
    base.catch_up()
    add_one_by_one(base, range(MERGE_WIDTH))
    base.remove("soup-3")
    base.write("soup-5", title="Soupe aux choux")
    base.catch_up()
    before = base.search("soupe numéro")

    add_one_by_one(base, range(100, 100 + MERGE_WIDTH))
    for number in range(100, 100 + MERGE_WIDTH):
        base.remove(f"soup-{number}")
    base.catch_up()

    assert base.search("soupe numéro") == before


def test_a_merge_reads_no_word_again(base: Base, monkeypatch: pytest.MonkeyPatch) -> None:
    base.catch_up()
    add_one_by_one(base, range(MERGE_WIDTH - 1))
    read: list[str] = []

    def noted(surface: str) -> Reading:
        read.append(surface)
        return read_word(surface)

    monkeypatch.setattr(inverting, "read_word", noted)
    add_one_by_one(base, range(100, 102))

    assert "Soupe" in base.search("soupe").hits[0].case.title
    assert len(segments(folder(base))) < MERGE_WIDTH
    assert read.count("résumé") == 1
    assert base.found("soupe numéro") == base.again().found("soupe numéro")


def test_a_large_merge_waits_for_compacting(base: Base) -> None:
    base.catch_up()
    each = MERGE_CASES // MERGE_WIDTH + 1
    for batch in range(MERGE_WIDTH):
        for number in range(each):
            base.write(f"soup-{batch}-{number}", title=f"Soupe {batch} {number}")
        base.catch_up()
    base.write("last", title="Dernière soupe")
    base.catch_up()
    before, answer = len(segments(folder(base))), base.search("soupe")
    assert before == MERGE_WIDTH + 1

    assert base.indexing.compact()

    assert len(segments(folder(base))) == 2
    assert base.again().search("soupe") == base.search("soupe") == answer
    assert not base.indexing.compact()


def test_a_case_put_twice_in_one_commit_is_there_once(base_of: BaseOf) -> None:
    base = base_of(garage={"title": "Garage solidaire"}, soup={"title": "Soupes du marché"})
    files = base.knowledge_base.reading.cases

    with base.index.writing() as writing:
        writing.put(files.read("soup"))
        writing.put(files.read("soup"))

    assert sorted(base.found()) == ["garage", "soup"]


def test_a_search_beside_a_word_that_only_a_removed_case_has_does_not_see_it(
    base_of: BaseOf,
) -> None:
    base = base_of(garage={"title": "Garage mécanique"}, soup={"title": "Soupes du marché"})
    base.remove("garage")
    base.catch_up()

    assert base.search("mecaniq*").total == 0
    assert base.search("mécanice").did_you_mean is None
    assert base.index.suggest("garage", limit=3) == ()
