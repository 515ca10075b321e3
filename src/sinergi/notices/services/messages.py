"""Messages in the application."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Case, F, PositiveIntegerField, Value, When
from django.utils import timezone

from sinergi.accounts.models import User
from sinergi.notices.enums import MessageKind
from sinergi.notices.models import Message


@dataclass(frozen=True, slots=True)
class News:
    """One message for some people; the kind's text is filled in with the values."""

    user_ids: frozenset[int]
    kind: MessageKind
    values: Mapping[str, str]
    link: str = ""


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
    tell_each([News(frozenset(user_ids), kind, values, link)])


@transaction.atomic
def tell_each(news: Iterable[News]) -> None:
    """Leave several messages at once, in as many queries as for one.

    People's rows are locked in one order, so that two bulk acts never wait for each
    other.

    Raises:
        KeyError: A value that a text needs is missing.
    """
    news = list(news)
    for one in news:
        _ = str(one.kind.label) % one.values
    messages = [
        Message(user_id=user_id, kind=one.kind, values=dict(one.values), link=one.link)
        for one in news
        for user_id in sorted(one.user_ids)
    ]
    Message.objects.bulk_create(messages, batch_size=500)
    told = sorted(Counter(message.user_id for message in messages).items())
    for start in range(0, len(told), 500):
        some = told[start : start + 500]
        people = User.objects.filter(pk__in=[user_id for user_id, _count in some])
        list(people.order_by("pk").select_for_update(no_key=True).values_list("pk"))
        more = Case(
            *(When(pk=user_id, then=Value(count)) for user_id, count in some),
            output_field=PositiveIntegerField(),
        )
        people.update(unread_count=F("unread_count") + more)


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
