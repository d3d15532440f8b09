"""What the publications tell of slugs: written, archived, renamed, merged."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from kb.domain.case import Case, Slug
from kb.domain.publication import PastText
from kb.domain.withdrawal import Withdrawal
from kb.formats import front_matter
from kb.ports import Taxonomies
from kb.unit_of_work import Work


@dataclass(frozen=True, slots=True)
class PublicationHistoryInDatabase:
    """The port `PublicationHistory`."""

    work: Work
    taxonomies: Taxonomies

    def last_written(self) -> Mapping[Slug, date]:
        """See `PublicationHistory.last_written`."""
        with self.work.reading() as unit:
            return {slug: at.date() for slug, at in unit.publications.last_written().items()}

    def withdrawn(self, *, but: Collection[Slug]) -> tuple[Withdrawal, ...]:
        """See `PublicationHistory.withdrawn`."""
        with self.work.reading() as unit:
            gone = sorted(unit.publications.slugs().difference(but))
            past = {slug: unit.publications.history(slug) for slug in gone}
        return tuple(self._withdrawal(slug, texts) for slug, texts in past.items() if _ended(texts))

    def _withdrawal(self, slug: Slug, texts: tuple[PastText, ...]) -> Withdrawal:
        last = next((each.text for each in texts if each.text is not None), "")
        return Withdrawal(slug=slug, withdrawn_on=texts[0].at.date(), tags=self._tags(last))

    def _tags(self, text: str) -> Mapping[str, tuple[str, ...]]:
        """The terms of a text; none if it breaks rules of today."""
        taxonomy = self.taxonomies.current()
        case = front_matter.read(text, taxonomy)
        return taxonomy.tags(case) if isinstance(case, Case) else {}


def _ended(texts: tuple[PastText, ...]) -> bool:
    return bool(texts) and texts[0].text is None
