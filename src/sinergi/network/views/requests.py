"""What the pages share: the signed-in person, their library, a refused act."""

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from sinergi.accounts.models import User
from sinergi.network.models import Library
from sinergi.network.queries.libraries import library_for, paths_of
from sinergi.network.queries.scope import can
from sinergi.network.rules import MANAGE


def readable(user: User, pk: int) -> Library:
    """The library, or 404 to a stranger."""
    library = library_for(user, pk)
    if library is None:
        raise Http404
    return library


def editable(user: User, pk: int) -> Library:
    """The library; 404 to a stranger, 403 to a reader."""
    library = readable(user, pk)
    if not can(user, MANAGE, library=library):
        raise PermissionDenied
    return library


def tabs_of(library: Library, current: str) -> list[dict[str, object]]:
    """The views of a library, each an address."""
    pk = library.pk
    views = (
        (_("Report card"), reverse("portal:library", args=[pk]), "card"),
        (
            _("Activities"),
            f"{reverse('reports:activity_list')}?perpustakaan={pk}",
            "activities",
        ),
        (
            _("Partnership"),
            reverse("network:library_partnership", args=[pk]),
            "partnership",
        ),
        (_("History"), reverse("network:library_history", args=[pk]), "history"),
    )
    return [
        {"label": label, "url": url, "is_current": key == current}
        for label, url, key in views
    ]


def crumbs_of(library: Library) -> list[dict[str, str]]:
    """The way down to a library."""
    path = paths_of([library.region_id])[library.region_id]
    above = [{"label": name, "url": ""} for name in reversed(path.split(", ")) if name]
    home = {"label": _("Libraries"), "url": reverse("network:library_list")}
    return [home, *above, {"label": library.name, "url": ""}]
