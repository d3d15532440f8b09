"""Organisation: one partner under all its spellings, and with whom it has allied."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

from kb.domain.case import MAX_SLUG_CHARACTERS, Slug
from kb.domain.french import french_order, letters_and_digits
from kb.domain.search import CaseSummary

#: Legal forms at the beginning or the end of a name say nothing of who it is. « Fondation » does:
#: a company and its foundation are two organisations.
_FORMS = "sa|sas|sasu|sarl|eurl|snc|gie|scop|scic|loi 1901"
_LEGAL_FORM = re.compile(rf"^(?:(?:{_FORMS}) )+(?=\S)|(?: (?:{_FORMS}))+$")

_NOT_IN_SLUGS = re.compile("[^a-z0-9]+")

#: Before a name of its own only: « Association française de… » is a name as a whole.
_ASSOCIATION = re.compile(r"^Association (?=[A-ZÀ-Ý0-9])")


@lru_cache(maxsize=1 << 17)  # the same names come with every state of the base
def organisation_key(name: str) -> str:
    """What all spellings of a name share: case, accents, punctuation and legal form left out."""
    plain = letters_and_digits(_ASSOCIATION.sub("", name))
    return _LEGAL_FORM.sub("", plain) or plain


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownOrganisation:
    """What somebody wrote down of an organisation.

    Attributes:
        names: other names of it: they are merged into this one.
        cases: if any, only these cases mean this organisation by its names.
        line: where it begins in its file.
    """

    slug: Slug
    name: str
    names: tuple[str, ...] = ()
    cases: tuple[Slug, ...] = ()
    line: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganisationBook:
    """All that is known by hand; `ignored`: names of partners that are no organisation."""

    known: tuple[KnownOrganisation, ...] = ()
    ignored: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Organisation:
    """A partner and its cases."""

    slug: Slug
    name: str
    cases: tuple[CaseSummary, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ally:
    """An organisation beside another one, and the cases in which both are."""

    organisation: Organisation
    cases: tuple[CaseSummary, ...]


@dataclass(frozen=True, kw_only=True)
class Directory:
    """Every organisation of one state of the base.

    Attributes:
        by_slug: the organisations.
        by_key: `organisation_key` of each name to a slug, where it means one organisation only.
        of_case: for each case, `organisation_key` of its partners to their organisations.
    """

    by_slug: Mapping[Slug, Organisation]
    by_key: Mapping[str, Slug]
    of_case: Mapping[Slug, Mapping[str, Slug]]
    _allies: dict[Slug, tuple[Ally, ...]] = field(default_factory=dict, repr=False)

    @classmethod
    def of(cls, cases: Iterable[CaseSummary], book: OrganisationBook) -> "Directory":
        """The organisations that these cases name."""
        found = _Gathering(book)
        for case in cases:
            found.add(case)
        return cls(by_slug=found.organisations(), by_key=found.keys(), of_case=found.of_case)

    def named(self, text: str) -> Organisation | None:
        """The organisation whose name this is, in any spelling."""
        slug = self.by_key.get(organisation_key(text))
        return self.by_slug.get(slug) if slug else None

    def partner(self, case: Slug, name: str) -> Slug | None:
        """The organisation that a partner of a case is; `None` if it is none."""
        return self.of_case.get(case, {}).get(organisation_key(name))

    def allies(self, slug: Slug) -> tuple[Ally, ...]:
        """With whom an organisation has allied, the most often first."""
        if slug not in self._allies:
            shared: dict[Slug, list[CaseSummary]] = {}
            for case in self.by_slug[slug].cases:
                for other in set(self.of_case[case.slug].values()):
                    if other != slug:
                        shared.setdefault(other, []).append(case)
            allies = (
                Ally(organisation=self.by_slug[other], cases=tuple(each))
                for other, each in shared.items()
            )
            self._allies[slug] = tuple(sorted(allies, key=_by_cases))
        return self._allies[slug]

    @cached_property
    def recurring(self) -> tuple[Organisation, ...]:
        """The organisations of two cases or more, those with most cases first."""
        several = [each for each in self.by_slug.values() if len(each.cases) > 1]
        return tuple(sorted(several, key=lambda o: (-len(o.cases), french_order(o.name), o.slug)))


def _by_cases(ally: Ally) -> tuple[int, int, tuple[str, str], Slug]:
    other = ally.organisation
    return -len(ally.cases), -len(other.cases), french_order(other.name), other.slug


class _Gathering:
    """Puts the partners of cases together, name by name."""

    def __init__(self, book: OrganisationBook) -> None:
        self.of_case: dict[Slug, dict[str, Slug]] = {}
        self._ignored = {organisation_key(name) for name in book.ignored}
        self._known: dict[str, list[KnownOrganisation]] = {}
        for each in book.known:
            for key in {organisation_key(name) for name in (each.name, *each.names)}:
                self._known.setdefault(key, []).append(each)
        self._names = {each.slug: each.name for each in book.known}
        self._taken = set(self._names)
        self._slugs: dict[str, Slug] = {}
        self._cases: dict[Slug, list[CaseSummary]] = {}
        self._spellings: dict[Slug, list[str]] = {}
        self._keys: dict[str, Slug | None] = {}

    def add(self, case: CaseSummary) -> None:
        slugs = self.of_case.setdefault(case.slug, {})
        for name in case.partners:
            key = organisation_key(name)
            if not key or key in self._ignored:
                continue
            slug = slugs[key] = self._slug(key, case.slug)
            if self._keys.setdefault(key, slug) != slug:
                self._keys[key] = None  # it means several
            cases = self._cases.setdefault(slug, [])
            if not cases or cases[-1] is not case:
                cases.append(case)
            self._spellings.setdefault(slug, []).append(name)

    def organisations(self) -> Mapping[Slug, Organisation]:
        return {
            slug: Organisation(
                slug=slug,
                name=self._names.get(slug) or _most_common(self._spellings[slug]),
                cases=tuple(cases),
            )
            for slug, cases in self._cases.items()
        }

    def keys(self) -> Mapping[str, Slug]:
        """Each name that means one organisation only."""
        return {key: slug for key, slug in self._keys.items() if slug}

    def _slug(self, key: str, case: Slug) -> Slug:
        if candidates := self._known.get(key):
            for known in _nearest_first(candidates):
                if not known.cases or case in known.cases:
                    return known.slug
        if key not in self._slugs:
            self._slugs[key] = self._free(key)
        return self._slugs[key]

    def _free(self, key: str) -> Slug:
        """A slug that no other organisation has."""
        plain = _NOT_IN_SLUGS.sub("-", key).strip("-")[:MAX_SLUG_CHARACTERS].strip("-")
        plain = plain or "organisation"
        slug, number = plain, 2
        while slug in self._taken:
            slug, number = f"{plain[: MAX_SLUG_CHARACTERS - 4]}-{number}", number + 1
        self._taken.add(slug)
        return slug


def _most_common(names: Sequence[str]) -> str:
    """The name that is there most often; of several, the first."""
    return names[0] if len(names) == 1 else Counter(names).most_common(1)[0][0]


def _nearest_first(known: Sequence[KnownOrganisation]) -> Iterator[KnownOrganisation]:
    """Those that name their cases before those that mean any."""
    yield from sorted(known, key=lambda each: not each.cases)
