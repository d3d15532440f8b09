"""The pages of those who moderate, by the rules of axe and of reflow."""

import pytest

from kb.domain.submission import Submission
from kb.services.knowledge_base import KnowledgeBase
from tests.journeys.axe import complaints
from tests.journeys.conftest import Moderates
from tests.proposals import arrives

pytestmark = pytest.mark.browser

#: A published case.
LIVE = "solidarauto-garages-solidaires"

PAGES = {
    "queue": "/moderation",
    "empty queue": "/moderation?status=rejected",
    "proposal": "/moderation/{number}",
    "difference": "/moderation/{number}?diff=published",
    "editor": "/moderation/{number}/texte",
    "merge": "/moderation/{number}/fusion?into=begawatts-beganne",
    "cases": "/moderation/fiches?q=a",
    "case": f"/moderation/fiches/{LIVE}",
    "journal": "/moderation/journal",
    "searches": "/moderation/recherches",
}


@pytest.fixture
def proposal(knowledge_base: KnowledgeBase) -> Submission:
    arrives(knowledge_base, days_ago=9)
    body = knowledge_base.reading.case(LIVE).case.body.replace(
        "association", "fondation, 06 12 34 56 78"
    )
    return arrives(knowledge_base, change_of=LIVE, body=body, place="Au Mans")


def test_no_page_breaks_a_rule_of_axe_in_any_theme_and_width(
    proposal: Submission, moderates: Moderates
) -> None:
    page = moderates("/moderation")

    found = {}
    for name, path in PAGES.items():
        page.goto(path.format(number=proposal.id))
        found[name] = complaints(page)

    assert found == {name: [] for name in PAGES}


def test_a_refused_form_and_the_help_for_keys_break_none_either(
    proposal: Submission, moderates: Moderates
) -> None:
    page = moderates(f"/moderation/{proposal.id}")
    page.get_by_text("Refuser", exact=True).click()
    page.get_by_role("button", name="Refuser la proposition").click()
    refused = complaints(page)
    page.locator("h1").click()
    page.keyboard.press("?")

    assert page.get_by_role("dialog").is_visible()
    assert (refused, complaints(page)) == ([], [])
