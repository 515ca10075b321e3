"""The outbox: each mail leaves once, later tries wait longer."""

import datetime as dt
import logging
import smtplib

from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone

from sinergi.notices.models import OutgoingMail
from sinergi.notices.rules import MOST_TRIES, wait_after
from sinergi.notices.signals import mail_waiting

logger = logging.getLogger(__name__)


def queue_mail(*, key: str, recipient: str, subject: str, body: str) -> OutgoingMail:
    """Put a mail into the outbox; the same key a second time changes nothing."""
    mail = OutgoingMail(
        key=key,
        recipient=recipient,
        subject=" ".join(subject.split())[:200],
        body=body,
    )
    try:
        with transaction.atomic():
            mail.save(force_insert=True)
    except IntegrityError:
        return OutgoingMail.objects.get(key=key)
    transaction.on_commit(lambda: _announce(mail.next_try_at))
    return mail


def send_due_mail(*, limit: int = 100) -> int:
    """Send what is due, oldest first; returns how many left.

    Several processes may do this at once: each mail is claimed by one of them.
    """
    due = list(
        _due().order_by("next_try_at", "pk").values_list("pk", flat=True)[:limit]
    )
    if not due:
        return 0
    connection = get_connection()
    try:
        connection.open()
    except (OSError, smtplib.SMTPException) as error:
        _wait_for_server(error)
        return 0
    try:
        return sum(_send(pk, connection) for pk in due)
    finally:
        connection.close()


def has_due_mail() -> bool:
    """Whether a mail could leave now."""
    return _due().exists()


def give_up_mail(*, reason: str) -> int:
    """Give up all that waits, as a demonstration does whose people are invented.

    Returns:
        How many mails will not leave.
    """
    waiting = OutgoingMail.objects.filter(sent_at=None, given_up_at=None)
    return waiting.update(given_up_at=timezone.now(), body="", last_error=reason[:200])


def _due() -> QuerySet[OutgoingMail]:
    return OutgoingMail.objects.filter(
        sent_at=None,
        given_up_at=None,
        claimed_at=None,
        next_try_at__lte=timezone.now(),
    )


def _wait_for_server(error: Exception) -> None:
    """Nobody answers: all that is due waits, and no try is counted."""
    later = timezone.now() + wait_after(1)
    waiting = _due().update(next_try_at=later, last_error=_describe(error))
    logger.warning("%s mails wait for the server: %s", waiting, _describe(error))
    _announce(later)


def _send(pk: int, connection: BaseEmailBackend) -> bool:
    """Claim one mail and send it; False where another was faster or it failed."""
    if not _due().filter(pk=pk).update(claimed_at=timezone.now()):
        return False
    mail = OutgoingMail.objects.get(pk=pk)
    message = EmailMessage(
        subject=mail.subject,
        body=mail.body,
        to=[mail.recipient],
        connection=connection,
        headers={"Message-ID": _message_id(mail), "Auto-Submitted": "auto-generated"},
    )
    try:
        connection.open()
    except (OSError, smtplib.SMTPException) as error:
        _retry_later(mail, error)
        return False
    try:
        message.send()
    except (smtplib.SMTPResponseException, smtplib.SMTPRecipientsRefused) as error:
        _retry_later(mail, error)
        return False
    except (OSError, smtplib.SMTPException) as error:
        _leave_claimed(mail, error)
        return False
    OutgoingMail.objects.filter(pk=pk).update(
        sent_at=timezone.now(), tries=mail.tries + 1, body="", last_error=""
    )
    return True


def _retry_later(mail: OutgoingMail, error: Exception) -> None:
    """The server surely did not take it: wait, or give up."""
    mail.tries += 1
    mail.last_error = _describe(error)
    mail.claimed_at = None
    if mail.tries >= MOST_TRIES or _is_final(error):
        mail.given_up_at = timezone.now()
        mail.body = ""
    else:
        mail.next_try_at = timezone.now() + wait_after(mail.tries)
    mail.save(
        update_fields=[
            *["tries", "last_error", "claimed_at"],
            *["given_up_at", "body", "next_try_at"],
        ]
    )
    logger.warning("mail %s not sent: %s", mail.pk, mail.last_error)
    if mail.given_up_at is None:
        _announce(mail.next_try_at)


def _leave_claimed(mail: OutgoingMail, error: Exception) -> None:
    """The server may have taken it: never send it twice."""
    mail.tries += 1
    mail.last_error = f"outcome unknown: {_describe(error)}"[:200]
    mail.body = ""
    mail.save(update_fields=["tries", "last_error", "body"])
    logger.warning("mail %s: %s", mail.pk, mail.last_error)


def _is_final(error: Exception) -> bool:
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return all(code >= 500 for code, _text in error.recipients.values())
    code = getattr(error, "smtp_code", 0)
    # 535 and its like are about our own credentials, which the operator can mend.
    return code >= 500 and not isinstance(error, smtplib.SMTPAuthenticationError)


def _describe(error: Exception) -> str:
    """The kind and code of an error, without addresses."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        codes = sorted({code for code, _text in error.recipients.values()})
        return f"{type(error).__name__} {codes}"
    code = getattr(error, "smtp_code", None) or getattr(error, "errno", None)
    return f"{type(error).__name__} {code or ''}".strip()


def _message_id(mail: OutgoingMail) -> str:
    stamp = int(mail.created_at.timestamp())
    return f"<sinergi-{mail.pk}-{stamp}@{mail.recipient.rpartition('@')[2]}>"


def _announce(at: dt.datetime) -> None:
    mail_waiting.send(sender=OutgoingMail, at=at)
