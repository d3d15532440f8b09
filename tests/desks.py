"""The way of a proposal through the desks, as pages go it."""

import re
from collections.abc import Callable
from pathlib import Path
from threading import Barrier, Thread
from typing import Any

from kb.domain.account import VISITOR, Account, Role
from kb.domain.case import Slug
from kb.domain.draft import Draft
from kb.domain.errors import KbError
from kb.domain.mail import Mail
from kb.domain.submission import Depth, Submission, SubmissionId
from kb.formats import front_matter
from kb.formats.form_fields import fields_of, text_of
from kb.services.following import Followed
from kb.services.knowledge_base import KnowledgeBase
from kb.services.submitting import ConsentGiven
from tests.builders import a_case

#: The random key of a browser.
KEY = "browser"
CONSENT = ConsentGiven(licence="2026-11", privacy="2026-11")

#: A case like none that is published.
PROPOSED: dict[str, Any] = {
    "title": "La conciergerie des refuges du Queyras",
    "summary": "Trois gardiens de refuge partagent une conciergerie et un atelier de couture.",
    "published_on": None,
}

_TOKEN = re.compile(r"/suivi/([\w-]+)")


class Desks:
    """A base and those who come to it."""

    def __init__(self, knowledge_base: KnowledgeBase, home: Path) -> None:
        self.kb = knowledge_base
        self.home = home
        self.moderator = self.account("moderatrice@example.org", Role.MODERATOR)
        self.other = self.account("moderateur@example.org", Role.MODERATOR)

    def account(self, email: str, role: Role = Role.CONTRIBUTOR) -> Account:
        """Somebody whose address is known to be theirs."""
        return self.kb.enrolling.add(email, role)

    def draft(self, *, by: Account = VISITOR, key: str = KEY, **changes: Any) -> Draft:
        """A draft that holds a good case."""
        fields = fields_of(a_case(**(PROPOSED | changes)))
        return self.kb.drafting.begin(key=key, by=by, fields=fields)

    def sent(
        self, draft: Draft | None = None, *, email: str = "autrice@example.org", **changes: Any
    ) -> Submission:
        """A proposal that waits for its confirmation, or is in the queue if `by` signed in."""
        by = changes.pop("by", VISITOR)
        draft = draft or self.draft(by=by, **changes)
        return self.kb.submitting.submit(
            draft,
            text_of(draft.fields),
            email=email,
            kinship={},
            consent=CONSENT,
            depth=Depth.FULL,
            by=by,
        )

    def proposed(self, **changes: Any) -> Submission:
        """A proposal in the queue, confirmed by the link of the letter."""
        submission = self.sent(**changes)
        return self.kb.submitting.confirm(submission.id, by=self.followed().author)

    def changing(
        self, slug: Slug, *, email: str = "autrice@example.org", **changes: Any
    ) -> Submission:
        """A change to a published case, in the queue."""
        draft = self.kb.drafting.begin(key=KEY, by=VISITOR, change_of=slug)
        case = self.kb.reading.case(slug).case
        fields = fields_of(a_case(**({"title": case.title, "summary": case.summary} | changes)))
        revision = draft.revision
        draft = self.kb.drafting.save(draft.id, fields, revision=revision, key=KEY, by=VISITOR)
        submission = self.sent(draft, email=email)
        return self.kb.submitting.confirm(submission.id, by=self.followed().author)

    def revised(self, submission: Submission, **changes: Any) -> Submission:
        """The same with another text by its author."""
        by = self.author(submission)
        fields = fields_of(a_case(**(PROPOSED | changes)))
        draft = self.kb.drafting.begin(key=KEY, by=by, fields=fields, submission=submission)
        return self.kb.submitting.revise(draft, text_of(draft.fields), by=by)

    def followed(self) -> Followed:
        """What the link of the last letter opens."""
        return self.kb.following.open(self.token())

    def token(self) -> str:
        """The secret of the link in the last letter that has one."""
        return next(found[1] for each in self.letters() if (found := _TOKEN.search(each.text)))

    def author(self, submission: Submission) -> Account:
        """Who proposed it, as the link says."""
        with self.kb.publishing.work.reading() as unit:
            return unit.accounts.get(submission.author)

    def now(self, submission: Submission) -> Submission:
        """The proposal as it stands now."""
        with self.kb.publishing.work.reading() as unit:
            return unit.submissions.get(submission.id)

    def letters(self) -> tuple[Mail, ...]:
        """All letters, the newest first."""
        with self.kb.publishing.work.reading() as unit:
            return unit.outbox.every()

    def subjects(self) -> list[str]:
        """The subjects of all letters, the first first."""
        return [each.subject for each in reversed(self.letters())]

    def trail(self, number: SubmissionId) -> list[str]:
        """What happened to a proposal, the first first."""
        entries = self.kb.auditing.of_submission(number, by=self.moderator)
        return [each.action for each in entries]

    def file(self, slug: Slug) -> str:
        """The file of a case."""
        return (self.home / "cases" / f"{slug}.md").read_text("utf-8")

    def published(self, slug: Slug = "garage-solidaire", **changes: Any) -> Slug:
        """A case that is there from the beginning."""
        text = front_matter.render(a_case(**changes))
        (self.home / "cases" / f"{slug}.md").write_text(text, "utf-8")
        self.kb.indexing.catch_up()
        return slug


def at_once(*acts: Callable[[], object]) -> list[KbError | None]:
    """What each act raised, all begun at the same instant."""
    barrier, places = Barrier(len(acts)), range(len(acts))
    outcomes: dict[int, KbError | None] = dict.fromkeys(places)

    def run(place: int) -> None:
        barrier.wait()
        try:
            acts[place]()
        except KbError as error:
            outcomes[place] = error

    threads = [Thread(target=run, args=(place,)) for place in places]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return [*outcomes.values()]
