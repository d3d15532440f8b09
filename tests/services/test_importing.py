"""Importing: into the queue or into the base, each case whole, once, and nothing else."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

import pytest

from kb.domain.account import Account, NotAllowedError, Role
from kb.domain.audit import Channel, Subject
from kb.domain.publication import PublicationKind
from kb.domain.submission import Status
from kb.formats import front_matter
from kb.formats.incoming import Incoming, Told
from kb.ports import PublishingBusyError
from kb.services.import_plans import Outcome, Plan
from kb.services.publishing import Publishing
from kb.unit_of_work import AccountNotFoundError
from tests.bases import PLAIN
from tests.builders import a_case, sha256
from tests.desks import Desks

SLUG = "garage-solidaire"


@pytest.fixture
def admin(desks: Desks) -> Account:
    return desks.account("admin@example.org", Role.ADMINISTRATOR)


@pytest.fixture
def author(desks: Desks) -> Account:
    return desks.account("autrice@example.org")


def a_text(**changes: object) -> str:
    return front_matter.render(a_case(**changes))


def a_file(slug: str = SLUG, **changes: object) -> Incoming:
    return Incoming(file=f"fiches/{slug}.md", slug=slug, text=a_text(**changes))


def a_row(*, slug: str = "", sha256: str = "", **values: Told) -> Incoming:
    told: dict[str, Told] = {
        "title": "Un garage solidaire",
        "summary": "Un constructeur et une association réparent les voitures de qui cherche.",
        "partners": [{"name": "Garage", "actor": "association"}],
        "regions": ["bretagne"],
        "scales": ["local"],
        "domains": ["mobilite"],
        "categories": ["mecenat"],
        "sources": [{"title": "Rapport"}],
        "body": str(PLAIN["body"]),
    }
    return Incoming(file="fiches.csv", row=2, slug=slug, sha256=sha256, values=told | values)


def outcomes(plans: Iterable[Plan]) -> list[Outcome]:
    return [plan.outcome for plan in plans]


def codes(plans: Iterable[Plan]) -> list[str]:
    return [problem.code for plan in plans for problem in plan.problems]


def publish(desks: Desks, by: Account, *cases: Incoming) -> list[Plan]:
    return list(desks.kb.importing.publish(cases, by=by))


def propose(desks: Desks, by: Account, *cases: Incoming) -> list[Plan]:
    return list(desks.kb.importing.propose(cases, by=by))


def planned(desks: Desks, *cases: Incoming, publishes: bool = False) -> list[Plan]:
    return list(desks.kb.importing.plans(cases, publishes=publishes))


def trail(desks: Desks, subject: Subject, key: str) -> list[tuple[str, Channel, int | None]]:
    with desks.kb.publishing.work.reading() as unit:
        return [(each.action, each.channel, each.by) for each in unit.audit.of(subject, key)]


def test_a_file_is_published_byte_for_byte_and_once(desks: Desks, admin: Account) -> None:
    crlf = "\ufeff" + a_text().replace("\n", "\r\n")
    cases = (a_file(), Incoming(file="b.md", slug="autre", text=crlf))

    assert outcomes(publish(desks, admin, *cases)) == [Outcome.CREATE, Outcome.CREATE]

    assert desks.file(SLUG) == cases[0].text
    assert (desks.home / "cases" / "autre.md").read_bytes() == crlf.encode()
    assert outcomes(publish(desks, admin, *cases)) == [Outcome.UNCHANGED, Outcome.UNCHANGED]


def test_publishing_is_a_publication_like_any_other(desks: Desks, admin: Account) -> None:
    publish(desks, admin, a_file())

    (past,) = desks.kb.publishing.history(SLUG)
    assert (past.kind, past.by, past.reason) == (
        PublicationKind.PUBLISH,
        admin.id,
        f"Import de {SLUG}.md",
    )
    assert ("publish", Channel.COMMAND, admin.id) in trail(desks, Subject.CASE, SLUG)


def test_only_who_administers_publishes_without_moderation(desks: Desks, author: Account) -> None:
    for by in (author, desks.moderator):
        with pytest.raises(NotAllowedError):
            publish(desks, by, a_file())

    assert not (desks.home / "cases" / f"{SLUG}.md").exists()


def test_without_a_day_of_publication_a_case_gets_todays(desks: Desks, admin: Account) -> None:
    publish(desks, admin, a_file(published_on=None))

    case = desks.kb.reading.case(SLUG).case
    assert case.published_on == desks.kb.importing.calendar.today()


def test_a_change_is_published_with_its_day_and_keeps_redirects(
    desks: Desks, admin: Account
) -> None:
    publish(desks, admin, a_file(redirects=("ancien-garage",)))

    (plan,) = publish(desks, admin, a_file(title="Un autre titre", redirects=("vieux-garage",)))

    case = desks.kb.reading.case(SLUG).case
    assert plan.fields == ("title", "redirects")
    assert case.redirects == ("ancien-garage", "vieux-garage")
    assert case.updated_on == desks.kb.importing.calendar.today()
    again = publish(desks, admin, a_file(title="Un autre titre", redirects=("vieux-garage",)))
    assert outcomes(again) == [Outcome.UNCHANGED]


def test_a_day_of_update_that_came_along_is_kept(desks: Desks, admin: Account) -> None:
    publish(desks, admin, a_file())
    newer = a_file(title="Un autre titre", updated_on=date(2026, 11, 1))

    publish(desks, admin, newer)

    assert desks.file(SLUG) == newer.text


def test_what_is_imported_waits_for_moderation(desks: Desks, author: Account) -> None:
    letters = desks.letters()

    (plan,) = propose(desks, author, a_file())

    assert not (desks.home / "cases" / f"{SLUG}.md").exists()
    with desks.kb.publishing.work.reading() as unit:
        submission = unit.submissions.get(plan.submission or 0)
        text = unit.submissions.text(submission.id, 1).text
    assert (submission.status, submission.slug, submission.author) == (
        Status.SUBMITTED,
        SLUG,
        author.id,
    )
    assert text == a_text(published_on=None)
    assert trail(desks, Subject.SUBMISSION, str(submission.id)) == [
        ("propose", Channel.COMMAND, author.id),
        ("submit", Channel.COMMAND, author.id),
    ]
    assert desks.letters() == letters


def test_a_proposal_is_imported_once_also_when_it_is_published(
    desks: Desks, author: Account
) -> None:
    (first,) = propose(desks, author, a_file())

    (second,) = propose(desks, author, a_file())
    desks.kb.moderating.approve(first.submission or 0, version=1, by=desks.moderator)
    (third,) = propose(desks, author, a_file())

    assert (second.outcome, second.submission) == (Outcome.UNCHANGED, first.submission)
    assert third.outcome is Outcome.UNCHANGED


def test_a_change_becomes_a_proposal_that_knows_what_it_began_from(
    desks: Desks, admin: Account, author: Account
) -> None:
    publish(desks, admin, a_file())

    (plan,) = propose(desks, author, a_file(title="Un autre titre"))

    with desks.kb.publishing.work.reading() as unit:
        submission = unit.submissions.get(plan.submission or 0)
    assert (submission.base, plan.fields) == (sha256(a_text()), ("title",))
    desks.kb.moderating.approve(submission.id, version=1, by=desks.moderator)
    assert desks.kb.reading.case(SLUG).case.title == "Un autre titre"


def test_an_import_that_was_cut_off_goes_on_where_it_was(desks: Desks, author: Account) -> None:
    cases = [a_file(f"fiche-{number}", title=f"La fiche n° {number}") for number in range(5)]
    begun = desks.kb.importing.propose(cases, by=author)
    for _ in range(2):
        next(begun)
    del begun

    again = propose(desks, author, *cases)

    assert outcomes(again) == [*[Outcome.UNCHANGED] * 2, *[Outcome.CREATE] * 3]
    with desks.kb.publishing.work.reading() as unit:
        assert len(unit.submissions.of_author(author.id or 0)) == 5


def test_a_dry_run_says_the_same_and_changes_nothing(
    desks: Desks, admin: Account, author: Account
) -> None:
    publish(desks, admin, a_file())
    cases = (
        a_file(),
        a_file(title="Un autre titre", slug="autre"),
        a_file("encore"),
        a_file("mal écrite"),
    )

    dry = planned(desks, *cases)

    assert outcomes(dry) == outcomes(propose(desks, author, *cases))
    assert outcomes(dry) == [Outcome.UNCHANGED, Outcome.CREATE, Outcome.CREATE, Outcome.REFUSED]
    assert outcomes(planned(desks, *cases))[1:3] == [Outcome.UNCHANGED, Outcome.UNCHANGED]


def test_one_wrong_case_stops_no_other(desks: Desks, admin: Account) -> None:
    wrong = Incoming(file="b.md", slug="mauvaise", text=a_text(regions=("atlantide",)))

    plans = publish(desks, admin, a_file("une"), wrong, a_file("deux", title="Une autre fiche"))

    assert outcomes(plans) == [Outcome.CREATE, Outcome.REFUSED, Outcome.CREATE]
    assert codes(plans) == ["unknown-term"]
    assert sorted(desks.kb.publishing.cases.hashes()) == ["deux", "une"]


def test_a_row_without_address_is_known_by_its_title(desks: Desks, admin: Account) -> None:
    (plan,) = publish(desks, admin, a_row())
    assert plan.slug == "un-garage-solidaire"

    again = publish(desks, admin, a_row(title="UN GARAGE SOLIDAIRE"), a_row(place="Brest"))

    assert [each.slug for each in again] == ["un-garage-solidaire"] * 2
    assert again[0].fields == ("title",)
    assert codes(again) == ["case-twice"]


def test_a_title_in_the_queue_is_known_as_well(desks: Desks, author: Account) -> None:
    propose(desks, author, a_row())

    assert outcomes(propose(desks, author, a_row())) == [Outcome.UNCHANGED]
    assert codes(propose(desks, author, a_row(place="Brest"))) == ["already-pending"]


def test_what_was_rejected_is_not_proposed_again(desks: Desks, author: Account) -> None:
    (plan,) = propose(desks, author, a_row())
    desks.kb.moderating.reject(
        plan.submission or 0, version=1, reason="Hors du sujet.", by=desks.moderator
    )

    assert codes(propose(desks, author, a_row())) == ["already-rejected"]
    assert outcomes(propose(desks, author, a_row(place="Brest"))) == [Outcome.CREATE]


def test_what_changed_since_the_export_is_not_overwritten(desks: Desks, admin: Account) -> None:
    publish(desks, admin, a_file())
    row = a_row(slug=SLUG, sha256=sha256("autre chose"))

    plans = publish(desks, admin, row)

    assert codes(plans) == ["changed-since"]
    assert desks.file(SLUG) == a_text()
    assert outcomes(publish(desks, admin, replace(row, sha256=""))) == [Outcome.CHANGE]


def test_an_address_that_was_anothers_is_refused(desks: Desks, admin: Account) -> None:
    publish(desks, admin, a_file(redirects=("ancien",)), a_file("autre", title="Autre titre"))
    base = desks.kb.reading.case("autre").sha256
    desks.kb.curating.archive("autre", base=base, reason="Finie.", by=desks.moderator)

    plans = publish(
        desks,
        admin,
        a_file("ancien", title="Troisième titre"),
        a_file("autre", title="Autre titre"),
        a_file("neuve", title="Quatrième titre", redirects=("autre",)),
    )

    assert codes(plans) == ["address-known", "address-known", "redirect-known"]


def test_a_proposal_under_way_is_decided_on_first(desks: Desks, admin: Account) -> None:
    submission = desks.proposed()

    plans = publish(desks, admin, a_file(submission.slug))

    assert codes(plans) == ["already-pending"]


def test_a_file_edited_by_hand_meanwhile_is_left_to_a_moderator(
    desks: Desks, admin: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    replay, calls = type(desks.kb.publishing).replay, []

    def after_an_editor(publishing: Publishing, channel: Channel) -> int:
        calls.append(channel)
        if len(calls) > 1:  # the first one settles what was there before the import
            (desks.home / "cases" / f"{SLUG}.md").write_text("à la main", "utf-8")
        return replay(publishing, channel)

    monkeypatch.setattr(type(desks.kb.publishing), "replay", after_an_editor)

    plans = publish(desks, admin, a_file())

    assert codes(plans) == ["met-a-conflict"]
    assert desks.file(SLUG) == "à la main"


def test_an_address_without_an_account_is_refused(desks: Desks, author: Account) -> None:
    assert desks.kb.importing.account(author.email) == author
    with pytest.raises(AccountNotFoundError):
        desks.kb.importing.account("personne@example.org")


def test_rows_without_address_and_title_are_told_what_is_missing(
    desks: Desks, admin: Account
) -> None:
    plans = publish(desks, admin, a_row(title=""), a_row(title=""))

    assert codes(plans) == ["missing-key", "missing-key"]
    assert [plan.slug for plan in plans] == ["", ""]


def test_what_was_recorded_and_not_written_is_written_by_the_next_import(
    desks: Desks, admin: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    replay, calls = type(desks.kb.publishing).replay, []

    def busy_after_recording(publishing: Publishing, channel: Channel) -> int:
        calls.append(channel)
        if len(calls) == 2:
            raise PublishingBusyError
        return replay(publishing, channel)

    monkeypatch.setattr(type(desks.kb.publishing), "replay", busy_after_recording)
    cases = (a_file("une"), a_file("deux", title="Une autre fiche"))
    with pytest.raises(PublishingBusyError):
        publish(desks, admin, *cases)
    assert desks.kb.publishing.cases.hashes() == {}

    again = publish(desks, admin, *cases)

    assert outcomes(again) == [Outcome.UNCHANGED, Outcome.UNCHANGED]
    assert [desks.file(each.slug) for each in cases] == [each.text for each in cases]
    assert len(desks.kb.publishing.history("une")) == 1
