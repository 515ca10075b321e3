"""Messages in the application."""

import datetime as dt

import pytest
from django.test import Client
from django.utils import timezone
from django.utils.translation import override
from pytest_django import DjangoAssertNumQueries

from sinergi.accounts.models import User
from sinergi.accounts.tests.factories import make_user
from sinergi.notices.enums import MessageKind
from sinergi.notices.models import Message
from sinergi.notices.queries import messages_of
from sinergi.notices.services import News, mark_read, tell, tell_each

pytestmark = pytest.mark.django_db
VALUES = {"title": "Kelas keripik", "reason": "Foto belum ada"}


def test_message_is_read_in_the_readers_language() -> None:
    user = make_user()
    tell(user_ids=[user.pk, user.pk], kind=MessageKind.REPORT_RETURNED, values=VALUES)
    message = messages_of(user).get()
    assert message.text == "“Kelas keripik” perlu diperbaiki: Foto belum ada"
    with override("en"):
        assert message.text == "“Kelas keripik” was returned: Foto belum ada"


def test_message_without_its_values_is_refused() -> None:
    with pytest.raises(KeyError):
        tell(user_ids=[make_user().pk], kind=MessageKind.REPORT_RETURNED, values={})


def test_several_messages_are_left_in_as_many_queries_as_one(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    user, other = make_user(), make_user()
    kind = MessageKind.REPORT_VERIFIED
    both = frozenset({user.pk, other.pk})
    news = [
        News(both, kind, {"title": "Satu"}),
        News(frozenset({user.pk}), kind, {"title": "Dua"}),
    ]
    for some in (news[:1], news):
        with django_assert_num_queries(5):  # a savepoint's two among them
            tell_each(some)
    counts = User.objects.order_by("pk").values_list("unread_count", flat=True)
    assert list(counts) == [3, 2]
    assert [str(message.values["title"]) for message in messages_of(other)] == [
        "Satu",
        "Satu",
    ]


def test_page_shows_ones_own_messages_and_counts_the_new(client: Client) -> None:
    user, other = make_user(), make_user()
    tell(
        user_ids=[user.pk], kind=MessageKind.REPORT_RETURNED, values=VALUES, link="/x/"
    )
    tell(
        user_ids=[other.pk],
        kind=MessageKind.REPORT_VERIFIED,
        values={"title": "Rahasia lain"},
    )
    client.force_login(user)
    page = client.get("/pesan/").content.decode()
    assert "1 pesan baru" in page
    assert '<a href="/x/">“Kelas keripik” perlu diperbaiki: Foto belum ada</a>' in page
    assert "Rahasia lain" not in page
    client.post("/pesan/")
    counts = User.objects.order_by("pk").values_list("unread_count", flat=True)
    assert list(counts) == [0, 1]
    assert "1 pesan baru" not in client.get("/pesan/").content.decode()


def test_page_goes_on_by_key(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    user = make_user()
    now = timezone.now()
    Message.objects.bulk_create(
        Message(
            user=user,
            kind=MessageKind.REPORT_VERIFIED,
            values={"title": f"Kegiatan {number:02}"},
            created_at=now - dt.timedelta(minutes=number),
        )
        for number in range(35)
    )
    client.force_login(user)
    with django_assert_num_queries(4):
        first = client.get("/pesan/")
    assert [m.values["title"] for m in first.context["items"]][-1] == "Kegiatan 29"
    second = client.get("/pesan/", {"cursor": first.context["next"]})
    assert [m.values["title"] for m in second.context["items"]] == [
        f"Kegiatan {number}" for number in range(30, 35)
    ]
    assert second.context["next"] is None


def test_page_needs_a_login(client: Client) -> None:
    response = client.get("/pesan/")
    assert response.headers["Location"] == "/akun/masuk/?next=/pesan/"


def test_mark_read_keeps_the_first_time() -> None:
    user = make_user()
    tell(user_ids=[user.pk], kind=MessageKind.JOB_DONE, values={"title": "Impor"})
    assert (mark_read(by=user), mark_read(by=user)) == (1, 0)
