"""Words for people and their roles."""

from django import template
from django.utils import timezone
from django.utils.translation import gettext as _

from sinergi.accounts.models import User
from sinergi.network.enums import Role
from sinergi.network.models import Assignment
from sinergi.regions.models import Region
from sinergi.regions.queries import display_name

register = template.Library()


@register.filter
def role_words(assignment: Assignment) -> str:
    """`Petugas kabupaten/kota (PIC), Kabupaten Bogor`."""
    place = _("Indonesia")
    if assignment.library is not None:
        place = assignment.library.name
    elif assignment.region is not None:
        place = display_name(assignment.region)
    return f"{Role(assignment.role).label}, {place}"


@register.filter
def lasts(assignment: Assignment) -> bool:
    """Whether a role is in force or still to come."""
    return assignment.ends_on is None or assignment.ends_on >= timezone.localdate()


@register.filter
def account_state(person: User) -> str:
    """Whether somebody uses their account."""
    if not person.is_active:
        return _("closed")
    return _("in use") if person.last_login else _("never signed in")


@register.filter
def region_words(region: Region) -> str:
    """The name of an area with its kind."""
    return display_name(region)
