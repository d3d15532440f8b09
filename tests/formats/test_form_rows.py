from kb.formats.form_rows import with_row, without_row


def test_a_row_is_added_after_the_last_one() -> None:
    fields, number = with_row({"partners-0-name": ["A"], "partners-3-name": ["B"]}, "partners")

    assert number == 4
    assert fields["partners-4-name"] == [""]
    assert with_row({}, "figures") == ({"figures-0-label": [""]}, 0)


def test_the_rows_after_one_that_goes_take_its_place() -> None:
    fields = {
        "partners-0-name": ["A"],
        "partners-1-name": ["B"],
        "partners-2-name": ["C"],
        "partners-2-role": ["porteur"],
        "title": ["Partenaires"],
    }

    assert without_row(fields, "partners", 1) == {
        "partners-0-name": ["A"],
        "partners-1-name": ["C"],
        "partners-1-role": ["porteur"],
        "title": ["Partenaires"],
    }


def test_a_row_that_is_not_there_takes_nothing_away() -> None:
    fields = {"sources-0-title": ["A"], "section-besoin": ["Oui[^1]."]}

    assert without_row(fields, "sources", 7) == fields


def test_citations_follow_their_sources_when_one_goes() -> None:
    fields = {
        "sources-0-title": ["A"],
        "sources-1-title": ["B"],
        "sources-2-title": ["C"],
        "section-besoin": ["Un[^1], deux[^2], trois[^3]."],
        "figures-0-source": ["2"],
        "figures-1-source": ["3"],
        "figures-2-source": ["?"],
        "title": ["Le titre garde [^3]"],
    }

    left = without_row(fields, "sources", 1)

    assert left["section-besoin"] == ["Un[^1], deux, trois[^2]."]
    assert [left[f"figures-{n}-source"] for n in range(3)] == [[""], ["2"], ["?"]]
    assert left["title"] == ["Le titre garde [^3]"]
    assert left["sources-1-title"] == ["C"]
