"""Setting: one environment variable, read and refused by one rule."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from kb.domain.errors import InvalidError


class SettingError(InvalidError):
    """An environment variable has a value that cannot be used."""

    code = "setting-invalid"


@dataclass(frozen=True, slots=True)
class Setting:
    """One environment variable.

    Attributes:
        field: the attribute of `Settings` that it fills.
        default: what counts when it is absent or empty.
        meaning: what it is for, in French.
        remedy: what a right value looks like, in French.
        reader: turns its text into the value, or raises ValueError.
        is_secret: its text may hold a password; never shown, not even when it is wrong.
    """

    name: str
    field: str
    default: str
    meaning: str
    remedy: str
    reader: Callable[[str], object]
    is_secret: bool = False

    def read(self, environment: Mapping[str, str]) -> object:
        """Its value.

        Raises:
            SettingError: the variable has a value that cannot be used.
        """
        text = environment.get(self.name) or self.default
        try:
            return self.reader(text)
        except ValueError:
            shown = "***" if self.is_secret else text
            raise SettingError(name=self.name, value=shown, remedy=self.remedy) from None

    def is_set(self, environment: Mapping[str, str]) -> bool:
        """Whether the environment decides; an empty variable decides nothing."""
        return bool(environment.get(self.name))
