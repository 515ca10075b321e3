"""The outbox against a real SMTP server on loopback."""

import datetime as dt
import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings

from sinergi.accounts import services as accounts
from sinergi.accounts.tasks import send_reset
from sinergi.accounts.tests.factories import make_user
from sinergi.notices.models import OutgoingMail
from sinergi.notices.services import give_up_mail, queue_mail, send_due_mail
from sinergi.notices.tasks import deliver_mail
from sinergi.notices.tests.smtp import Postbox, smtp_server

pytestmark = pytest.mark.django_db


@pytest.fixture
def box(settings: Settings) -> Iterator[Postbox]:
    with smtp_server() as box:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", box.port
        settings.EMAIL_TIMEOUT = 5
        yield box


def queue(key: str = "letter-1") -> OutgoingMail:
    return queue_mail(
        key=key, recipient="petugas@contoh.id", subject="Halo\nsemua", body="Isi surat."
    )


def due_again() -> None:
    past = timezone.now() - dt.timedelta(seconds=1)
    OutgoingMail.objects.update(next_try_at=past)


def test_mail_leaves_once_and_its_text_is_forgotten(box: Postbox) -> None:
    queue()
    queue()
    assert (send_due_mail(), send_due_mail(), len(box.letters)) == (1, 0, 1)
    assert "Subject: Halo semua" in box.letters[0]
    assert "Isi surat." in box.letters[0]
    mail = OutgoingMail.objects.get()
    assert (mail.body, mail.tries, mail.last_error) == ("", 1, "")
    assert mail.sent_at is not None


def test_mail_waits_longer_after_each_refusal(box: Postbox) -> None:
    box.recipient_answer = "451 try again later"
    queue()
    waits = []
    for _time in range(3):
        due_again()
        before = timezone.now()
        assert send_due_mail() == 0
        waits.append(round((OutgoingMail.objects.get().next_try_at - before) / MINUTE))
    assert waits == [1, 2, 4]
    assert OutgoingMail.objects.get().last_error == "SMTPRecipientsRefused [451]"
    box.recipient_answer = "250 ok"
    due_again()
    assert (send_due_mail(), len(box.letters)) == (1, 1)


MINUTE = dt.timedelta(minutes=1)


def test_mail_is_given_up_where_the_address_is_wrong(box: Postbox) -> None:
    box.recipient_answer = "550 no such user"
    queue()
    send_due_mail()
    due_again()
    mail = OutgoingMail.objects.get()
    assert (send_due_mail(), mail.tries, mail.body) == (0, 1, "")
    assert mail.given_up_at is not None


def test_mail_is_given_up_after_eight_tries(box: Postbox) -> None:
    box.recipient_answer = "451 try again later"
    queue()
    for _time in range(10):
        due_again()
        send_due_mail()
    mail = OutgoingMail.objects.get()
    assert (mail.tries, mail.given_up_at is not None) == (8, True)


def test_mail_waits_for_a_server_that_does_not_answer(settings: Settings) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    queue("letter-1")
    queue("letter-2")
    for _time in range(10):
        due_again()
        assert send_due_mail() == 0
    for mail in OutgoingMail.objects.all():
        assert (mail.tries, mail.given_up_at) == (0, None)
        assert mail.next_try_at > timezone.now()
        assert mail.last_error == "ConnectionRefusedError 111"


def test_mail_with_an_unknown_outcome_is_not_sent_again(box: Postbox) -> None:
    box.is_silent_after_data = True
    queue()
    assert send_due_mail() == 0
    due_again()
    box.is_silent_after_data = False
    assert (send_due_mail(), len(box.letters)) == (0, 1)
    assert OutgoingMail.objects.get().last_error[:15] == "outcome unknown"


def test_refused_text_is_tried_again(box: Postbox) -> None:
    box.data_answer = "452 no room"
    queue()
    assert send_due_mail() == 0
    box.data_answer = "250 kept"
    due_again()
    assert (send_due_mail(), len(box.letters)) == (1, 1)


@pytest.mark.django_db(transaction=True)
def test_two_processes_send_each_mail_once(box: Postbox) -> None:
    for number in range(12):
        queue(f"letter-{number}")

    def work(_number: int) -> int:
        try:
            return send_due_mail()
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        sent = sum(pool.map(work, range(4)))
    assert (sent, len(box.letters)) == (12, 12)


def test_one_look_into_the_outbox_is_planned_for_many_mails(
    box: Postbox, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        for number in range(105):
            queue(f"letter-{number}")
    assert DBTaskResult.objects.count() == 1
    assert (deliver_mail.func(), len(box.letters)) == (100, 100)
    DBTaskResult.objects.all().delete()
    assert (deliver_mail.func(), len(box.letters)) == (5, 105)
    assert DBTaskResult.objects.count() == 0


def test_mail_that_is_given_up_never_leaves(box: Postbox) -> None:
    queue()
    assert give_up_mail(reason="demonstration") == 1
    due_again()
    assert (send_due_mail(), box.letters) == (0, [])
    assert OutgoingMail.objects.get().last_error == "demonstration"


def test_invitation_goes_out_with_its_link(
    box: Postbox,
    settings: Settings,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    settings.PUBLIC_URL = "https://sinergi.contoh.id"
    user = make_user("petugas", email="petugas@contoh.id", password=None)
    with django_capture_on_commit_callbacks(execute=True):
        accounts.invite(by=None, user=user)
    assert DBTaskResult.objects.count() == 1
    send_due_mail()
    assert "Subject: Akun Anda di Sinergi" in box.letters[0]
    assert "https://sinergi.contoh.id/akun/tautan/" in box.letters[0]


def test_reset_goes_from_the_page_over_the_worker_to_the_postbox(
    box: Postbox,
    client: Client,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    user = make_user("petugas", email="petugas@contoh.id")
    with django_capture_on_commit_callbacks(execute=True):
        client.post("/akun/lupa/", {"name": "PETUGAS@contoh.id"})
    wanted = DBTaskResult.objects.get(task_path="sinergi.accounts.tasks.send_reset")
    with django_capture_on_commit_callbacks(execute=True):
        send_reset.call(*wanted.args_kwargs["args"])
    assert (send_due_mail(), len(box.letters)) == (1, 1)
    (link,) = re.findall(r"/akun/tautan/[\w-]+/", box.letters[0])
    chosen = {"password": "pohon-mangga-tua", "again": "pohon-mangga-tua"}
    assert client.post(link, chosen).headers["Location"] == "/"
    assert client.session["_auth_user_id"] == str(user.pk)
