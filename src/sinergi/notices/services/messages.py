"""Messages in the application."""

from collections.abc import Iterable, Mapping

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from sinergi.accounts.models import User
from sinergi.notices.enums import MessageKind
from sinergi.notices.models import Message


@transaction.atomic
def tell(
    *,
    user_ids: Iterable[int],
    kind: MessageKind,
    values: Mapping[str, str],
    link: str = "",
) -> None:
    """Leave each of some people a message; part of the act that it tells of.

    Raises:
        KeyError: A value that the text needs is missing.
    """
    _ = str(kind.label) % values
    told = sorted(set(user_ids))
    Message.objects.bulk_create(
        (
            Message(user_id=user_id, kind=kind, values=dict(values), link=link)
            for user_id in told
        ),
        batch_size=500,
    )
    for start in range(0, len(told), 500):
        some = User.objects.filter(pk__in=told[start : start + 500])
        some.update(unread_count=F("unread_count") + 1)


@transaction.atomic
def mark_read(*, by: User) -> int:
    """Note that a person has seen all messages up to now."""
    user = User.objects.select_for_update().get(pk=by.pk)
    seen = Message.objects.filter(user=user, read_at=None).update(
        read_at=timezone.now()
    )
    user.unread_count = 0
    user.save(update_fields=["unread_count"])
    return seen
