"""texts: what people wrote in a case, piece by piece, with the place of each."""

from collections.abc import Iterator

from kb.domain.case import Case
from kb.formats.sections import parts


def texts(case: Case) -> Iterator[tuple[str, str]]:
    """Each piece of free text with its key: `summary`, `partners[1].role`, a section's id."""
    yield "title", case.title
    yield "summary", case.summary
    for number, partner in enumerate(case.partners, start=1):
        yield f"partners[{number}].name", partner.name
        yield f"partners[{number}].role", partner.role or ""
    yield "place", case.place or ""
    for number, figure in enumerate(case.figures, start=1):
        yield f"figures[{number}].label", figure.label
        yield f"figures[{number}].value", f"{figure.value} {figure.unit or ''}"
    for number, source in enumerate(case.sources, start=1):
        yield f"sources[{number}].title", source.title
        yield f"sources[{number}].publisher", source.publisher or ""
        yield f"sources[{number}].url", source.url or ""
    yield "contributor", case.contributor or ""
    for part in parts(case.body):
        yield part.section.id if part.section else "", f"{part.heading}\n{part.text}"
