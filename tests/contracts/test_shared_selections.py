from datetime import timedelta

from kb.domain.selection import SharedSelection
from kb.unit_of_work import Work
from tests.builders import NOW, a_selection, sha256

TOKEN = sha256("token")
A_SHARED = SharedSelection(
    token_sha256=TOKEN,
    owner_sha256=sha256("owner"),
    selection=a_selection("b", "a", title="L’atelier", notes={"a": "Un\ndeux"}),
    made_at=NOW,
    expires_at=NOW + timedelta(days=1),
)


def test_a_selection_comes_back_whole_and_in_its_order(work: Work) -> None:
    with work.writing() as unit:
        unit.selections.add(A_SHARED)

    with work.reading() as unit:
        assert unit.selections.get(TOKEN, now=NOW) == A_SHARED
        assert unit.selections.get(sha256("other"), now=NOW) is None


def test_it_is_gone_when_its_time_has_come_and_when_it_is_removed(work: Work) -> None:
    with work.writing() as unit:
        unit.selections.add(A_SHARED)

        assert unit.selections.get(TOKEN, now=A_SHARED.expires_at) is None
        unit.selections.remove(TOKEN)
        unit.selections.remove(TOKEN)

        assert unit.selections.get(TOKEN, now=NOW) is None
