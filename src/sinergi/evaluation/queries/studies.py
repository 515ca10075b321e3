"""Studies that a person sees or may change."""

from typing import TYPE_CHECKING

from django.db.models import QuerySet

from sinergi.evaluation.models import Study

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from sinergi.accounts.models import User


def studies_for(user: "User | AnonymousUser") -> QuerySet[Study]:
    """The studies that the person may see, newest first."""
    return Study.objects.visible_to(user).select_related("region")


def study_for(user: "User | AnonymousUser", slug: str) -> Study | None:
    """One study that the person may see."""
    return studies_for(user).filter(slug=slug).first()


def may_edit(user: "User | AnonymousUser", study: Study) -> bool:
    """Whether the person evaluates in the area of the study."""
    return Study.objects.editable_by(user).filter(pk=study.pk).exists()


def study_by_slug(slug: str) -> Study | None:
    """A study, whoever may see it: for whoever runs commands on the machine."""
    return Study.objects.filter(slug=slug).first()
