"""QueuePage: what waits for a decision, narrowed and ordered as the address says."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Self

from werkzeug.datastructures import MultiDict

from kb.domain.account import Account
from kb.domain.french import counted, typographic
from kb.domain.publication import Publication
from kb.domain.submission import Action, Status
from kb.domain.taxonomy import Taxonomy
from kb.services.queue import Claimed, QueueQuery, QueueRow, QueueSort
from kb.web.cards import labels, some_of
from kb.web.head import Head, Link
from kb.web.moderate_state import claimed_in_words
from kb.web.moderate_words import STATUSES

#: Days after which a proposal has waited long, and too long.
LONG_DAYS, TOO_LONG_DAYS = 3, 7

_REGIONS = 2

#: What the states are narrowed to; the first is what the page shows by itself.
_VIEWS: Mapping[str, tuple[str, tuple[Status, ...]]] = MappingProxyType(
    {
        "": ("À traiter", (Status.SUBMITTED, Status.IN_REVIEW)),
        **{
            status.value: (STATUSES[status].capitalize(), (status,))
            for status in Status
            if status is not Status.DRAFT
        },
        "all": ("Toutes", tuple(status for status in Status if status is not Status.DRAFT)),
    }
)
_CLAIMED: Mapping[str, str] = MappingProxyType(
    {"": "Tout le monde", Claimed.ME: "Moi", Claimed.NOBODY: "Personne"}
)
_SORTS: Mapping[str, str] = MappingProxyType(
    {
        QueueSort.OLDEST: "Plus anciennes",
        QueueSort.NEWEST: "Plus récentes",
        QueueSort.TITLE: "Titre, de A à Z",
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """One value of a filter."""

    value: str
    label: str
    is_selected: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """One way to narrow or order the queue; `name` is its parameter in the address."""

    name: str
    label: str
    options: tuple[Option, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueLine:
    """One proposal in the queue, in words.

    Attributes:
        kind: a new case or a change.
        urgency: `""`, `long` or `too-long`, which the words of `age` say as well.
        claimed: who reviews it, empty if nobody does.
        to_check: what the automatic checks found, empty if nothing.
        may_be_claimed: the button to claim it makes sense.
    """

    address: str
    title: str
    kind: str
    status: str
    where: str
    age: str
    urgency: str
    claimed: str
    to_check: str
    may_be_claimed: bool

    @classmethod
    def of(cls, row: QueueRow, taxonomy: Taxonomy, *, by: Account) -> Self:
        """The line of a row as this person reads it."""
        submission = row.submission
        age, urgency = _age(row.waiting_days) if submission.submitted_at else ("", "")
        return cls(
            address=f"/moderation/{submission.id}",
            title=typographic(submission.title),
            kind="Modification" if submission.is_change else "Nouvelle fiche",
            status=STATUSES[submission.status],
            where=_where(row, taxonomy),
            age=age,
            urgency=urgency,
            claimed=claimed_in_words(row.claimed_by, by),
            to_check=counted(row.findings, "point à vérifier", "points à vérifier")
            if row.findings
            else "",
            may_be_claimed=submission.allows(Action.CLAIM) and row.claimed_by is None,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class QueuePage:
    """The queue.

    Attributes:
        count: the heading of the list. late: how many have waited too long, or empty.
        text: the words in the search field.
        is_narrowed: something is asked for: offer to see all again.
        conflicts: publications that met a file edited by hand.
    """

    head: Head
    count: str
    late: str
    text: str
    filters: tuple[Filter, ...]
    is_narrowed: bool
    lines: tuple[QueueLine, ...]
    conflicts: tuple[Link, ...]

    @classmethod
    def of(
        cls, query: QueueQuery, rows: Sequence[QueueRow], taxonomy: Taxonomy, *, by: Account
    ) -> Self:
        """The page of some rows; `with_conflicts` adds what else waits."""
        late = sum(row.waiting_days >= TOO_LONG_DAYS for row in rows)
        count = counted(len(rows), "proposition", "propositions") if rows else "Aucune proposition"
        return cls(
            head=Head(page_title=f"Modération, {count}", is_indexable=False, section="moderation"),
            count=count,
            late=f"dont {late} depuis {TOO_LONG_DAYS} jours ou plus" if late else "",
            text=query.text,
            filters=tuple(_filters(query, taxonomy)),
            is_narrowed=query != QueueQuery(),
            lines=tuple(QueueLine.of(row, taxonomy, by=by) for row in rows),
            conflicts=(),
        )

    def with_conflicts(self, publications: Sequence[Publication]) -> Self:
        """The page with the publications that wait for a choice."""
        links = (
            Link(text=each.slug, address=f"/moderation/conflits/{each.id}") for each in publications
        )
        return replace(self, conflicts=tuple(links))


def query_in(values: MultiDict[str, str], taxonomy: Taxonomy) -> QueueQuery:
    """What an address asks for; what it asks for in vain is left out."""
    region, domain = values.get("region", ""), values.get("domain", "")
    claimed, sort = values.get("claimed_by", ""), values.get("sort", "")
    return QueueQuery(
        statuses=_VIEWS.get(values.get("status", ""), _VIEWS[""])[1],
        region=region if taxonomy.is_filter("region", region) else None,
        domain=domain if taxonomy.is_filter("domain", domain) else None,
        claimed_by=Claimed(claimed) if claimed in set(Claimed) else None,
        sort=QueueSort(sort) if sort in set(QueueSort) else QueueSort.OLDEST,
        text=" ".join(values.get("q", "").split())[:200],
    )


def _filters(query: QueueQuery, taxonomy: Taxonomy) -> Iterator[Filter]:
    views = {value: label for value, (label, _) in _VIEWS.items()}
    view = next((value for value, (_, of) in _VIEWS.items() if of == query.statuses), "")
    yield _filter("status", "État", views, view)
    yield _filter("region", "Région", _terms("region", "Toutes", taxonomy), query.region or "")
    yield _filter("domain", "Domaine", _terms("domain", "Tous", taxonomy), query.domain or "")
    yield _filter("claimed_by", "Prise en charge par", _CLAIMED, str(query.claimed_by or ""))
    yield _filter("sort", "Trier par", _SORTS, query.sort)


def _filter(name: str, label: str, values: Mapping[str, str], selected: str) -> Filter:
    options = (
        Option(value=value, label=text, is_selected=value == selected)
        for value, text in values.items()
    )
    return Filter(name=name, label=label, options=tuple(options))


def _terms(facet_id: str, every: str, taxonomy: Taxonomy) -> Mapping[str, str]:
    terms = {term.slug: typographic(term.label) for term in taxonomy.facet(facet_id).offered}
    return {"": every} | terms


def _age(days: int) -> tuple[str, str]:
    if days < 1:
        return "arrivée aujourd’hui", ""
    words = f"attend depuis {counted(days, 'jour', 'jours')}"
    if days < LONG_DAYS:
        return words, ""
    return (f"{words}, trop longtemps", "too-long") if days >= TOO_LONG_DAYS else (words, "long")


def _where(row: QueueRow, taxonomy: Taxonomy) -> str:
    if row.case is None:
        return "texte à corriger"
    regions = some_of(labels("region", row.case.regions, taxonomy), most=_REGIONS)
    return f"{regions} · {labels('domain', row.case.domains[:1], taxonomy)[0]}"
