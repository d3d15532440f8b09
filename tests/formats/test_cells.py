import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.formats.cells import entries_cell, entries_of, terms_cell, terms_of

COLUMNS = ("name", "actor", "role")
FIELDS = st.text(alphabet="ab |\\\nné", max_size=8).filter(lambda text: not text or text.strip())
ENTRIES = st.lists(st.tuples(FIELDS.filter(bool), FIELDS, FIELDS), max_size=4)


@given(ENTRIES)
def test_entries_come_back_whatever_they_hold(entries: list[tuple[str, str, str]]) -> None:
    values = [dict(zip(COLUMNS, entry, strict=True)) for entry in entries]

    found = entries_of(entries_cell(values), COLUMNS)

    assert found == [{name: text for name, text in entry.items() if text} for entry in values]


@pytest.mark.parametrize(
    "cell",
    [
        "Mairie | collectivite | ",
        "Mairie | collectivite |",
        "Mairie|collectivite",
        "Mairie| collectivite\n\n",
    ],
)
def test_entries_that_were_typed_need_no_blanks(cell: str) -> None:
    assert entries_of(cell, COLUMNS) == [{"name": "Mairie", "actor": "collectivite"}]


def test_a_field_too_many_is_kept_for_the_validator_to_refuse() -> None:
    assert entries_of("a|b|c|d", COLUMNS)[0] == {"name": "a", "actor": "b", "role": "c", "4": "d"}


def test_terms_are_divided_by_bars_lines_or_what_a_foreign_table_has() -> None:
    assert terms_of(terms_cell(["mobilite", "emploi"])) == ["mobilite", "emploi"]
    assert terms_of(" mobilite |\nemploi\n") == ["mobilite", "emploi"]
    assert terms_of("Mobilité, Emploi", separator=",") == ["Mobilité", "Emploi"]
