"""Kinds of messages with their words; values are filled in when a person reads."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class MessageKind(models.TextChoices):
    """What a message tells. The label is its text with named placeholders."""

    REPORT_WAITING = (
        "report_waiting",
        _("“%(title)s” of %(library)s waits for your verification."),
    )
    REPORT_RETURNED = "report_returned", _("“%(title)s” was returned: %(reason)s")
    REPORT_VERIFIED = "report_verified", _("“%(title)s” is verified and counted.")
    REPORT_REOPENED = (
        "report_reopened",
        _("“%(title)s” was opened again: %(reason)s"),
    )
    STATISTICS_RETURNED = (
        "statistics_returned",
        _("The statistics of %(month)s were returned: %(reason)s"),
    )
    STATISTICS_VERIFIED = (
        "statistics_verified",
        _("The statistics of %(month)s are verified and counted."),
    )
    PERIOD_UNLOCKED = (
        "period_unlocked",
        _("%(month)s is open for changes again: %(reason)s"),
    )
    ROLE_GIVEN = "role_given", _("You have a new role: %(role)s, %(place)s.")
    ROLE_ENDED = "role_ended", _("Your role has ended: %(role)s, %(place)s.")
    JOB_DONE = "job_done", _("“%(title)s” is done.")
    JOB_FAILED = "job_failed", _("“%(title)s” stopped. Open it to resume.")
    MEETING_INVITED = (
        "meeting_invited",
        _("%(library)s is invited to %(meeting)s. Reply and name your people."),
    )
    PROPOSAL_ACCEPTED = (
        "proposal_accepted",
        _("Your sharing class “%(title)s” is accepted for %(meeting)s."),
    )
    PROPOSAL_DECLINED = (
        "proposal_declined",
        _("Your sharing class “%(title)s” is not taken this time: %(reason)s"),
    )
