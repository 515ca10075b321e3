"""A person's own messages."""

from django.db.models import QuerySet

from sinergi.accounts.models import User
from sinergi.notices.models import Message


def messages_of(user: User) -> QuerySet[Message]:
    """The messages of a person, the newest first."""
    return Message.objects.filter(user=user).order_by("-created_at", "-pk")
