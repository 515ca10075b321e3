"""What the evaluation app refuses."""

from sinergi.core.errors import Conflict, DomainError, NotAllowed


class OutOfScope(NotAllowed):
    """The study is beyond what the acting person may change."""

    kind = "out_of_scope"


class UnfitStudy(DomainError):
    """Something in a study cannot be."""

    kind = "unfit_study"


class UnfitInstrument(DomainError):
    """A questionnaire that cannot be read, or not be asked."""

    kind = "unfit_instrument"


class FrozenInstrument(DomainError):
    """A version that has been in the field is not changed any more."""

    kind = "frozen_instrument"


class UnfitResponse(DomainError):
    """A response that cannot be taken in."""

    kind = "unfit_response"


class WrongStudyState(Conflict):
    """The study has not come so far yet, or is already beyond."""

    kind = "wrong_study_state"


class FormNotTaken(NotAllowed):
    """The study or the version of a questionnaire takes no answers (any more)."""

    kind = "form_not_taken"


class UnknownForm(DomainError):
    """The study has no such questionnaire in the field."""

    kind = "unknown_form"
    status = 404


class SubmissionConflict(Conflict):
    """Something else was sent under the same identity before."""

    kind = "submission_conflict"
