"""The regions as the import looks them up: in memory, with the codes of 2022."""

import datetime as dt

from sinergi.exchange.spreadsheets.regions import RegionIndex
from sinergi.regions.models import Region
from sinergi.regions.queries import code_map_on
from sinergi.regions.rules import recoded

#: Lists of this day still go round among offices.
OLD_LIST = dt.date(2022, 1, 1)


def region_index() -> RegionIndex:
    """All regions of today, and what the codes of the old list have become."""
    rows = list(Region.objects.of_today().values_list("code", "name", "kind"))
    mapping = code_map_on(OLD_LIST)
    provinces = tuple({prefix[:2] for prefix in mapping})
    moved = {}
    if provinces:
        for code, _name, _kind in rows:
            if code.startswith(provinces) and (old := recoded(code, mapping)) != code:
                moved[old] = code
    return RegionIndex(rows, moved)
