"""The letters of alerts, put into the outbox with what they tell."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from types import MappingProxyType

from kb.domain.alert import MAX_ALERTS, Alert, Rhythm
from kb.domain.case import CaseFile, Slug
from kb.domain.french import counted, quoted, typographic
from kb.domain.french_dates import day_in_french, moment_in_french
from kb.domain.letters import LetterName
from kb.domain.mail import Mail
from kb.domain.search_in_words import in_words
from kb.domain.taxonomy import Taxonomy
from kb.formats.search_parameters import read_text
from kb.ports import Letters, Taxonomies
from kb.services.alert_links import AlertLinks
from kb.unit_of_work import UnitOfWork

#: How often a letter comes at most, in the middle of a sentence.
RHYTHMS: Mapping[Rhythm, str] = MappingProxyType(
    {Rhythm.DAILY: "chaque jour", Rhythm.WEEKLY: "chaque lundi"}
)

#: About several alerts: there is not one to end.
_OF_SEVERAL = LetterName.ALERTS


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """What a letter tells of.

    Attributes:
        files: cases that it describes, in the order of the search.
        others: those that it only counts.
    """

    files: Sequence[CaseFile]
    others: Sequence[Slug]

    @property
    def count(self) -> int:
        """How many cases there are in all."""
        return len(self.files) + len(self.others)

    @property
    def slugs(self) -> Iterable[Slug]:
        """All of them."""
        return [*(file.slug for file in self.files), *self.others]


NO_NEWS = News(files=(), others=())


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertLetters:
    """Writes letters."""

    letters: Letters
    links: AlertLinks
    taxonomies: Taxonomies
    zone: tzinfo

    def confirm(self, unit: UnitOfWork, alert: Alert, *, now: datetime) -> None:
        """Ask whether whoever has this address wants the alert.

        The words of the search are not in the letter: anybody could send their own to anybody.
        """
        link = self.links.page(alert.handle)
        moment = moment_in_french(now, self.zone)
        self._put(unit, alert, LetterName.ALERT, now=now, link=link, moment=moment)

    def remind(self, unit: UnitOfWork, alerts: Sequence[Alert], *, now: datetime) -> None:
        """Say what one follows: the same was asked for once more, or one follows enough."""
        lines = (f"{self._search(each)}\n{self.links.page(each.handle)}" for each in alerts)
        values = {"alerts": "\n\n".join(lines), "most": str(MAX_ALERTS)}
        self._put(unit, alerts[0], LetterName.ALERTS, now=now, **values)

    def tell(self, unit: UnitOfWork, alert: Alert, news: News, *, now: datetime) -> None:
        """Tell of new cases."""
        self._put(
            unit,
            alert,
            LetterName.NEWS,
            now=now,
            count=counted(news.count, "nouvelle fiche", "nouvelles fiches"),
            cases="\n\n".join(self._cases(news)),
            rhythm=RHYTHMS[alert.rhythm],
            until=day_in_french(alert.ends_at.astimezone(self.zone).date()),
            **self._about(alert),
        )

    def paused(self, unit: UnitOfWork, alert: Alert, *, now: datetime) -> None:
        """Say that the search cannot be followed as it was asked."""
        unknown = unknown_values(alert, self.taxonomies.current())
        about = self._about(alert)
        self._put(unit, alert, LetterName.PAUSED, now=now, unknown=unknown, **about)

    def renewal(self, unit: UnitOfWork, alert: Alert, *, now: datetime) -> None:
        """Ask whether it is still wanted."""
        self._put(unit, alert, LetterName.RENEWAL, now=now, **self._about(alert))

    def _about(self, alert: Alert) -> dict[str, str]:
        address = f"{self.links.public_url}/?{alert.search}".rstrip("?")
        link = self.links.page(alert.handle)
        return {"search": self._search(alert), "address": address, "link": link}

    def _cases(self, news: News) -> Iterable[str]:
        for file in news.files:
            where = f"{file.case.place}\n" if file.case.place else ""
            address = f"{self.links.public_url}/cas/{file.slug}"
            told = f"– {file.case.title}\n{where}{' '.join(file.case.summary.split())}\n"
            yield typographic(told) + address
        if news.others:
            yield f"… et {counted(len(news.others), 'autre', 'autres')}, dans la recherche."

    def _put(
        self, unit: UnitOfWork, alert: Alert, name: LetterName, *, now: datetime, **values: str
    ) -> None:
        subject, text = self.letters.compose(name, **values)
        mail = Mail(
            to=alert.account,
            subject=subject,
            text=text,
            is_secret=True,
            created_at=now,
            next_attempt_at=now,
            unsubscribe=None if name is _OF_SEVERAL else self.links.stop(alert.handle),
        )
        unit.outbox.add(mail)

    def _search(self, alert: Alert) -> str:
        """What is followed, in words; what the vocabulary does not know any more is left out."""
        taxonomy = self.taxonomies.current()
        return typographic(in_words(read_text(alert.search, taxonomy).query, taxonomy))


def unknown_values(alert: Alert, taxonomy: Taxonomy) -> str:
    """What is followed and the vocabulary does not know any more: `« x »`, `« x », « y »`."""
    ignored = read_text(alert.search, taxonomy).ignored
    return ", ".join(quoted(str(each.values.get("value", ""))) for each in ignored)
