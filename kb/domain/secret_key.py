"""SecretKey: what signs cookies and hashes keys; never shown."""

from dataclasses import dataclass, field

#: Characters: fewer could be guessed.
MIN_SECRET_CHARACTERS = 32


@dataclass(frozen=True, slots=True)
class SecretKey:
    """A key that an operator chose."""

    text: str = field(repr=False)

    def __str__(self) -> str:
        return "***"


def secret_key(text: str) -> SecretKey | None:
    """The key in a setting; `None` if there is none, then one is made.

    Raises:
        ValueError: it is too short to keep anything secret.
    """
    if not text:
        return None
    if len(text) < MIN_SECRET_CHARACTERS:
        raise ValueError(text)
    return SecretKey(text)
