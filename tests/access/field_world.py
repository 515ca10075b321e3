"""Field work of the study: an interviewer, a response of theirs, a file with it."""

from sinergi.evaluation.models import ResponseFile, Study
from sinergi.evaluation.services.intake import Submission, take_submission
from sinergi.evaluation.services.interviewers import add_interviewers
from sinergi.evaluation.tests.xforms import make_instrument

#: Routes that take the study's address alone.
ROUTES = ("progress", "interviewer_list", "late_switch", "response_list")


def field_arguments(study: Study) -> dict[str, tuple[object, ...]]:
    """What the addresses of field work are filled with."""
    instrument = make_instrument(study)
    (card,) = add_interviewers(by=None, study=study, names=["Uji"])
    submission = Submission(instrument.pk, "uuid:uji", "", "<data/>", "0" * 64)
    take_submission(by=card.interviewer.username, submission=submission)
    response = instrument.responses.get()
    file = ResponseFile.objects.create(
        response=response, name="foto.jpg", file="field/tidak-ada", size_bytes=1
    )
    person, answer = (study.slug, card.interviewer.pk), (study.slug, response.pk)
    return {
        **{f"evaluation:{name}": (study.slug,) for name in ROUTES},
        "evaluation:interviewer_revoke": person,
        "evaluation:interviewer_renew": person,
        "evaluation:response_download": (study.slug, "csv"),
        "evaluation:response_show": answer,
        "evaluation:response_exclude": answer,
        "evaluation:response_include": answer,
        "evaluation:response_file": (*answer, file.pk + 1),
    }
