"""The menus of every page, by role."""

from django.http import HttpRequest
from django.utils.translation import gettext as _

from sinergi.network.enums import Role
from sinergi.portal.navigation import (
    items,
    menu_of,
    person_menu_of,
    post_of,
    village_dock,
)


def menu(request: HttpRequest) -> dict[str, object]:
    """`menu` for the bar, `dock` for village pages, `foot` links, `person_menu`."""
    user = getattr(request, "user", None)
    post = post_of(user) if user is not None else None
    is_village = post is not None and post.role == Role.VILLAGE_MANAGER
    return {
        "menu": menu_of(post, request.path),
        "dock": village_dock(post, request.path) if post and is_village else [],
        "person_menu": person_menu_of(post, request.path) if post else [],
        "scope_label": str(Role(post.role).label) if post else "",
        "foot": _foot(is_in=post is not None),
    }


def _foot(*, is_in: bool) -> list[dict[str, object]]:
    figures = items(
        "",
        (_("Map and figures"), "portal:dashboard", ""),
        (_("Value of the programme"), "benefits:valuation_list", ""),
        (_("How figures are computed"), "portal:methods", ""),
        (_("Open data and API"), "portal:open_data", ""),
    )
    about = items(
        "",
        (_("Programme"), "network:programme_list", ""),
        (_("Public home"), "portal:public_home", ""),
    )
    if not is_in:
        about += items("", (_("Log in"), "account_login", ""))
    return [
        {"label": _("Figures"), "links": figures},
        {"label": _("About"), "links": about},
    ]
