"""A study with a questionnaire in the field, and what its addresses are filled with."""

from django.core.files.uploadedfile import SimpleUploadedFile

from sinergi.accounts.models import User
from sinergi.evaluation.enums import StudyState
from sinergi.evaluation.models import Study
from sinergi.evaluation.services.collecting import begin_copy, keep_answers, send_copy
from sinergi.evaluation.services.importing import try_file
from sinergi.evaluation.tests.factories import make_study
from sinergi.evaluation.tests.forms import asked, make_instrument


def instrument_arguments(evaluator: User) -> dict[str, tuple[object, ...]]:
    """The arguments of the routes of questionnaires; the study is not published."""
    study = make_study(state=StudyState.FIELDING)
    instrument = make_instrument(study, asked("text", "q", required="yes"))
    sent = try_file(
        by=evaluator,
        instrument=instrument,
        file=SimpleUploadedFile("uji.csv", b"q\nJawaban\n"),
    )
    begun, done = (begin_copy(instrument=instrument) for _copy in range(2))
    done = keep_answers(copy=done, answers={"q": "Jawaban"})
    send_copy(copy=done)
    own = (study.slug, instrument.pk)
    return {
        **_of_study(study),
        **{
            f"evaluation:{name}": own
            for name in (
                *("instrument_show", "instrument_print", "instrument_download"),
                *(
                    "instrument_move",
                    "instrument_files",
                    "link_list",
                    "link_download",
                    "link_print",
                ),
                "import_new",
            )
        },
        "evaluation:import_show": (*own, sent.pk),
        "evaluation:import_store": (*own, sent.pk),
        "evaluation:fill_start": (instrument.web_token,),
        "evaluation:fill_page": (begun.token, 1),
        "evaluation:fill_done": (done.token,),
    }


def _of_study(study: Study) -> dict[str, tuple[object, ...]]:
    return {
        "evaluation:instrument_list": (study.slug,),
        "evaluation:instrument_new": (study.slug,),
        "evaluation:instrument_template": (study.slug, "users"),
        "evaluation:template_download": (study.slug, "users"),
    }
