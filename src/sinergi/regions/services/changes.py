"""Recording that areas were split, merged, moved or renamed."""

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from sinergi.audit.services import record_many
from sinergi.regions.enums import RegionEvent
from sinergi.regions.errors import RegionTaken, UnknownRegion
from sinergi.regions.models import Region, RegionChange, RegionName
from sinergi.regions.rules import ancestor_codes, kind_of_code, parent_code
from sinergi.regions.services.loading import write_names
from sinergi.regions.signals import areas_recoded

if TYPE_CHECKING:
    from sinergi.accounts.models import User


@dataclass(frozen=True)
class Succession:
    """The area `old`, with everything below it, is `new` from the day of the change.

    Areas below that go elsewhere have a line of their own; the longest code counts.
    Without `old` a province is made out of `out_of`.
    """

    new: str
    old: str = ""
    name: str = ""
    out_of: str = ""


@transaction.atomic
def record_change(
    *,
    by: "User | None",
    event: RegionEvent,
    effective_on: dt.date,
    law: str,
    source: str,
    successions: Sequence[Succession],
) -> list[RegionChange]:
    """Record one dated event on areas and bring today's areas in line with it.

    Figures of earlier days keep their areas; whatever lies in the areas is told by
    `areas_recoded`, so that it follows to the new codes.

    Raises:
        UnknownRegion: An old area, or the area above a new one, does not exist.
        RegionTaken: A new code belongs to another area that goes on.
    """
    regions = _affected(successions)
    _check(event, successions, regions)
    changes = [
        RegionChange(
            event=event,
            old_code=line.old,
            old_name=regions[line.old].name if line.old else "",
            old_parent_code=parent_code(line.old) or line.out_of,
            new_code=line.new,
            effective_on=effective_on,
            law=law,
            source=source,
        )
        for line in successions
    ]
    recoded = _recodings(successions, regions)
    _write_areas(successions, regions, recoded, effective_on)
    RegionChange.objects.bulk_create(changes)
    stored = list(
        RegionChange.objects.filter(
            event=event,
            effective_on=effective_on,
            new_code__in=[line.new for line in successions],
        )
    )
    record_many(by=by, action="region.changed", targets=stored, reason=law)
    shared = Counter(recoded.values())
    areas_recoded.send(
        sender=RegionChange,
        recoded={old: new for old, new in recoded.items() if old != new},
        merged={old for old, new in recoded.items() if shared[new] > 1},
        effective_on=effective_on,
        law=law,
        by=by,
    )
    return stored


def _affected(successions: Sequence[Succession]) -> dict[str, Region]:
    """Every area of today in the old ones and above the new ones, by code."""
    regions: dict[str, Region] = {}
    for line in successions:
        if line.old:
            found = Region.objects.of_today().within(line.old).select_for_update()
            regions |= {region.code: region for region in found}
    outside = {line.new for line in successions} | {
        code for line in successions for code in ancestor_codes(line.new)
    }
    return regions | Region.objects.in_bulk(outside - set(regions))


def _check(
    event: RegionEvent, successions: Sequence[Succession], regions: dict[str, Region]
) -> None:
    going = {line.old for line in successions}
    made = {line.new for line in successions}
    for line in successions:
        known = {code for code in (line.old,) if code}
        above = parent_code(line.new)
        if above and above not in made:
            known.add(above)
        for code in sorted(known - set(regions)):
            raise UnknownRegion(
                _("Region code %(value)s was not found.") % {"value": code},
                data={"code": code},
            )
        taken = regions.get(line.new)
        joins = event in {RegionEvent.MERGED, RegionEvent.SPLIT}
        if taken and taken.valid_to is None and line.new not in going and not joins:
            raise RegionTaken(
                _("Code %(code)s already belongs to %(name)s.")
                % {"code": line.new, "name": taken.name},
                data={"code": line.new},
            )


def _recodings(
    successions: Sequence[Succession], regions: dict[str, Region]
) -> dict[str, str]:
    """Old code to new code of every area that goes on elsewhere or unchanged.

    What a split leaves in the old area goes to the first of its successors.
    """
    target: dict[str, str] = {}
    for line in successions:
        if line.old:
            target.setdefault(line.old, line.new)
    recodings = {}
    for code in regions:
        for prefix in (code, *reversed(ancestor_codes(code))):
            if prefix in target:
                recodings[code] = target[prefix] + code[len(prefix) :]
                break
    return recodings


def _write_areas(
    successions: Sequence[Succession],
    regions: dict[str, Region],
    recoded: dict[str, str],
    effective_on: dt.date,
) -> None:
    """Make the new areas, end those whose code nobody carries on, rename."""
    names = {line.new: line.name for line in successions if line.name}
    areas: dict[str, str] = {}
    for line in successions:  # what keeps its code goes on; else the first listed
        if line.new == line.old or line.new not in areas:
            areas[line.new] = line.old
    areas |= {new: old for old, new in recoded.items() if new not in areas}
    for new in sorted(areas):
        before = regions.get(areas[new])
        stays = areas[new] == new
        name = names.get(new) or (before.name if before else "")
        Region.objects.update_or_create(
            code=new,
            defaults={
                "name": name,
                "kind": kind_of_code(new) if not stays or not before else before.kind,
                "parent_id": parent_code(new) or None,
                "lat": before.lat if before else None,
                "lon": before.lon if before else None,
                "population": before.population if before else None,
                "valid_to": None,
                **({} if stays else {"valid_from": effective_on}),
            },
        )
    ended = [old for old in recoded if old not in areas]
    Region.objects.filter(code__in=ended).update(valid_to=effective_on)
    RegionName.objects.filter(region__in=ended).delete()
    _write_search_names(set(areas))


def _write_search_names(codes: set[str]) -> None:
    areas = list(
        Region.objects.filter(code__in=codes).values_list("code", "name", "kind")
    )
    above = {part for code in codes for part in ancestor_codes(code)}
    names = dict(
        Region.objects.filter(code__in=codes | above).values_list("code", "name")
    )
    write_names(areas, names)
