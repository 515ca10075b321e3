"""Who may do what: one readable table from role to permission.

A permission holds within the scope of the assignment: the region and everything
below it, or the one library. `NATION` in place of a region means everywhere.
"""

from sinergi.network.enums import LibraryKind, Role
from sinergi.regions.enums import RegionKind

#: See records (libraries, activities with their evidence, scores) in the scope.
READ = "read"
#: Record activities and statistics of a library in the scope.
REPORT = "report"
#: Verify or return reports, enter on behalf of a library, close periods.
VERIFY = "verify"
#: Make and change libraries, partnerships, accounts and cards in the scope.
MANAGE = "manage"
#: Publish schemes, set programmes and stages, assign officers anywhere.
STEER = "steer"
#: Prepare meetings of the area: invitations, agenda, classes.
MEET = "meet"
#: Serve meetings of the area: registration, door, certificates.
HOST = "host"
#: Design, field, compute and publish evaluation studies and valuations.
EVALUATE = "evaluate"
#: Help libraries to put into words what they have done; no number can be changed.
COACH = "coach"

PERMISSIONS: dict[Role, frozenset[str]] = {
    Role.VILLAGE_MANAGER: frozenset({READ, REPORT, COACH}),
    Role.REGENCY_OFFICER: frozenset({READ, REPORT, VERIFY, MANAGE, MEET, HOST, COACH}),
    Role.PROVINCIAL_OFFICER: frozenset(
        {READ, REPORT, VERIFY, MANAGE, MEET, HOST, COACH}
    ),
    Role.FACILITATOR: frozenset({READ, COACH}),
    Role.MASTER_TRAINER: frozenset({READ, COACH}),
    Role.CONSULTANT: frozenset({READ, COACH}),
    Role.NATIONAL_TEAM: frozenset(
        {READ, REPORT, VERIFY, MANAGE, STEER, MEET, HOST, EVALUATE, COACH}
    ),
    Role.EVALUATOR: frozenset({READ, EVALUATE}),
    Role.JURY: frozenset({READ}),
    Role.COMMITTEE: frozenset({HOST}),
    Role.OBSERVER: frozenset({READ}),
}

#: Roles that must sign in with a second factor (demonstration accounts excepted).
SECOND_FACTOR: frozenset[Role] = frozenset(
    {
        Role.REGENCY_OFFICER,
        Role.PROVINCIAL_OFFICER,
        Role.NATIONAL_TEAM,
        Role.EVALUATOR,
        Role.CONSULTANT,
    }
)


def roles_with(permission: str) -> list[Role]:
    """The roles that carry a permission."""
    return [role for role, held in PERMISSIONS.items() if permission in held]


#: Which roles one may give and end within the scope, by one's own role.
MAY_ASSIGN: dict[Role, frozenset[Role]] = {
    Role.REGENCY_OFFICER: frozenset({Role.VILLAGE_MANAGER}),
    Role.PROVINCIAL_OFFICER: frozenset({Role.VILLAGE_MANAGER, Role.REGENCY_OFFICER}),
    Role.NATIONAL_TEAM: frozenset(Role),
}

#: Kinds of areas at which a library of a kind lies; other kinds lie anywhere.
PLACES: dict[LibraryKind, frozenset[RegionKind]] = {
    LibraryKind.PROVINCE: frozenset({RegionKind.PROVINCE}),
    LibraryKind.REGENCY: frozenset({RegionKind.REGENCY, RegionKind.CITY}),
    LibraryKind.VILLAGE: frozenset({RegionKind.DESA, RegionKind.KELURAHAN}),
}


def fits_place(kind: str, region_kind: str) -> bool:
    """Whether a library of a kind may lie in an area of a kind."""
    places = PLACES.get(LibraryKind(kind))
    return places is None or region_kind in places
