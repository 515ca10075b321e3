"""Studies and questionnaires for tests."""

import datetime as dt
from itertools import count

from sinergi.evaluation.models import Study

_numbers = count(1)


def make_study(**fields: object) -> Study:
    """A study of 2022 on 1-5 in five classes."""
    number = next(_numbers)
    given: dict[str, object] = {
        "slug": f"studi-{number}",
        "title": f"Studi {number}",
        "from_year": 2020,
        "to_year": 2021,
        "population_on": dt.date(2021, 12, 31),
        "class_labels": ["sangat kurang", "kurang", "cukup", "baik", "sangat baik"],
    }
    return Study.objects.create(**(given | fields))
