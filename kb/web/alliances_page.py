"""AlliancesPage: the network of the most connected organisations, and the list of those found."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

from kb.domain.french import counted, french_order, letters_and_digits, typographic
from kb.domain.organisation import Directory, Organisation
from kb.web.context import absolute
from kb.web.head import Head
from kb.web.network import Network

#: Organisations that a list has room for; a name finds the others.
_SHOWN = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganisationLink:
    """An organisation in a list, and its number of cases in words."""

    name: str
    address: str
    in_words: str

    @classmethod
    def of(cls, organisation: Organisation) -> Self:
        """The link to its page."""
        return cls(
            name=typographic(organisation.name),
            address=organisation_address(organisation.slug),
            in_words=counted(len(organisation.cases), "fiche", "fiches"),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class AlliancesPage:
    """The page.

    Attributes:
        total: how many organisations there are, in words.
        name: what was looked for, `""` for nothing.
        heading: of the list.
        left: how many more there are than the list shows, in words, or `""`.
        network: `None` where a name was looked for, or where no two organisations meet twice.
    """

    head: Head
    total: str
    name: str
    heading: str
    organisations: tuple[OrganisationLink, ...]
    left: str
    network: Network | None

    @classmethod
    def of(cls, directory: Directory, *, name: str) -> Self:
        """The page of a directory; with a name, of the organisations that have its words."""
        listed = _named(directory, name) if name else directory.recurring
        left = len(listed) - _SHOWN
        network = None if name else Network.of(directory)
        number = counted(len(listed), "organisation", "organisations")
        return cls(
            head=Head(
                page_title="Qui s’allie avec qui",
                canonical=absolute("/alliances"),
                is_indexable=not name,
                section="alliances",
            ),
            total=counted(len(directory.by_slug), "organisation", "organisations"),
            name=name,
            heading=f"{number} de ce nom" if name else "Présentes dans plusieurs fiches",
            organisations=tuple(map(OrganisationLink.of, listed[:_SHOWN])),
            left=counted(left, "autre", "autres") if left > 0 else "",
            network=network if network and network.nodes else None,
        )


def organisation_address(slug: str) -> str:
    """The path of the page of an organisation."""
    return f"/organisation/{slug}"


def _named(directory: Directory, name: str) -> Sequence[Organisation]:
    """The organisations whose name has all these words, or words that begin so."""
    beginnings = letters_and_digits(name).split()
    found = [
        each
        for each in directory.by_slug.values()
        if beginnings and _has(letters_and_digits(each.name).split(), beginnings)
    ]
    return sorted(found, key=lambda each: (-len(each.cases), french_order(each.name), each.slug))


def _has(words: Sequence[str], beginnings: Sequence[str]) -> bool:
    return all(any(word.startswith(each) for word in words) for each in beginnings)
