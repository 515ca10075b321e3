"""What the notices do when the apps below have news."""

from typing import Any

from sinergi.accounts.models import Invitation
from sinergi.accounts.signals import link_issued
from sinergi.notices.letters import link_letter
from sinergi.notices.services import queue_mail
from sinergi.notices.signals import mail_waiting
from sinergi.notices.tasks import wake_worker


def mail_link(invitation: Invitation, code: str, **_news: Any) -> None:
    """Send an invitation or reset to its person."""
    letter = link_letter(invitation, code)
    queue_mail(
        key=f"link-{invitation.pk}",
        recipient=invitation.user.email,
        subject=letter.subject,
        body=letter.body,
    )


def connect() -> None:
    """Listen, once per process."""
    link_issued.connect(mail_link)
    mail_waiting.connect(wake_worker)
