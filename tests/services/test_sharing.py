import pytest
import time_machine

from kb.bootstrap import assemble
from kb.domain.personal_data import RETENTION, Purge
from kb.domain.selection import (
    MOST_CASES,
    Selection,
    SelectionEmptyError,
    SelectionFullError,
    SharedSelectionNotFoundError,
)
from kb.services.sharing import Sharing, is_owner
from kb.settings import Settings
from kb.stores.system_clock import SystemClock
from kb.unit_of_work import Work
from tests.bases import Base
from tests.builders import NOW, a_selection

OWNER = "the secret of a browser"
A_SELECTION = a_selection("garage", "velo", title="Atelier", notes={"velo": "À la fin"})


@pytest.fixture
def sharing(work: Work) -> Sharing:
    return Sharing(work, SystemClock())


def test_whoever_has_the_secret_reads_the_selection_as_it_was(sharing: Sharing) -> None:
    token = sharing.share(A_SELECTION, owner=OWNER)

    shared = sharing.open(token)

    assert shared.selection == A_SELECTION
    assert is_owner(shared, OWNER)
    assert not is_owner(shared, "")
    assert not is_owner(shared, token)


def test_each_share_has_a_secret_of_its_own_and_none_is_stored(base: Base) -> None:
    sharing = base.knowledge_base.sharing

    tokens = [sharing.share(A_SELECTION, owner=OWNER) for _ in range(2)]

    stored = (base.home / "data" / "kb.sqlite3").read_bytes()
    assert len({*tokens}) == 2
    assert not any(token.encode() in stored for token in (*tokens, OWNER))


@pytest.mark.parametrize("token", ["", "x", "é" * 300, "\x00"])
def test_what_was_never_given_opens_nothing(sharing: Sharing, token: str) -> None:
    with pytest.raises(SharedSelectionNotFoundError):
        sharing.open(token)


def test_only_the_browser_that_shared_it_withdraws_it(sharing: Sharing) -> None:
    token = sharing.share(A_SELECTION, owner=OWNER)

    for other in ("", "another", token):
        with pytest.raises(SharedSelectionNotFoundError):
            sharing.withdraw(token, owner=other)
    sharing.withdraw(token, owner=OWNER)

    with pytest.raises(SharedSelectionNotFoundError):
        sharing.open(token)
    with pytest.raises(SharedSelectionNotFoundError):
        sharing.withdraw(token, owner=OWNER)


def test_a_year_later_it_opens_nothing(sharing: Sharing) -> None:
    with time_machine.travel(NOW):
        token = sharing.share(A_SELECTION, owner=OWNER)

    with (
        time_machine.travel(NOW + RETENTION[Purge.SELECTIONS].span),
        pytest.raises(SharedSelectionNotFoundError),
    ):
        sharing.open(token)


def test_nothing_and_too_much_are_not_shared(sharing: Sharing) -> None:
    with pytest.raises(SelectionEmptyError):
        sharing.share(Selection(title="Vide"), owner=OWNER)
    with pytest.raises(SelectionFullError):
        sharing.share(a_selection(*(f"a-{n}" for n in range(MOST_CASES + 1))), owner=OWNER)


def test_a_backup_has_it_and_a_restored_base_opens_it(
    base: Base, tmp_path_factory: pytest.TempPathFactory
) -> None:
    base.write("garage")
    token = base.knowledge_base.sharing.share(a_selection("garage"), owner=OWNER)
    folder = tmp_path_factory.mktemp("backup") / "copy"
    elsewhere = assemble(Settings(home=tmp_path_factory.mktemp("elsewhere") / "base"))

    base.knowledge_base.safekeeping.backup(folder)
    elsewhere.safekeeping.restore(folder)

    assert elsewhere.sharing.open(token).selection == a_selection("garage")
