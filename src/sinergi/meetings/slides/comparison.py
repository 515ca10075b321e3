"""How a partner stands among peers of like circumstances, in words."""

from decimal import Decimal

from django.utils.translation import gettext as _

from sinergi.core import formatting
from sinergi.meetings.peers import Likeness
from sinergi.meetings.slides.shapes import PeerRow
from sinergi.meetings.slides.words import Numbers
from sinergi.network.enums import LibraryKind, Origin

FULL = 10_000


def peers_title(peers: Numbers) -> str:
    """Where the partner stands, as a heading."""
    main = next(iter(peers["standings"].values()), None)
    if main is None:
        return _("Too few of like circumstances to compare with")
    if main["own"] is None:
        return _("Where peers of like circumstances stand")
    if main["own"] > main["median"]:
        return _("Above the median of peers of like circumstances")
    if main["own"] < main["median"]:
        return _("Below the median of peers of like circumstances")
    return _("At the median of peers of like circumstances")


def peers_rule(numbers: Numbers) -> str:
    """What peers have in common, in one sentence."""
    peers, kind = numbers["peers"], numbers["scope"]["kind"]
    own = peers["own"]
    words = {
        "kind": str(LibraryKind(kind).label).lower(),
        "origin": Origin(own["origin"]).label if own["origin"] else "–",
        "year": own["intake_year"] or "–",
        "people": formatting.short(own["population"]),
    }
    sentences = {
        Likeness.CLOSEST: _(
            "Peers: %(kind)s, %(origin)s since %(year)s, with half to double the "
            "population (%(people)s)"
        ),
        Likeness.POPULATION: _(
            "Peers: %(kind)s, with half to double the population (%(people)s)"
        ),
        Likeness.INTAKE: _("Peers: %(kind)s, %(origin)s since %(year)s"),
        Likeness.TOO_FEW: _(
            "Fewer than five of like circumstances have verified figures. We do not "
            "compare with others."
        ),
    }
    return sentences[Likeness(peers["likeness"])] % words


def peers_field(peers: Numbers) -> str:
    """How many peers there are, and how many could be compared."""
    return _("%(alike)s are of like circumstances, %(known)s of them have figures") % {
        "alike": formatting.number(peers["alike"]),
        "known": formatting.number(peers["known"]),
    }


def peer_rows(standings: Numbers) -> list[PeerRow]:
    """A row for each value that is compared."""
    return [_peer_row(measure, one) for measure, one in standings.items()]


def _peer_row(measure: str, one: Numbers) -> PeerRow:
    names = {
        "score": _("Score"),
        "attendances": _("Attendances in the period"),
        "mean_score": _("Mean score of the libraries"),
        "green_share": _("Share of green libraries"),
    }
    known = [one[name] or 0 for name in ("own", "low", "median", "high")]
    scale = FULL if measure != "attendances" else max(*known, 1) * 1.15
    hidden = one.get("hidden", ())

    def said(name: str) -> str:
        if name in hidden:
            return _("hidden for privacy")
        return _value(measure, one[name])

    def at(name: str) -> float:
        return round(100 * (one[name] or 0) / scale, 2)

    rank = ""
    if one["rank"] is not None:
        rank = _("rank %(rank)s of %(field)s") % {
            "rank": formatting.number(one["rank"]),
            "field": formatting.number(one["field"]),
        }
    return PeerRow(
        name=names[measure],
        own=said("own"),
        rank=rank,
        median=said("median"),
        middle=f"{said('low')}–{said('high')}",
        low_at=at("low"),
        high_at=at("high"),
        median_at=at("median"),
        own_at=None if one["own"] is None else at("own"),
    )


def _value(measure: str, value: int | None) -> str:
    if value is None:
        return formatting.no_data()
    if measure == "attendances":
        return formatting.number(value)
    if measure == "green_share":
        return formatting.percent(Decimal(value) / FULL)
    return formatting.score(value)
