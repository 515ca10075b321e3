"""Where a person's work begins, and the pages that a role needs."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from sinergi.network.enums import Role
from sinergi.network.models.scope import held_by
from sinergi.regions.rules import regency_code

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from sinergi.accounts.models import User

OFFICERS = frozenset({Role.REGENCY_OFFICER, Role.PROVINCIAL_OFFICER})


@dataclass(frozen=True)
class Item:
    """One link of a menu."""

    label: str
    url: str
    icon: str = ""
    is_current: bool = False


@dataclass(frozen=True)
class Post:
    """The main role of a person and where it holds."""

    role: str
    region: str = ""
    library: int | None = None


def post_of(user: "User | AnonymousUser") -> Post | None:
    """The role that decides a person's pages: the widest one in force."""
    if not user.is_authenticated:
        return None
    order = {role: n for n, role in enumerate(WIDEST_FIRST)}
    held = sorted(held_by(user), key=lambda row: order[Role(row.role)])
    if not held:
        return None
    widest = held[0]
    return Post(widest.role, widest.region or "", widest.library)


WIDEST_FIRST = (
    Role.NATIONAL_TEAM,
    Role.PROVINCIAL_OFFICER,
    Role.REGENCY_OFFICER,
    Role.CONSULTANT,
    Role.EVALUATOR,
    Role.JURY,
    Role.MASTER_TRAINER,
    Role.FACILITATOR,
    Role.COMMITTEE,
    Role.OBSERVER,
    Role.VILLAGE_MANAGER,
)


def start_of(user: "User | AnonymousUser") -> str | None:
    """The address where a person's work begins; None without a role."""
    post = post_of(user)
    if post is None:
        return None
    if post.role == Role.VILLAGE_MANAGER:
        return reverse("portal:village")
    if post.role in OFFICERS:
        return reverse("reports:inbox")
    if post.region:
        return dashboard_address(post.region)
    return reverse("portal:dashboard")


def dashboard_address(region: str) -> str:
    """The dashboard of a region, or of the province or regency it lies in."""
    code = regency_code(region)
    return reverse("portal:dashboard_of", args=[code])


def menu_of(post: Post | None, path: str) -> list[Item]:
    """The bar's links: six at most, by role."""
    if post is None:
        return items(
            path,
            (_("Home"), "portal:public_home", "home"),
            (_("Programme"), "network:programme_list", "calendar"),
            (_("Map and figures"), "portal:dashboard", "map"),
            (_("Meetings"), "meetings:meeting_list", "calendar"),
        )
    if post.role == Role.VILLAGE_MANAGER:
        return village_dock(post, path)
    links = [(_("Dashboard"), "portal:dashboard", "chart")]
    if is_manager(post):
        links.insert(0, (_("Inbox"), "reports:inbox", "inbox"))
    links.append((_("Libraries"), "network:library_list", "book"))
    if post.role == Role.COMMITTEE:
        links.append((_("Meetings"), "meetings:meeting_list", "calendar"))
    else:
        links.append((_("Activities"), "reports:activity_list", "list"))
    if is_manager(post):
        links.append((_("Accounts"), "network:people_list", "people"))
    if post.role == Role.NATIONAL_TEAM:
        links.append((_("Indicators"), "indicators:scheme_list", "target"))
    else:
        links.append((_("Programme"), "network:programme_list", "calendar"))
    if post.role == Role.EVALUATOR:
        links.append((_("Evaluation"), "evaluation:study_list", "check"))
        links.append((_("Benefits"), "benefits:valuation_list", "money"))
    return items(path, *links)


def is_manager(post: Post) -> bool:
    """Whether a person keeps the records of others."""
    return post.role in OFFICERS or post.role == Role.NATIONAL_TEAM


def person_menu_of(post: Post, path: str) -> list[Item]:
    """What a person's own menu holds: the rarer work, then the account."""
    links = [
        (_("Meetings"), "meetings:meeting_list", "calendar"),
        (_("My account"), "accounts:home", "settings"),
        (_("Public home"), "portal:public_home", "globe"),
    ]
    if post.role == Role.COMMITTEE:  # stands in the bar
        del links[0]
    if is_manager(post):
        links.insert(0, (_("Import"), "exchange:import_home", "upload"))
    if post.role == Role.NATIONAL_TEAM:
        links.insert(0, (_("Benefits"), "benefits:valuation_list", "money"))
        links.insert(0, (_("Evaluation"), "evaluation:study_list", "check"))
        links.insert(0, (_("Programme"), "network:programme_list", "calendar"))
    return items(path, *links)


def village_dock(post: Post, path: str) -> list[Item]:
    """The village's bottom bar."""
    dock = items(
        path,
        (_("Home"), "portal:village", "home"),
        (_("Activities"), "reports:activity_list", "list"),
        (_("Record"), "reports:activity_new", "plus"),
        (_("Statistics"), "reports:statistics_list", "book"),
    )
    card = reverse("portal:library", args=[post.library])
    dock.append(Item(_("Report card"), card, "chart", path.startswith(card)))
    return dock


def items(path: str, *links: tuple[str, str, str]) -> list[Item]:
    """Links whose page exists, the current one marked (the longest that fits)."""
    found = [(label, _address(name), icon) for label, name, icon in links]
    urls = [url for _label, url, _icon in found if url and path.startswith(url)]
    current = max(urls, key=len, default="")
    return [
        Item(label, url, icon, bool(current) and url == current)
        for label, url, icon in found
        if url
    ]


def _address(name: str) -> str:
    """The address of a page; '' while its app does not offer it."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""
