"""What holds for any text, tried on texts nobody would write by hand."""

from hypothesis import given, settings
from hypothesis import strategies as st

from kb.domain.case import Case
from kb.domain.taxonomy import Taxonomy
from kb.formats import front_matter, taxonomy_file
from tests.any_case import ANYTHING, TRICKY, cases
from tests.builders import PROJECT, a_case, a_taxonomy


@settings(max_examples=300, deadline=None)
@given(cases())
def test_a_rendered_case_reads_as_the_same_case(case: Case) -> None:
    text = front_matter.render(case)

    assert front_matter.read(text, a_taxonomy()) == case
    assert front_matter.render(case) == text


@settings(max_examples=300, deadline=None)
@given(st.text() | st.text().map(lambda text: f"---\n{text}\n---\n{text}") | st.binary().map(repr))
def test_no_text_makes_the_reader_raise(text: str) -> None:
    result = front_matter.read(text, a_taxonomy())

    assert isinstance(result, tuple)
    assert all(problem.message and problem.remedy for problem in result)
    assert all(1 <= problem.line <= text.count("\n") + 1 for problem in result)


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_a_case_with_something_pasted_into_it_is_read_or_refused(data: st.DataObject) -> None:
    text = front_matter.render(a_case())
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, min(len(text), start + 40)))
    pasted = data.draw(TRICKY | ANYTHING | st.just("\n") | st.just("  ") | st.just("\n- - -"))

    result = front_matter.read(text[:start] + pasted + text[end:], a_taxonomy())

    if isinstance(result, Case):
        assert front_matter.read(front_matter.render(result), a_taxonomy()) == result
    else:
        assert result
        assert all(problem.message and problem.remedy for problem in result)


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_a_taxonomy_with_something_pasted_into_it_is_read_or_refused(data: st.DataObject) -> None:
    text = (PROJECT / "taxonomy.yaml").read_text("utf-8")
    start = data.draw(st.integers(0, len(text)))
    pasted = data.draw(TRICKY | ANYTHING | st.just("\n") | st.just("  ") | st.just(", "))

    result = taxonomy_file.read(text[:start] + pasted + text[start + len(pasted) :])

    if not isinstance(result, Taxonomy):
        assert result
        assert all(problem.message and problem.remedy for problem in result)
