"""Libraries and roles follow when areas get other codes."""

import datetime as dt

from django.utils.translation import gettext as _

from sinergi.accounts.models import User
from sinergi.audit.services import record
from sinergi.network.enums import LibraryEvent
from sinergi.network.models import Assignment, Library, LibraryMove
from sinergi.network.models.scope import forget_scopes
from sinergi.network.services.bulk import mark_network_changed
from sinergi.regions.models import Region


def follow_recoded_areas(
    *,
    recoded: dict[str, str],
    merged: set[str],
    effective_on: dt.date,
    law: str,
    by: User | None,
    **_more: object,
) -> None:
    """Point libraries and roles at the new codes, in the change's transaction.

    Where areas were merged, the libraries of the lesser ones keep their old place
    as a move, so that figures of earlier days find them there.
    """
    for library in Library.objects.filter(region_id__in=recoded).order_by("id"):
        old, new = library.region_id, recoded[library.region_id]
        if old in merged:
            library.name = _free_name(library, new, old)
            LibraryMove.objects.create(
                library=library,
                event=LibraryEvent.MOVED,
                happened_on=effective_on,
                from_region_id=old,
                to_region_id=new,
                reason=law,
                recorded_by=by,
            )
        library.region_id = new
        library.save(update_fields=["region", "name"])
        record(
            by=by,
            action="follow_area",
            target=library,
            old={"region": old},
            new={"region": new},
            reason=law,
        )
    for assignment in Assignment.objects.filter(region_id__in=recoded):
        old = str(assignment.region_id)
        assignment.region_id = recoded[old]
        assignment.save(update_fields=["region"])
        record(
            by=by,
            action="follow_area",
            target=assignment,
            old={"region": old},
            new={"region": recoded[old]},
            reason=law,
        )
    forget_scopes()
    mark_network_changed()


def _free_name(library: Library, region: str, old: str) -> str:
    """The library's name, told apart where the merged area has one of that name."""
    twins = Library.objects.filter(
        region_id=region,
        kind=library.kind,
        name=library.name,
        closed_on__isnull=True,
    ).exclude(pk=library.pk)
    if library.closed_on is not None or not twins.exists():
        return library.name
    area = Region.objects.get(code=old).name
    return _("%(library)s (%(area)s)") % {"library": library.name, "area": area}
