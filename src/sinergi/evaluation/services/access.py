"""What every act on a study asks before it writes."""

from django.utils.translation import gettext as _

from sinergi.accounts.models import User
from sinergi.evaluation.errors import OutOfScope, WrongStudyState
from sinergi.evaluation.models import Study
from sinergi.network.queries.scope import can
from sinergi.network.rules import EVALUATE


def require_evaluate(by: User | None, region: str) -> None:
    """Refuse whoever does not evaluate in an area; '' is the nation.

    Raises:
        OutOfScope: The area is not theirs.
    """
    if by is not None and not can(by, EVALUATE, region=region):
        raise OutOfScope(_("You do not evaluate in this area."))


def require_editable(by: User | None, study: Study) -> None:
    """Refuse whoever may not change the study; without a person it is the system.

    Raises:
        OutOfScope: The study is not theirs.
    """
    if by is None or Study.objects.editable_by(by).filter(pk=study.pk).exists():
        return
    raise OutOfScope(_("This study is not yours to change."))


def locked(study: Study, *states: str) -> Study:
    """The study as stored now, locked until the act ends.

    Raises:
        WrongStudyState: It is in none of the states; '' asks for none.
    """
    row = Study.objects.select_for_update().get(pk=study.pk)
    if states and row.state not in states:
        raise WrongStudyState(
            _("This study is %(state)s: that cannot be done now.")
            % {"state": f"“{row.get_state_display()}”"},
            data={"study": row.pk, "state": row.state},
        )
    return row
