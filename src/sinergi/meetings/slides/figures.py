"""Headline figures and the trend, in words."""

from collections.abc import Sequence
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sinergi.core import formatting
from sinergi.indicators import charts
from sinergi.meetings.slides.shapes import Deck, Light, MonthRow, Tile
from sinergi.meetings.slides.words import Numbers, cell, day_in, period_words


def headline_of(numbers: Numbers, light: Light) -> str:
    """What the numbers say in one sentence, where the partner wrote none."""
    sums, lights = numbers["figures"], numbers["lights"]
    if sums["attendances"] is None:
        return _("What was verified in %(period)s") % {"period": period_words(numbers)}
    words = {
        "attendances": formatting.number(sums["attendances"]),
        "period": period_words(numbers),
        "light": light.word,
        "score": light.score_text,
    }
    if lights is not None:
        words["green"] = formatting.number(lights["green"])
        words["total"] = formatting.number(sum(lights.values()))
        return (
            _("%(attendances)s attendances, and %(green)s of %(total)s libraries green")
            % words
        )
    if light.score is None:
        return _("%(attendances)s attendances in %(period)s") % words
    return _("%(attendances)s attendances, and a score of %(score)s") % words


def tiles_of(numbers: Numbers, light: Light) -> list[Tile]:
    """Four figures."""
    sums, lights = numbers["figures"], numbers["lights"]
    women = ""
    if sums["female"] is not None or "female" in sums.get("hidden", ()):
        women = _("of them women: %(count)s") % {"count": cell(sums, "female")}
    tiles = [
        Tile(_("Attendances"), cell(sums, "attendances"), women),
        Tile(_("Activities"), cell(sums, "activities"), _("verified")),
    ]
    if lights is not None:
        total = sum(lights.values())
        return [
            *tiles,
            Tile(
                _("Partner libraries"),
                formatting.number(sums["partners"]),
                _("at the end of the period"),
            ),
            Tile(
                _("Green libraries"),
                formatting.number(lights["green"]),
                _("of %(total)s") % {"total": formatting.number(total)},
            ),
        ]
    return [
        *tiles,
        Tile(
            _("Months reported"),
            formatting.number(sums["months_reported"]),
            _("of %(total)s") % {"total": len(numbers["trend"])},
        ),
        Tile(_("Score"), light.score_text, light.word),
    ]


def findings_of(numbers: Numbers) -> list[str]:
    """What the numbers say by themselves, in sentences."""
    found = []
    peak = peak_of(numbers)
    if peak is not None:
        found.append(
            _("Attendances were highest in %(month)s: %(count)s.")
            % {
                "month": formatting.month(day_in(peak["month"])),
                "count": formatting.number(peak["attendances"]),
            }
        )
    sums = numbers["figures"]
    if sums["attendances"] and sums["female"] is not None:
        share = Decimal(sums["female"]) / sums["attendances"]
        found.append(
            _("%(share)s of all attendances are women’s.")
            % {"share": formatting.percent(share)}
        )
    if numbers["lights"] is None:
        found += _score_move(numbers["trend"])
    else:
        silent = numbers["lights"]["no_data"] + numbers["lights"]["no_account"]
        found.append(
            ngettext(
                "%(count)s library has no verified report or no account yet.",
                "%(count)s libraries have no verified report or no account yet.",
                silent,
            )
            % {"count": formatting.number(silent)}
        )
    return found


def _score_move(trend: Sequence[Numbers]) -> list[str]:
    known = [point for point in trend if point["score"] is not None]
    if len(known) < 2:
        return []
    first, last = known[0], known[-1]
    return [
        _(
            "The score of a month went from %(first)s in %(since)s to %(last)s in "
            "%(until)s."
        )
        % {
            "first": formatting.score(first["score"]),
            "since": formatting.month_name(day_in(first["month"]).month),
            "last": formatting.score(last["score"]),
            "until": formatting.month_name(day_in(last["month"]).month),
        }
    ]


def peak_of(numbers: Numbers) -> Numbers | None:
    """The month with most attendances, among at least two."""
    known = [point for point in numbers["trend"] if point["attendances"] is not None]
    if len(known) < 2:
        return None
    best: Numbers = max(known, key=lambda point: int(point["attendances"]))
    return best


def trend_title(numbers: Numbers) -> str:
    """When most people came, as a heading."""
    peak = peak_of(numbers)
    if peak is None:
        return _("Attendances by month")
    return _("Attendances peaked in %(month)s") % {
        "month": formatting.month_name(day_in(peak["month"]).month)
    }


def month_row(point: Numbers) -> MonthRow:
    """A month as the table beside the chart shows it; a dash where nothing is known."""
    day = day_in(point["month"])
    return MonthRow(
        month=f"{formatting.short_month_name(day.month)} {day.year}",
        attendances=_or_dash(point, "attendances"),
        activities=_or_dash(point, "activities"),
        score="–" if point["score"] is None else formatting.score(point["score"]),
    )


def _or_dash(point: Numbers, key: str) -> str:
    is_unknown = point[key] is None and key not in point.get("hidden", ())
    return "–" if is_unknown else cell(point, key)


def chart_words(months: Sequence[MonthRow]) -> str:
    """The chart in words."""
    values = [f"{row.month} {row.attendances}" for row in months]
    return _("Attendances by month: %(values)s") % {
        "values": formatting.join_list(values)
    }


def chart_spec(deck: Deck, numbers: Numbers, width: int) -> charts.Spec:
    """The trend as a chart."""
    days = [day_in(point["month"]) for point in numbers["trend"]]
    return charts.trend(
        [formatting.short_month_name(day.month) for day in days],
        charts.Series(str(days[-1].year), deck.trend),
        words=lambda value: formatting.short(Decimal(f"{value:g}")),
        exact=lambda value: formatting.number(Decimal(str(value))),
        width=width,
    )
