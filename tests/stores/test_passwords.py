import pytest

from kb.stores.passwords import Argon2Passwords

PASSWORDS = Argon2Passwords()


def test_a_password_is_kept_as_a_slow_hash() -> None:
    stored = PASSWORDS.hashed("cheval batterie agrafe")

    assert stored.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert PASSWORDS.is_right("cheval batterie agrafe", stored)
    assert not PASSWORDS.is_right("cheval batterie agraf", stored)


@pytest.mark.parametrize("stored", [None, "", "bidon", "$argon2id$v=19$m=1"])
def test_without_a_hash_nothing_is_right(stored: str | None) -> None:
    assert not PASSWORDS.is_right("cheval batterie agrafe", stored)


def test_the_same_letters_from_another_keyboard_are_the_same() -> None:
    stored = PASSWORDS.hashed("élève à l’œuvre")

    assert PASSWORDS.is_right("e\u0301le\u0300ve a\u0300 l’œuvre", stored)
