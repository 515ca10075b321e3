"""What is to be computed from a file of answers, as people write it in YAML.

The keys are documented in `docs/methods/estimation.md`, section 9.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from sinergi.evaluation.statistics.design import LonelyPsu, Missing
from sinergi.evaluation.statistics.errors import UnfitData, gettext_noop
from sinergi.evaluation.statistics.items import Items
from sinergi.evaluation.statistics.scoring import Scale

KEYS = (
    "scale",
    "variables",
    "classes",
    "weights",
    "strata",
    "clusters",
    "fpc",
    "lonely_psu",
    "missing",
    "estimates",
    "poststratify",
    "rake",
    "change",
    "compare",
)
KINDS = ("mean", "total", "proportion", "ratio")
Entry = TypeVar("Entry")
#: How YAML writes that there is nothing.
NOTHING = (None, "", "~", "null")


@dataclass(frozen=True)
class Asked:
    """One estimate that is asked for, of the whole or of each domain."""

    kind: str
    columns: tuple[str, ...]
    by: tuple[str, ...] = ()
    level: str = ""

    @property
    def name(self) -> str:
        """The column, of a ratio both."""
        return "/".join(self.columns)


@dataclass(frozen=True)
class Margin:
    """What the population counts at each level of a column.

    Post-strata may be cells of several columns: `cell_name` joins their labels.
    """

    columns: tuple[str, ...]
    totals: Mapping[str, float]


@dataclass(frozen=True)
class Pair:
    """A column asked twice of the same respondents."""

    before: str
    after: str


@dataclass(frozen=True)
class Comparison:
    """An item whose answers may differ between groups."""

    item: str
    by: str


def cell_name(labels: Iterable[str]) -> str:
    """The name of a cell of several columns."""
    return " × ".join(labels)


@dataclass(frozen=True)
class Plan:
    """A design and what is asked of it; columns are named, not held."""

    scale: Scale | None = None
    variables: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    weights: str = ""
    strata: tuple[str, ...] = ()
    clusters: tuple[str, ...] = ()
    fpc: tuple[str, ...] = ()
    lonely_psu: LonelyPsu = LonelyPsu.FAIL
    missing: Missing = Missing.OMIT
    estimates: tuple[Asked, ...] = ()
    post_strata: Margin | None = None
    margins: tuple[Margin, ...] = ()
    changes: tuple[Pair, ...] = ()
    comparisons: tuple[Comparison, ...] = ()


def read_plan(document: object, items: Items | None = None) -> Plan:
    """Check a design as read from YAML or JSON.

    Args:
        document: Keys with values.
        items: What a questionnaire says of variables and scale; the design's own
            `variables` and `scale` have precedence.

    Raises:
        UnfitData: Something in it is unknown or cannot be; the message names it.
    """
    given = _mapping(document, "design", KEYS)
    post_strata, margins = _fitted(given)
    return Plan(
        scale=_scale(given, items.scale if items else None),
        variables=_variables(given.get("variables"))
        or (items.variables if items else {}),
        weights=_text(given.get("weights"), "weights"),
        strata=_texts(given.get("strata"), "strata"),
        clusters=_texts(given.get("clusters"), "clusters"),
        fpc=_texts(given.get("fpc"), "fpc"),
        lonely_psu=LonelyPsu(_choice(given, "lonely_psu", tuple(LonelyPsu))),
        missing=Missing(_choice(given, "missing", tuple(Missing))),
        estimates=tuple(
            _asked(entry) for entry in _list(given.get("estimates"), "estimates")
        ),
        post_strata=post_strata,
        margins=margins,
        changes=_entries(given, "change", _pair),
        comparisons=_entries(given, "compare", _comparison),
    )


def _mapping(value: object, place: str, keys: tuple[str, ...]) -> Mapping[str, object]:
    if not isinstance(value, Mapping):
        message = gettext_noop("“%(place)s” must be keys with values.")
        raise UnfitData(message, place=place)
    for key in value:
        if key not in keys:
            message = gettext_noop(
                "“%(place)s” has the unknown key “%(key)s”. Known are: %(known)s."
            )
            raise UnfitData(message, place=place, key=key, known=", ".join(keys))
    return value


def _list(value: object, place: str) -> list[object]:
    if value in NOTHING:
        return []
    if not isinstance(value, list | tuple):
        raise UnfitData(gettext_noop("“%(place)s” must be a list."), place=place)
    return list(value)


def _text(value: object, place: str) -> str:
    if value in NOTHING:
        return ""
    if isinstance(value, str | int | float):
        return str(value).strip()
    raise UnfitData(gettext_noop("“%(place)s” must be one name."), place=place)


def _texts(value: object, place: str) -> tuple[str, ...]:
    """Names of columns; a single one may stand without brackets."""
    parts = [value] if isinstance(value, str | int) else _list(value, place)
    names = [_text(part, place) for part in parts]
    if "" in names and names != [""]:
        raise UnfitData(gettext_noop("“%(place)s” has an empty name."), place=place)
    return tuple(name for name in names if name)


def _number(value: object, place: str) -> float:
    try:
        return float(str(value))
    except ValueError as error:
        message = gettext_noop("“%(place)s” must be a number, not “%(value)s”.")
        raise UnfitData(message, place=place, value=value) from error


def _choice(
    given: Mapping[str, object], key: str, choices: tuple[LonelyPsu | Missing, ...]
) -> str:
    value = _text(given.get(key), key) or str(choices[0])
    if value not in choices:
        message = gettext_noop(
            "“%(place)s” is “%(value)s”, but must be one of: %(known)s."
        )
        raise UnfitData(message, place=key, value=value, known=", ".join(choices))
    return value


def _scale(
    given: Mapping[str, object], ends: tuple[float, float] | None
) -> Scale | None:
    """The scale as the design says, else from one end of the codes to the other."""
    if given.get("scale") not in NOTHING:
        said = _mapping(given["scale"], "scale", ("min", "max"))
        ends = (
            _number(said.get("min"), "scale.min"),
            _number(said.get("max"), "scale.max"),
        )
    labels: tuple[str, ...] = ()
    if given.get("classes") not in NOTHING:
        classes = _mapping(given["classes"], "classes", ("labels",))
        labels = _texts(classes.get("labels"), "labels")
    if ends:
        return Scale(*ends, labels)
    if labels:
        message = gettext_noop("“classes” need a “scale” that they divide.")
        raise UnfitData(message)
    return None


def _variables(value: object) -> dict[str, tuple[str, ...]]:
    if value in NOTHING:
        return {}
    if not isinstance(value, Mapping):
        message = gettext_noop("“%(place)s” must be keys with values.")
        raise UnfitData(message, place="variables")
    found = {
        str(name): _texts(items, f"variables.{name}") for name, items in value.items()
    }
    for name, items in found.items():
        if not items or len(set(items)) < len(items):
            message = gettext_noop(
                "The variable “%(name)s” needs items, each of them once."
            )
            raise UnfitData(message, name=name)
    return found


def _asked(entry: object) -> Asked:
    given = _mapping(entry, "estimates", (*KINDS, "by", "level"))
    kinds = [kind for kind in KINDS if kind in given]
    if len(kinds) != 1:
        message = gettext_noop("An estimate is one of: %(known)s.")
        raise UnfitData(message, known=", ".join(KINDS))
    kind = kinds[0]
    columns = _texts(given[kind], kind)
    level = _text(given.get("level"), "level")
    if len(columns) != (2 if kind == "ratio" else 1):
        message = gettext_noop(
            "“%(kind)s” needs one column, a ratio two: numerator and denominator."
        )
        raise UnfitData(message, kind=kind)
    if (kind == "proportion") != bool(level):
        message = gettext_noop("A proportion needs the “level” that it counts.")
        if level:
            message = gettext_noop("Only a proportion has a “level”.")
        raise UnfitData(message)
    return Asked(kind, columns, _texts(given.get("by"), "by"), level)


def _fitted(given: Mapping[str, object]) -> tuple[Margin | None, tuple[Margin, ...]]:
    """The totals that the weights are fitted to: of post-strata, or of margins."""
    margins = tuple(_margin(entry) for entry in _list(given.get("rake"), "rake"))
    if given.get("poststratify") in NOTHING:
        return None, margins
    if margins:
        message = gettext_noop(
            "Weights are fitted by “poststratify” or by “rake”, not by both."
        )
        raise UnfitData(message)
    return _post_strata(given["poststratify"]), ()


def _post_strata(value: object) -> Margin:
    place = "poststratify"
    said = _mapping(value, place, ("by", "totals"))
    columns = _texts(said.get("by"), f"{place}.by")
    if not columns:
        message = gettext_noop("“%(place)s” must name a column.")
        raise UnfitData(message, place=f"{place}.by")
    cells = _cells(said.get("totals"), f"{place}.totals", len(columns))
    return Margin(columns, {cell_name(labels): total for labels, total in cells})


def _margin(entry: object) -> Margin:
    said = _mapping(entry, "rake", ("by", "totals"))
    column = _column(said, "by", "rake")
    cells = _cells(said.get("totals"), "rake.totals", 1)
    return Margin((column,), {cell_name(labels): total for labels, total in cells})


def _cells(
    value: object, place: str, depth: int
) -> list[tuple[tuple[str, ...], float]]:
    """The totals of cells, a level of keys for each column."""
    if depth == 0:
        return [((), _number(value, place))]
    if not isinstance(value, Mapping) or not value:
        message = gettext_noop("“%(place)s” must be keys with values.")
        raise UnfitData(message, place=place)
    return [
        ((str(label), *labels), total)
        for label, inner in value.items()
        for labels, total in _cells(inner, f"{place}.{label}", depth - 1)
    ]


def _entries(
    given: Mapping[str, object], key: str, read: Callable[[object], Entry]
) -> tuple[Entry, ...]:
    return tuple(read(entry) for entry in _list(given.get(key), key))


def _pair(entry: object) -> Pair:
    said = _mapping(entry, "change", ("before", "after"))
    return Pair(_column(said, "before", "change"), _column(said, "after", "change"))


def _comparison(entry: object) -> Comparison:
    said = _mapping(entry, "compare", ("item", "by"))
    return Comparison(_column(said, "item", "compare"), _column(said, "by", "compare"))


def _column(said: Mapping[str, object], key: str, place: str) -> str:
    name = _text(said.get(key), f"{place}.{key}")
    if not name:
        message = gettext_noop("“%(place)s” must name a column.")
        raise UnfitData(message, place=f"{place}.{key}")
    return name
