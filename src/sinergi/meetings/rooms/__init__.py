"""Online rooms of others behind one protocol, and which one a room stands on."""

from urllib.parse import urlsplit

from django.conf import settings

from sinergi.meetings.enums import RoomProblem, RoomProvider
from sinergi.meetings.rooms.base import Provider, RoomFault
from sinergi.meetings.rooms.bigbluebutton import BigBlueButton
from sinergi.meetings.rooms.link import PlainLink
from sinergi.meetings.rooms.zoom import Account, Zoom


def provider_of(provider: str) -> Provider:
    """The adapter of a provider, with this installation's keys.

    Raises:
        RoomFault: There are no keys for it.
    """
    if provider == RoomProvider.ZOOM:
        return _zoom()
    if provider == RoomProvider.BIGBLUEBUTTON:
        if not settings.BBB_URL or not settings.BBB_SECRET:
            raise RoomFault(RoomProblem.NO_KEYS)
        return BigBlueButton(url=settings.BBB_URL, secret=settings.BBB_SECRET)
    return PlainLink()


def has_keys(provider: str) -> bool:
    """Whether this installation can use a provider."""
    try:
        provider_of(provider)
    except RoomFault:
        return False
    return True


def _zoom() -> Zoom:
    account = Account(
        account_id=settings.ZOOM_ACCOUNT_ID,
        client_id=settings.ZOOM_CLIENT_ID,
        client_secret=settings.ZOOM_CLIENT_SECRET,
        url=settings.ZOOM_URL,
    )
    if not all((account.account_id, account.client_id, account.client_secret)):
        raise RoomFault(RoomProblem.NO_KEYS)
    return Zoom(account=account, domain=mail_domain(settings.PUBLIC_URL))


def mail_domain(public_url: str) -> str:
    """Where the made-up addresses of registrants lie; nobody ever writes to them."""
    host = urlsplit(public_url).hostname or ""
    is_name = "." in host and not host.replace(".", "").isdecimal()
    return host if is_name else "sinergi.invalid"
