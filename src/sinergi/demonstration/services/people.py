"""The accounts with which a visitor plays each role."""

import datetime as dt
from dataclasses import asdict, dataclass

from sinergi.accounts.models import User
from sinergi.accounts.services import (
    NewUser,
    create_users,
    demonstration_password,
    demonstration_token,
    issue_demonstration_token,
)
from sinergi.demonstration import facts
from sinergi.network.enums import Role
from sinergi.network.models import Library
from sinergi.network.services import NewAssignment, assign_many

SINCE = dt.date(2022, 1, 1)


@dataclass(frozen=True)
class Visitor:
    """A demonstration account: its user name, its invented person, its role."""

    username: str
    full_name: str
    role: Role
    region: str | None = None
    is_at_home_library: bool = False
    scope: str = "Indonesia"


VISITORS = (
    Visitor(
        "desa",
        "Siti Rahayu (contoh)",
        Role.VILLAGE_MANAGER,
        is_at_home_library=True,
        scope="Desa Sumberarum, Kabupaten Bojonegoro",
    ),
    Visitor(
        "kabupaten",
        "Agus Wibowo (contoh)",
        Role.REGENCY_OFFICER,
        facts.REGENCY,
        scope="Kabupaten Bojonegoro",
    ),
    Visitor(
        "provinsi",
        "Rina Kusuma (contoh)",
        Role.PROVINCIAL_OFFICER,
        facts.PROVINCE,
        scope="Jawa Timur",
    ),
    Visitor("nasional", "Dewi Kartika (contoh)", Role.NATIONAL_TEAM),
    Visitor("evaluator", "Bima Santosa (contoh)", Role.EVALUATOR),
    Visitor("juri", "Laras Widodo (contoh)", Role.JURY),
    Visitor("panitia", "Yusuf Hidayat (contoh)", Role.COMMITTEE),
)


def ensure_people(*, home: Library) -> dict[str, User]:
    """Make the accounts, each with its role and API token.

    Args:
        home: The village library of the account `desa`.

    Returns:
        The accounts by user name.
    """
    users = create_users(
        by=None,
        rows=[
            NewUser(
                username=visitor.username,
                full_name=visitor.full_name,
                password=demonstration_password(),
                is_demonstration=True,
            )
            for visitor in VISITORS
        ],
    )
    assign_many(
        by=None,
        rows=[
            NewAssignment(
                user_id=user.pk,
                role=visitor.role,
                region=visitor.region,
                library_id=home.pk if visitor.is_at_home_library else None,
                starts_on=SINCE,
            )
            for visitor, user in zip(VISITORS, users, strict=True)
        ],
    )
    for user in users:
        issue_demonstration_token(by=None, user=user)
    return {user.username: user for user in users}


@dataclass(frozen=True)
class Account:
    """What a visitor needs to sign in, and what a script needs to call the API."""

    username: str
    password: str
    token: str
    role: str
    scope: str

    def as_json(self) -> dict[str, str]:
        """The account as scripts read it."""
        return asdict(self)


def demonstration_accounts() -> list[Account]:
    """The accounts that exist in this database, in the order of the loop."""
    users = {
        user.username: user
        for user in User.objects.filter(
            is_demonstration=True, username__in=[v.username for v in VISITORS]
        )
    }
    return [
        Account(
            username=visitor.username,
            password=demonstration_password(),
            token=demonstration_token(users[visitor.username]),
            role=visitor.role,
            scope=visitor.scope,
        )
        for visitor in VISITORS
        if visitor.username in users
    ]
