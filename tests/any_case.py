"""Cases that nobody would write by hand, for what holds of any case."""

from datetime import date
from typing import Any

from hypothesis import strategies as st

from kb.domain.case import Case, Figure, Licence, Partner, Source
from kb.formats.strict_yaml import FORBIDDEN
from tests.builders import A_BODY, a_taxonomy

#: What YAML, or whoever writes it, is known to trip over.
_TRAPS = (
    "no|01|12:30|~|null|true|1e3|0x1f|2024-01-01|- a|? a|: a|a: b|a #b|# a|'|''|\"|l'été|«a»"
    "|[a]|{a}|&a|*a|!a|!!str a|%a|@a|`a|>|\\|-|--- |...|=|<<|\\n|\t|a\t|😀|e\u0301|\u00a0|\u200b"
    "|\U0010ffff|\U0001fffe"
)
TRICKY = st.sampled_from(_TRAPS.split("|"))
ANYTHING = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)


def lines(least: int, most: int, *, breaks: bool = False) -> st.SearchStrategy[str]:
    """Texts that the reader accepts: `least` to `most` characters, blanks around not counted."""

    def is_accepted(text: str) -> bool:
        in_limits = least <= len(text.strip()) <= most and text.strip() != ""
        return in_limits and not FORBIDDEN.search(text) and (breaks or "\n" not in text)

    pieces = st.lists(TRICKY | ANYTHING | st.just(" mot" * 12) | st.just("\n"), max_size=8)
    joined = st.builds(str.join, st.sampled_from(["", " ", "  "]), pieces)
    padded = joined.map(lambda text: text if len(text.strip()) >= least else text + "x" * least)
    plain = padded.map(lambda text: FORBIDDEN.sub("", text if breaks else text.replace("\n", " ")))
    return plain.map(lambda text: text[:most]).filter(is_accepted)


def some(of: st.SearchStrategy[Any], least: int = 0, most: int = 4) -> st.SearchStrategy[Any]:
    return st.lists(of, min_size=least, max_size=most, unique=True).map(tuple)


def terms(facet_id: str, least: int = 0) -> st.SearchStrategy[tuple[str, ...]]:
    offered = [term.slug for term in a_taxonomy().facet(facet_id).offered]
    return some(st.sampled_from(offered), least)


TEXT = lines(1, 300)
YEAR = st.integers(1900, 2100)
DAYS = st.dates(min_value=date(1, 1, 1))
ACTORS = st.sampled_from([term.slug for term in a_taxonomy().facet("actor").offered])
URLS = st.sampled_from(["https://exemple.fr/a?b=c#d", "http://é.fr:80/%20'(1),x", "http://[::1]/"])
DATES = DAYS.map(str) | DAYS.map(lambda day: str(day)[:7]) | DAYS.map(lambda day: str(day)[:4])
PARTNERS = st.builds(Partner, name=TEXT, actor=ACTORS, role=st.none() | TEXT)
SOURCES = st.builds(
    Source, title=TEXT, publisher=st.none() | TEXT, url=st.none() | URLS, date=st.none() | DATES
)
FIGURES = st.builds(
    Figure,
    label=TEXT,
    value=TEXT,
    unit=st.none() | TEXT,
    year=st.none() | YEAR,
    source=st.none() | st.just(1),
)
SLUGS = st.from_regex(r"[a-z0-9]{1,9}(-[a-z0-9]{1,9}){0,6}", fullmatch=True)
PARAGRAPHS = lines(1, 200, breaks=True).filter(lambda text: not set(text) & set("#[]!"))


@st.composite
def cases(draw: st.DrawFn) -> Case:
    started, ended = sorted((draw(YEAR), draw(YEAR)))
    return Case(
        title=draw(lines(5, 160)),
        summary=draw(lines(40, 400, breaks=True)),
        partners=draw(some(PARTNERS, 1)),
        regions=draw(terms("region", 1)),
        place=draw(st.none() | TEXT),
        scales=draw(terms("scale", 1)),
        domains=draw(terms("domain", 1)),
        categories=draw(terms("category", 1)),
        impacts=draw(terms("impact")),
        odd=draw(terms("odd")),
        stage=draw(st.none() | st.just("essaimage")),
        started=draw(st.none() | st.just(started)),
        ended=draw(st.none() | st.just(ended)),
        figures=draw(some(FIGURES)),
        sources=draw(some(SOURCES, 1)),
        contributor=draw(st.none() | TEXT),
        published_on=draw(st.none() | DAYS),
        updated_on=draw(st.none() | DAYS),
        verified_on=draw(st.none() | DAYS),
        licence=draw(st.sampled_from(Licence)),
        redirects=draw(some(SLUGS)),
        body=f"{A_BODY}{draw(PARAGRAPHS)}",
    )
