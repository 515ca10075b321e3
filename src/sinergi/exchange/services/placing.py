"""Gives every row its library, taking in those that the network lacks."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic

from sinergi.accounts.models import User
from sinergi.exchange.queries.libraries import Candidate, LibraryDirectory
from sinergi.exchange.queries.scope import ImportScope, scope_for
from sinergi.exchange.services.findings import Findings, RowT
from sinergi.network.rules import MANAGE
from sinergi.network.services.bulk import NewLibrary, add_libraries

LIBRARY_NAME_LIMIT = 200


class NewLibraries(StrEnum):
    """What becomes of a row whose library the network does not hold."""

    ACCEPT = "accept"
    REFUSE = "refuse"


@dataclass(frozen=True)
class Wanted:
    """The library of a row as the file names it."""

    name: str
    kind: str
    region: str
    region_name: str
    npp: str = ""


class Placing(Generic[RowT]):
    """Finds libraries row by row; those taken in get their ids by `store`."""

    def __init__(
        self,
        *,
        by: User | None,
        permission: str,
        findings: Findings[RowT],
        directory: LibraryDirectory,
        new_libraries: NewLibraries,
    ) -> None:
        self._by = by
        self._scope: ImportScope = scope_for(by, permission)
        self._own: ImportScope = scope_for(by, MANAGE)
        self._findings = findings
        self._directory = directory
        self._new = new_libraries
        self._coming: list[Candidate] = []

    def place(self, row: RowT, wanted: Wanted) -> Candidate | None:
        """The library of a row; None where the row is refused."""
        found = self._directory.find(wanted.name, wanted.kind, wanted.region)
        inside = [
            one
            for one in found
            if self._scope.holds_region(one.region)
            or (one.id is not None and one.id in self._scope.libraries)
        ]
        if not inside and not self._may_take_in(wanted, is_known=bool(found)):
            self._refuse(row, "region", "outside_scope", wanted.region, wanted)
            return None
        if len(inside) > 1:
            names = tuple(one.name for one in inside)
            self._findings.refuse(
                row,
                "library",
                "ambiguous_library",
                value=wanted.name,
                choices=names,
            )
            return None
        return inside[0] if inside else self._take_in(row, wanted)

    def _may_take_in(self, wanted: Wanted, *, is_known: bool) -> bool:
        return not is_known and self._own.holds_region(wanted.region)

    def _refuse(
        self, row: RowT, column: str, kind: str, value: str, wanted: Wanted
    ) -> None:
        self._findings.refuse(
            row,
            column,
            kind,
            value=value,
            code=wanted.region,
            name=wanted.region_name,
        )

    def _take_in(self, row: RowT, wanted: Wanted) -> Candidate | None:
        if self._new is NewLibraries.REFUSE:
            self._refuse(row, "library", "unknown_library", wanted.name, wanted)
            return None
        name = wanted.name or f"Perpustakaan {wanted.region_name}"
        if len(name) > LIBRARY_NAME_LIMIT:
            self._findings.refuse(
                row,
                "library",
                "too_long",
                value=name,
                length=len(name),
                limit=LIBRARY_NAME_LIMIT,
            )
            return None
        coming = Candidate(None, name, wanted.kind, wanted.region, wanted.npp)
        self._directory.add(coming)
        self._coming.append(coming)
        return coming

    def store(self, needed: Callable[[Candidate], bool]) -> int:
        """Store the libraries to be taken in that a row still needs."""
        coming = [one for one in self._coming if needed(one)]
        if not coming:
            return 0
        stored = add_libraries(
            by=self._by,
            rows=[
                NewLibrary(
                    name=one.name,
                    kind=one.kind,
                    region=one.region,
                    npp=one.npp or None,
                    is_unconfirmed=True,
                )
                for one in coming
            ],
        )
        for one, library in zip(coming, stored, strict=True):
            one.id = library.pk
        return len(stored)
