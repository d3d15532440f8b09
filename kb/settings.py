"""Settings: all that may differ between two installations, read from the environment once."""

import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Self
from urllib.parse import urlsplit

from kb.domain.errors import InvalidError

#: More proxies than any chain has; a greater number is a slip of the keyboard.
MAX_TRUSTED_PROXIES = 10

_PROXIES = re.compile(r"[0-9]{1,2}")
_HOST = re.compile(r"[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?|[0-9a-f:.]*:[0-9a-f:.]*", re.IGNORECASE)


class SettingError(InvalidError):
    """An environment variable has a value that cannot be used."""

    code = "setting-invalid"


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """One installation.

    Attributes:
        home: holds `cases/`, `taxonomy.yaml`, `data/` and `index/`.
        public_url: what every absolute link begins with, without a final slash.
        trusted_proxies: how many proxies stand before the server and set `X-Forwarded-*`.
    """

    home: Path
    public_url: str = "http://localhost:8000"
    trusted_proxies: int = 0

    @property
    def cases(self) -> Path:
        """The folder of the published cases."""
        return self.home / "cases"

    @property
    def taxonomy(self) -> Path:
        """The vocabulary that they are tagged with."""
        return self.home / "taxonomy.yaml"

    @property
    def data(self) -> Path:
        """The folder of what is not published; readable by the service alone."""
        return self.home / "data"

    @property
    def index(self) -> Path:
        """The folder of the index, derived."""
        return self.home / "index"

    def at(self, home: Path) -> Self:
        """The same installation with another home."""
        return replace(self, home=home)


@dataclass(frozen=True, slots=True)
class Setting:
    """One environment variable.

    Attributes:
        field: the attribute of `Settings` that it fills.
        default: what counts when it is absent or empty.
        meaning: what it is for, in French.
        remedy: what a right value looks like, in French.
        reader: turns its text into the value, or raises ValueError.
    """

    name: str
    field: str
    default: str
    meaning: str
    remedy: str
    reader: Callable[[str], Path | str | int]

    def read(self, environment: Mapping[str, str]) -> Path | str | int:
        """Its value.

        Raises:
            SettingError: the variable has a value that cannot be used.
        """
        text = environment.get(self.name) or self.default
        try:
            return self.reader(text)
        except ValueError:
            raise SettingError(name=self.name, value=text, remedy=self.remedy) from None

    def is_set(self, environment: Mapping[str, str]) -> bool:
        """Whether the environment decides; an empty variable decides nothing."""
        return bool(environment.get(self.name))


def settings_from(environment: Mapping[str, str] = os.environ) -> Settings:
    """The installation that the environment describes.

    Raises:
        SettingError: a variable has a value that cannot be used.
    """
    values = {setting.field: setting.read(environment) for setting in SETTINGS}
    return Settings(**values)  # type: ignore[arg-type]  # each reader fits its field


def origins(environment: Mapping[str, str] = os.environ) -> Mapping[str, bool]:
    """For the name of each setting, whether the environment decides its value."""
    return {setting.name: setting.is_set(environment) for setting in SETTINGS}


def resources() -> Path:
    """The folder with `templates/` and `static/`: in a wheel the package, else the checkout."""
    package = Path(__file__).parent
    packed = package / "resources"
    return packed if packed.is_dir() else package.parent


def _folder(text: str) -> Path:
    try:
        return Path(text).expanduser().absolute()
    except RuntimeError as error:  # `~somebody` who has no account here
        raise ValueError(text) from error


def _public_url(text: str) -> str:
    parts = urlsplit(text)
    is_plain = not (parts.query or parts.fragment or parts.username or parts.password)
    has_host = bool(parts.hostname and _HOST.fullmatch(parts.hostname))
    if parts.scheme not in {"http", "https"} or not (is_plain and has_host):
        raise ValueError(text)
    if parts.path.strip("/") or parts.port == 0:  # reading the port raises when it is none
        raise ValueError(text)
    return f"{parts.scheme}://{parts.netloc.lower()}"


def _proxies(text: str) -> int:
    if not _PROXIES.fullmatch(text) or int(text) > MAX_TRUSTED_PROXIES:
        raise ValueError(text)
    return int(text)


#: All there is to set, in the order in which `kb settings` lists it.
SETTINGS = (
    Setting(
        name="KB_HOME",
        field="home",
        default=".",
        meaning="dossier de la base : cases/, taxonomy.yaml, data/ et index/",
        remedy="donner le chemin d’un dossier",
        reader=_folder,
    ),
    Setting(
        name="KB_PUBLIC_URL",
        field="public_url",
        default="http://localhost:8000",
        meaning="adresse publique du site, début de tous les liens absolus",
        remedy="donner une adresse sans chemin, comme https://pratiques.example.org",
        reader=_public_url,
    ),
    Setting(
        name="KB_TRUSTED_PROXIES",
        field="trusted_proxies",
        default="0",
        meaning="nombre de serveurs mandataires de confiance placés devant le site",
        remedy=f"donner un nombre entier de 0 à {MAX_TRUSTED_PROXIES}",
        reader=_proxies,
    ),
)
