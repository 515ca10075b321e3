"""Where a person may take in rows."""

from dataclasses import dataclass

from sinergi.accounts.models import User
from sinergi.network.models import Assignment
from sinergi.network.rules import roles_with
from sinergi.regions.rules import ancestor_codes


@dataclass(frozen=True)
class ImportScope:
    """Regions with all below them, and single libraries; None is everywhere."""

    regions: frozenset[str] | None
    libraries: frozenset[int] = frozenset()

    def holds_region(self, code: str) -> bool:
        """Whether everything at a region is in the scope."""
        if self.regions is None:
            return True
        return not self.regions.isdisjoint((code, *ancestor_codes(code)))

    def holds_library(self, library_id: int, region: str) -> bool:
        """Whether one library is in the scope."""
        return library_id in self.libraries or self.holds_region(region)

    @property
    def is_empty(self) -> bool:
        """Whether there is nowhere at all."""
        return self.regions == frozenset() and not self.libraries


EVERYWHERE = ImportScope(None)


def scope_for(user: User | None, permission: str) -> ImportScope:
    """Where a person holds a permission today; the platform itself everywhere."""
    if user is None:
        return EVERYWHERE
    regions: set[str] = set()
    libraries: set[int] = set()
    held = Assignment.objects.in_force().filter(
        user_id=user.pk, role__in=roles_with(permission)
    )
    for region, library in held.values_list("region_id", "library_id"):
        if library is not None:
            libraries.add(library)
        elif region is None:
            return EVERYWHERE
        else:
            regions.add(region)
    return ImportScope(frozenset(regions), frozenset(libraries))
