"""The light of a partner and what it rests on, in words."""

from collections.abc import Sequence
from decimal import Decimal

from django.utils.translation import gettext as _

from sinergi.core import formatting
from sinergi.core.templatetags.sinergi import light_word
from sinergi.meetings.slides.shapes import Light, ScoreLine
from sinergi.meetings.slides.words import Numbers, said_in

#: Next steps that a slide shows.
STEPS = 3


def light_of(numbers: Numbers) -> Light:
    """The own library's light."""
    told = numbers["score"]
    scheme = told["scheme"]
    return Light(
        colour=told["colour"],
        word=light_word(told["colour"]),
        score=told["score"],
        score_text=formatting.score(told["score"]),
        yellow_from=scheme["yellow_from"] if scheme else 5_000,
        green_from=scheme["green_from"] if scheme else 7_500,
        way=_way(told),
        scheme=_scheme(scheme),
        lines=[_score_line(line) for line in told["lines"]],
    )


def _scheme(scheme: Numbers | None) -> str:
    if scheme is None:
        return _("No scheme is published for this kind of library.")
    said = f"{said_in(scheme['name'])}, " + _("version %(version)s") % {
        "version": scheme["version"]
    }
    return f"{said} · {_('a proposal')}" if scheme["is_proposal"] else said


def _way(told: Numbers) -> str:
    if told["score"] is None:
        return _("Silence is not red: this library has nothing verified here yet.")
    if told["to_next_band"] is None:
        return _("This is the highest colour.")
    points = formatting.score(told["to_next_band"])
    if told["next_colour"] == "green":
        return _("%(points)s points short of green.") % {"points": points}
    return _("%(points)s points short of yellow.") % {"points": points}


def _score_line(line: Numbers) -> ScoreLine:
    return ScoreLine(
        indicator=said_in(line["indicator"]),
        colour=line["colour"],
        reached=_reached(line),
        points=formatting.score(line["points"]),
        weight=line["weight"],
        ratio=min(line["ratio_pct"], 100) / 100,
    )


def _reached(line: Numbers) -> str:
    if line.get("hidden"):
        return _("hidden for privacy")
    if line["actual"] is None:
        return formatting.no_data()
    sign = "%" if line["unit"] == "percent" else ""
    actual, target = Decimal(line["actual"]), Decimal(line["target"])
    return _("%(actual)s of %(target)s") % {
        "actual": formatting.number(actual, 1 if sign else None) + sign,
        "target": formatting.number(target) + sign,
    }


def lights_title(numbers: Numbers, light: Light) -> str:
    """The lights as a heading."""
    lights = numbers["lights"]
    if lights is not None:
        return _("%(green)s of %(total)s libraries are green") % {
            "green": formatting.number(lights["green"]),
            "total": formatting.number(sum(lights.values())),
        }
    if light.score is None:
        return light.word
    return _("%(light)s: %(score)s of 100 points") % {
        "light": light.word,
        "score": light.score_text,
    }


def steps_of(lines: Sequence[Numbers]) -> list[str]:
    """What would raise the score most."""
    gains = sorted(lines, key=lambda line: -int(line["gain"]))
    return [
        f"{said_in(line['indicator'])}: {said_in(line['advice'])} "
        f"(+{formatting.score(line['gain'])})"
        for line in gains[:STEPS]
        if line["gain"] > 0
    ]
