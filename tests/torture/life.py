"""The life of one case, from a draft to the archive and back, step by step at the real desks."""

from dataclasses import dataclass, replace
from pathlib import Path

from kb.bootstrap import assemble
from kb.domain.account import Account, Role
from kb.domain.case import Slug
from kb.domain.draft import Draft
from kb.domain.publication import PastText, PublicationKind
from kb.domain.submission import Depth, Status, Submission
from kb.formats import front_matter
from kb.formats.form_fields import fields_of
from kb.services.knowledge_base import KnowledgeBase
from kb.services.submitting import ConsentGiven
from kb.settings import Settings
from tests.builders import a_case, sha256

#: The actions in the order in which a case meets them.
LIFE = ("submit", "approve", "edit", "restore", "archive", "reinstate")

AUTHOR, MODERATOR = "autrice@example.org", "moderation@example.org"


def people(knowledge_base: KnowledgeBase) -> None:
    """Make the two accounts."""
    with knowledge_base.publishing.work.writing() as unit:
        for email, role in ((AUTHOR, Role.CONTRIBUTOR), (MODERATOR, Role.ADMINISTRATOR)):
            unit.accounts.add(Account(email=email, role=role, is_confirmed=True))


@dataclass(frozen=True, slots=True)
class Life:
    """One case as it goes through life in one base.

    Attributes:
        name: its title begins with it; no two cases have the same.
        draft: what is sent first, and sent again after a death.
    """

    home: Path
    name: str
    draft: Draft | None = None

    @property
    def knowledge_base(self) -> KnowledgeBase:
        """The base, assembled anew: as another process sees it."""
        return assemble(Settings(home=self.home, limits_tries=False))

    def begun(self) -> "Life":
        """The same with a draft that was begun."""
        knowledge_base = self.knowledge_base
        draft = knowledge_base.drafting.begin(
            key=self.name,
            by=self._account(knowledge_base, AUTHOR),
            fields=fields_of(a_case(title=self._title)),
        )
        return replace(self, draft=draft)

    def do(self, action: str) -> None:
        """One step of life; what it raises when it has been done before is not looked at here."""
        knowledge_base = self.knowledge_base
        getattr(self, f"_{action}")(knowledge_base)

    def done(self) -> int:
        """How many steps are behind it: of `LIFE`, in order.

        Raises:
            AssertionError: it is between two of them.
        """
        knowledge_base = self.knowledge_base
        submissions = self._submissions(knowledge_base)
        if not submissions:
            return 0
        (submission,) = submissions
        history = self.history(knowledge_base, submission)
        expected = Status.SUBMITTED if not history else Status.PUBLISHED
        if history and history[0].text is None:
            expected = Status.ARCHIVED
        assert submission.status is expected, (submission.status, history)
        return 1 + len(history)

    def history(self, knowledge_base: KnowledgeBase, submission: Submission) -> list[PastText]:
        """What publications made of it, the newest first."""
        history = knowledge_base.publishing.history(submission.slug)
        return [past for past in history if past.kind is not PublicationKind.IMPORT]

    @property
    def _title(self) -> str:
        return f"{self.name}, garage solidaire"

    def _submissions(self, knowledge_base: KnowledgeBase) -> list[Submission]:
        author = self._account(knowledge_base, AUTHOR)
        with knowledge_base.publishing.work.reading() as unit:
            mine = unit.submissions.of_author(author.id or 0)
        return [each for each in mine if each.title.startswith(f"{self.name},")]

    def _submit(self, knowledge_base: KnowledgeBase) -> None:
        assert self.draft
        knowledge_base.submitting.submit(
            self.draft,
            front_matter.render(a_case(title=self._title, published_on=None)),
            email="",
            kinship={},
            consent=ConsentGiven(licence="2026-11", privacy="2026-11"),
            depth=Depth.FULL,
            by=self._account(knowledge_base, AUTHOR),
        )

    def _approve(self, knowledge_base: KnowledgeBase) -> None:
        (submission,) = self._submissions(knowledge_base)
        knowledge_base.moderating.approve(
            submission.id, version=1, by=self._account(knowledge_base, MODERATOR)
        )

    def _edit(self, knowledge_base: KnowledgeBase) -> None:
        slug, seen = self._seen(knowledge_base, "approve")
        knowledge_base.curating.edit(
            slug,
            seen.replace(", garage", ", grand garage", 1),
            base=sha256(seen),
            by=self._account(knowledge_base, MODERATOR),
        )

    def _restore(self, knowledge_base: KnowledgeBase) -> None:
        slug, seen = self._seen(knowledge_base, "edit")
        knowledge_base.curating.restore(
            slug,
            knowledge_base.publishing.history(slug)[-1].publication,
            base=sha256(seen),
            by=self._account(knowledge_base, MODERATOR),
        )

    def _archive(self, knowledge_base: KnowledgeBase) -> None:
        slug, seen = self._seen(knowledge_base, "restore")
        knowledge_base.curating.archive(
            slug,
            base=sha256(seen),
            reason="Le projet s’est arrêté.",
            by=self._account(knowledge_base, MODERATOR),
        )

    def _reinstate(self, knowledge_base: KnowledgeBase) -> None:
        slug, _ = self._seen(knowledge_base, "restore")
        knowledge_base.curating.reinstate(slug, by=self._account(knowledge_base, MODERATOR))

    def _seen(self, knowledge_base: KnowledgeBase, after: str) -> tuple[Slug, str]:
        """The slug, and the text that a page showed after this step: also when asked again."""
        (submission,) = self._submissions(knowledge_base)
        history = self.history(knowledge_base, submission)[::-1]
        return submission.slug, history[LIFE.index(after) - 1].text or ""

    def _account(self, knowledge_base: KnowledgeBase, email: str) -> Account:
        with knowledge_base.publishing.work.reading() as unit:
            account = unit.accounts.by_email(email)
        assert account
        return account
