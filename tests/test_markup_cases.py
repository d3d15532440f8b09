import re

import pytest

from kb.domain.case import Case
from kb.domain.french import typographic
from kb.formats import body, front_matter
from kb.formats.sections import sections
from kb.markup import ALLOWED, Markup
from tests.builders import PROJECT, a_case_file, a_taxonomy
from tests.pages import Page

CASES = sorted(PROJECT.glob("cases/*.md"))


def _published(path_name: str) -> Case:
    text = (PROJECT / "cases" / path_name).read_text("utf-8")
    case = front_matter.read(text, a_taxonomy(), published=True)
    assert isinstance(case, Case)
    return case


@pytest.mark.parametrize("name", [path.name for path in CASES])
def test_a_published_case_is_rendered_whole(name: str) -> None:
    case = _published(name)

    rendered = Markup().case_body(a_case_file(body=case.body, sources=case.sources))

    cited = [int(number) for number in body.CITATION.findall(case.body)]
    linked = [link["href"] for link in Page(rendered.html).all("a")]
    assert [each.heading for each in rendered.sections] == [
        typographic(part.section.heading) for part in sections(case.body) if part.section
    ]
    assert linked == [f"#source-{number}" for number in cited]
    assert sum(map(len, rendered.citations.values())) == len(cited)
    assert "[^" not in rendered.html
    assert {tag for tag, _ in Page(rendered.html).tags} <= set(ALLOWED)


def test_the_words_of_a_published_case_are_those_of_its_page() -> None:
    for path in CASES:
        case = _published(path.name)
        rendered = Markup().case_body(a_case_file(body=case.body, sources=case.sources))
        pages = [rendered.introduction, *(section.html for section in rendered.sections)]
        shown = " ".join(Page(re.sub(r"<sup.*?</sup>", "", page)).text for page in pages)

        assert _letters(typographic(body.plain_text(case.body))) == _letters(shown)


def _letters(text: str) -> str:
    return re.sub(r"\s+", "", text)
