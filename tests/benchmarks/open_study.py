"""A study in the field with a form of many questions: `open_study.py QUESTIONS`.

Prints the address for phones, a card, and what one filled-in form looks like.
"""

import json
import sys

import django


def main() -> None:
    """Make the study through the services, one interviewer with it."""
    django.setup()
    from sinergi.evaluation.services.interviewers import add_interviewers
    from sinergi.evaluation.tests.factories import make_study
    from sinergi.evaluation.tests.xforms import filled, make_instrument, xform_of

    questions = int(sys.argv[1])
    items = [f"q{number}" for number in range(1, questions + 1)]
    study = make_study(slug="studi-beban", state="fielding")
    make_instrument(study, xform=xform_of(questions), variables={"beban": items})
    (card,) = add_interviewers(by=None, study=study, names=["Pencacah Beban"])
    values: dict[str, object] = dict.fromkeys(items, 4)
    values |= {"sample_code": "B-001", "start": "2022-12-31T08:00:00.000+07:00"}
    values |= {"end": "2022-12-31T08:20:00.000+07:00"}
    print(
        json.dumps(
            {
                "path": f"/odk/{study.field_access.key}",
                "username": card.interviewer.username,
                "password": card.password,
                "token": card.token,
                "xml": filled(instance_id="uuid:CONTOH", values=values).decode(),
            }
        )
    )


if __name__ == "__main__":
    main()
