"""Look a proposed case over: is it complete, does it tell too much, can everybody read it?"""

from collections.abc import Iterator
from itertools import chain

from kb.domain.case import SECTIONS, Case
from kb.domain.finding import Finding, Severity
from kb.domain.taxonomy import Taxonomy
from kb.formats.acronyms import unknown_acronyms
from kb.formats.case_texts import texts
from kb.formats.sections import sections
from kb.formats.suspects import SUSPECTS

__all__ = ["Finding", "Severity", "checks"]

#: Words below which a section of the story says little.
_FEW_WORDS = 15


def checks(case: Case, taxonomy: Taxonomy) -> tuple[Finding, ...]:
    """All that somebody should look at, what matters most first, then in the order of the case."""
    found = chain(_suspects(case), _acronyms(case, taxonomy), _gaps(case))
    order = list(Severity)
    return tuple(sorted(dict.fromkeys(found), key=lambda each: order.index(each.severity)))


def _suspects(case: Case) -> Iterator[Finding]:
    for key, text in texts(case):
        for code, excerpts in SUSPECTS.items():
            for excerpt in excerpts(text):
                yield Finding(code=code, key=key, excerpt=excerpt)


def _acronyms(case: Case, taxonomy: Taxonomy) -> Iterator[Finding]:
    for key, acronym in unknown_acronyms(case, taxonomy):
        yield Finding(code="acronym-unknown", key=key, excerpt=acronym)


def _gaps(case: Case) -> Iterator[Finding]:
    told = {part.section.id: part.text for part in sections(case.body) if part.section}
    for section in SECTIONS:
        if not told.get(section.id, "").strip():
            yield Finding(code="section-absent", key=section.id)
        elif len(told[section.id].split()) < _FEW_WORDS:
            yield Finding(code="section-short", key=section.id)
    for code, (key, is_there) in _wanted(case).items():
        if not is_there:
            yield Finding(code=code, key=key)


def _wanted(case: Case) -> dict[str, tuple[str, bool]]:
    return {
        "figures-absent": ("figures", bool(case.figures)),
        "started-absent": ("started", case.started is not None),
        "place-absent": ("place", case.place is not None),
        "url-absent": ("sources", any(source.url for source in case.sources)),
        "source-uncited": ("", "[^" in case.body),
    }
