"""Account: somebody with an e-mail address, their role, and the whole permission policy."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from kb.domain.errors import ForbiddenError, InvalidError

#: The number by which the audit trail and all else name a person; the address stands in one table.
AccountId = int


class Role(StrEnum):
    """What a person is here, from the least to the most."""

    VISITOR = "visitor"
    CONTRIBUTOR = "contributor"
    MODERATOR = "moderator"
    ADMINISTRATOR = "administrator"


class Permission(StrEnum):
    """What a role may allow."""

    PROPOSE = "propose"
    MODERATE = "moderate"
    READ_AUDIT = "read-audit"
    MANAGE_ACCOUNTS = "manage-accounts"
    PUBLISH_IMPORTS = "publish-imports"


_CONTRIBUTOR = frozenset({Permission.PROPOSE})
_MODERATOR = _CONTRIBUTOR | {Permission.MODERATE, Permission.READ_AUDIT}

#: The whole policy. Visitors may propose: an address is asked for, and confirmed, when they send.
ALLOWED: Mapping[Role, frozenset[Permission]] = MappingProxyType(
    {
        Role.VISITOR: _CONTRIBUTOR,
        Role.CONTRIBUTOR: _CONTRIBUTOR,
        Role.MODERATOR: _MODERATOR,
        Role.ADMINISTRATOR: _MODERATOR | {Permission.MANAGE_ACCOUNTS, Permission.PUBLISH_IMPORTS},
    }
)

#: Who decides; the only ones whose approval publishes.
DECIDING = (Role.MODERATOR, Role.ADMINISTRATOR)


#: What people read, in the words of a sentence: « votre rôle : … ».
NAMES: Mapping[Role, str] = MappingProxyType(
    {
        Role.VISITOR: "visite",
        Role.CONTRIBUTOR: "contribution",
        Role.MODERATOR: "modération",
        Role.ADMINISTRATOR: "administration",
    }
)


class NotAllowedError(ForbiddenError):
    """The role of this person does not allow it."""

    code = "not-allowed"


class EmailInvalidError(InvalidError):
    """What was given is no e-mail address."""

    code = "email-invalid"


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """A person as the rest of the code sees them. Immutable.

    Attributes:
        id: `None` for a visitor who has not signed in.
        email: `""` for a visitor, and once the person was erased.
        is_confirmed: a link or a code sent to the address came back.
        is_active: may sign in.
        has_password: otherwise one signs in by a code sent by mail.
        has_second_factor: a code of an application is asked for as well.
    """

    id: AccountId | None = None
    email: str = ""
    role: Role = Role.VISITOR
    is_confirmed: bool = False
    is_active: bool = True
    has_password: bool = False
    has_second_factor: bool = False

    @property
    def is_signed_in(self) -> bool:
        """Whether this is more than a passing visitor."""
        return self.id is not None

    def may(self, permission: Permission) -> bool:
        """Whether the role allows it."""
        return self.is_active and permission in ALLOWED[self.role]

    def require(self, permission: Permission) -> None:
        """Go on only if the role allows it.

        Raises:
            NotAllowedError: it does not.
        """
        if not self.may(permission):
            raise NotAllowedError(permission=permission)


VISITOR = Account()
