"""Settings: all that may differ between two installations, read from the environment once."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Self
from zoneinfo import ZoneInfo

from kb.domain.mail_server import MailServer, Sender, mail_server, sender
from kb.domain.secret_key import MIN_SECRET_CHARACTERS, SecretKey, secret_key
from kb.domain.setting import Setting
from kb.domain.setting_values import (
    MAX_READS_PER_MINUTE,
    MAX_TRUSTED_PROXIES,
    contact,
    folder,
    folder_or_none,
    number_of_proxies,
    number_of_reads,
    public_url,
    switch,
    time_zone,
)

#: Answers nobody; whoever runs a public site names an address of theirs.
_SENDER = "IMPACT – Pratiques innovantes <ne-pas-repondre@localhost>"


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """One installation.

    Attributes:
        home: holds `cases/`, `taxonomy.yaml`, `data/` and `index/`.
        public_url: what every absolute link begins with, without a final slash.
        trusted_proxies: how many proxies stand before the server and set `X-Forwarded-*`.
        time_zone: where a day begins and ends, for people; instants are UTC.
        mail_server: takes the letters; `None`: they wait in the outbox, `kb mail` shows them.
        mail_from: whom letters come from.
        secret_key: signs cookies; `None`: it is made once, in `data/secret-key`.
        requires_second_factor: of moderators and administrators.
        export_folder: see `exports`; below `home` if it is relative.
        limits_tries: how often one may try to sign in, to send, to save; how much one may read.
        reads_per_minute: by programs, for each address of the network and each process.
        contact: the address of whoever looks after the site; `""` if nobody is named.
    """

    home: Path
    public_url: str = "http://localhost:8000"
    trusted_proxies: int = 0
    time_zone: ZoneInfo = field(default_factory=lambda: ZoneInfo("Europe/Paris"))
    mail_server: MailServer | None = None
    mail_from: Sender = field(default_factory=lambda: sender(_SENDER))
    secret_key: SecretKey | None = None
    requires_second_factor: bool = False
    export_folder: Path | None = Path("exports")
    limits_tries: bool = True
    reads_per_minute: int = 6_000
    contact: str = ""

    @property
    def cases(self) -> Path:
        """The folder of the published cases."""
        return self.home / "cases"

    @property
    def taxonomy(self) -> Path:
        """The vocabulary that they are tagged with."""
        return self.home / "taxonomy.yaml"

    @property
    def entrances(self) -> Path:
        """The ways into the base, if anybody wrote some."""
        return self.home / "entrees.yaml"

    @property
    def organisations(self) -> Path:
        """What is known by hand of the partners, if anything."""
        return self.home / "organisations.yaml"

    @property
    def data(self) -> Path:
        """The folder of what is not published; readable by the service alone."""
        return self.home / "data"

    @property
    def database(self) -> Path:
        """What is not published, but for the secret key."""
        return self.data / "kb.sqlite3"

    @property
    def exports(self) -> Path | None:
        """The folder of the night's archives; `None`: none are made."""
        return None if self.export_folder is None else self.home / self.export_folder

    @property
    def index(self) -> Path:
        """The folder of the index, derived."""
        return self.home / "index"

    def at(self, home: Path) -> Self:
        """The same installation with another home."""
        return replace(self, home=home)


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


#: All there is to set, in the order in which `kb settings` lists it.
SETTINGS = (
    Setting(
        name="KB_HOME",
        field="home",
        default=".",
        meaning="dossier de la base : cases/, taxonomy.yaml, data/, index/, et mail/ au besoin",
        remedy="donner le chemin d’un dossier",
        reader=folder,
    ),
    Setting(
        name="KB_PUBLIC_URL",
        field="public_url",
        default="http://localhost:8000",
        meaning="adresse publique du site, début de tous les liens absolus",
        remedy="donner une adresse sans chemin, comme https://pratiques.example.org",
        reader=public_url,
    ),
    Setting(
        name="KB_TRUSTED_PROXIES",
        field="trusted_proxies",
        default="0",
        meaning="nombre de serveurs mandataires de confiance placés devant le site",
        remedy=f"donner un nombre entier de 0 à {MAX_TRUSTED_PROXIES}",
        reader=number_of_proxies,
    ),
    Setting(
        name="KB_TIME_ZONE",
        field="time_zone",
        default="Europe/Paris",
        meaning="fuseau horaire des jours et des heures que l’on lit",
        remedy="donner un nom comme Europe/Paris ou Indian/Reunion",
        reader=time_zone,
    ),
    Setting(
        name="KB_SMTP_URL",
        field="mail_server",
        default="",
        meaning="serveur qui envoie le courrier ; sans lui, « kb mail » le montre",
        remedy="donner une adresse comme smtps://nom:mot-de-passe@smtp.example.org",
        reader=mail_server,
        is_secret=True,
    ),
    Setting(
        name="KB_MAIL_FROM",
        field="mail_from",
        default=_SENDER,
        meaning="expéditeur du courrier",
        remedy="donner une adresse, comme Pratiques innovantes <contact@example.org>",
        reader=sender,
    ),
    Setting(
        name="KB_SECRET_KEY",
        field="secret_key",
        default="",
        meaning="secret qui signe les cookies ; vide, il est créé dans data/secret-key",
        remedy=f"donner au moins {MIN_SECRET_CHARACTERS} caractères tirés au hasard",
        reader=secret_key,
        is_secret=True,
    ),
    Setting(
        name="KB_REQUIRE_2FA",
        field="requires_second_factor",
        default="off",
        meaning="double authentification exigée pour modérer et administrer",
        remedy="donner on ou off",
        reader=switch,
    ),
    Setting(
        name="KB_EXPORTS",
        field="export_folder",
        default="exports",
        meaning="dossier des archives de chaque nuit, dans la base s’il est relatif ; off : aucune",
        remedy="donner le chemin d’un dossier, ou off",
        reader=folder_or_none,
    ),
    Setting(
        name="KB_RATE_LIMITS",
        field="limits_tries",
        default="on",
        meaning="limites : essais de connexion, envois, enregistrements, lectures des programmes",
        remedy="donner on ou off (off : essais et réseaux privés seulement)",
        reader=switch,
    ),
    Setting(
        name="KB_READS_PER_MINUTE",
        field="reads_per_minute",
        default="6000",
        meaning="lectures de l’API, des exports, des flux et d’OAI-PMH par minute et par adresse",
        remedy=f"donner un nombre entier de 1 à {MAX_READS_PER_MINUTE}",
        reader=number_of_reads,
    ),
    Setting(
        name="KB_CONTACT",
        field="contact",
        default="",
        meaning="adresse de qui s’occupe du site, dite aux moissonneurs ; vide : webmaster@ l’hôte",
        remedy="donner une adresse, comme contact@example.org",
        reader=contact,
    ),
)
