"""What the address of the list of libraries asks for."""

import re
from dataclasses import dataclass

from django.http import QueryDict

from sinergi.network.enums import LibraryKind, Origin
from sinergi.network.queries.libraries import LibraryFilter

ORDERS = {"wilayah": "region_id", "nama": "name", "-nama": "-name", "baru": "-id"}
STATES = {"": "", "tutup": "closed", "belum": "unconfirmed", "semua": "all"}
YEAR = re.compile(r"[0-9]{4}")
ACCOUNTS = {"ada": "yes", "belum": "no"}


@dataclass(frozen=True)
class ListAsked:
    """The filter and order of a list, and whether anything is left out."""

    filter: LibraryFilter
    order: str
    key: str
    is_narrow: bool


def read_list(query: QueryDict) -> ListAsked:
    """Read the address; what it cannot mean is left out."""
    year = query.get("tahun", "")
    kind, origin = query.get("jenis", ""), query.get("asal", "")
    wanted = LibraryFilter(
        search=query.get("cari", "").strip()[:100],
        region=query.get("wilayah", "").strip()[:13],
        kind=kind if kind in LibraryKind.values else "",
        origin=origin if origin in Origin.values else "",
        intake_year=int(year) if YEAR.fullmatch(year) else None,
        account=ACCOUNTS.get(query.get("akun", ""), ""),
        state=STATES.get(query.get("status", ""), ""),
    )
    order = query.get("urut", "")
    order = order if order in ORDERS else "wilayah"
    return ListAsked(wanted, order, ORDERS[order], wanted != LibraryFilter())
