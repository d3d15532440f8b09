"""Head: what every page says of itself to browsers and search engines."""

from dataclasses import dataclass

from kb.domain import site

SITE = site.NAME

_DESCRIPTION = (
    "Des alliances entre associations, entreprises, collectivités, fondations, chercheurs et "
    "habitants, racontées pour être retrouvées, comprises et reprises ailleurs."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """Words that lead somewhere."""

    text: str
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """What stands in the `<head>`.

    Attributes:
        page_title: without the name of the site.
        canonical: the absolute address under which the page is known; `None` for error pages.
        is_indexable: search engines may list the page; they follow its links in any case.
        section: which entry of the navigation the page belongs to, `""` for none.
    """

    page_title: str
    canonical: str | None = None
    description: str = _DESCRIPTION
    is_indexable: bool = True
    section: str = ""

    @property
    def title(self) -> str:
        """The page, then the site."""
        return f"{self.page_title} – {SITE}"
