import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from kb.domain.secret_key import SecretKey
from kb.stores.secret_key import SecretInFile


def test_a_secret_is_made_once_and_only_its_owner_may_read_it(tmp_path: Path) -> None:
    path = tmp_path / "data" / "secret-key"

    first, again = SecretInFile(path).value(), SecretInFile(path).value()

    assert first == again
    assert len(first) == 64
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [each.name for each in path.parent.iterdir()] == ["secret-key"]


def test_of_many_that_make_it_at_once_one_wins(tmp_path: Path) -> None:
    path = tmp_path / "data" / "secret-key"

    with ThreadPoolExecutor(16) as pool:
        values = set(pool.map(lambda _: SecretInFile(path).value(), range(64)))

    assert values == {path.read_bytes().strip()}


def test_a_secret_that_was_given_needs_no_file(tmp_path: Path) -> None:
    path = tmp_path / "secret-key"

    assert SecretInFile(path, SecretKey("x" * 32)).value() == b"x" * 32
    assert not path.exists()
