"""YAML as models are written in it: numbers exact, nothing run, no name twice."""

import re
from decimal import Decimal
from typing import Any

import yaml

from sinergi.benefits.valuation.problems import Problem, UnfitModel

#: A model is a few kilobytes; answers of a survey may make it larger.
LARGEST_FILE = 5_000_000
_NUMBER = re.compile(r"[-+]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][-+]?[0-9]{1,4})?$")
_INFINITE = re.compile(r"[-+]?\.(?:inf|Inf|INF)$|\.(?:nan|NaN|NAN)$")


class _Loader(yaml.SafeLoader):
    """Decimal numbers alone: no octal, no sexagesimal, no dates, no merge keys."""

    yaml_implicit_resolvers: dict[str, list[tuple[str, re.Pattern[str]]]] = {}

    def construct_mapping(self, node: Any, deep: bool = False) -> dict[Any, Any]:
        """A mapping in which no name stands twice.

        Raises:
            yaml.YAMLError: A name stands twice, or is no plain word.
        """
        seen: set[str] = set()
        for name, _value in node.value:
            if not isinstance(name, yaml.ScalarNode) or name.value in seen:
                said = getattr(name, "value", "?")
                raise yaml.MarkedYAMLError(
                    problem=f"the name “{said}” stands twice or is no word",
                    problem_mark=name.start_mark,
                )
            seen.add(name.value)
        found: dict[Any, Any] = super().construct_mapping(node, deep=deep)
        return found


def _number(loader: _Loader, node: yaml.ScalarNode) -> Decimal:
    return Decimal(str(loader.construct_scalar(node)))


def _infinite(loader: _Loader, node: yaml.ScalarNode) -> Decimal:
    return Decimal(str(loader.construct_scalar(node)).replace(".", "").lower())


_Loader.add_implicit_resolver("tag:sinergi,number", _NUMBER, list("-+.0123456789"))
_Loader.add_implicit_resolver("tag:sinergi,infinite", _INFINITE, list("-+."))
_Loader.add_implicit_resolver(
    "tag:yaml.org,2002:bool", re.compile(r"(?:true|True|false|False)$"), list("tTfF")
)
_Loader.add_implicit_resolver(
    "tag:yaml.org,2002:null", re.compile(r"(?:~|null|Null|)$"), ["~", "n", "N", ""]
)
_Loader.add_constructor("tag:sinergi,number", _number)
_Loader.add_constructor("tag:sinergi,infinite", _infinite)


class _Dumper(yaml.SafeDumper):
    """Writes decimals as they are, and lists below their names."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:  # noqa: ARG002 - PyYAML's own signature
        super().increase_indent(flow, False)


def _written(dumper: yaml.SafeDumper, value: Decimal) -> yaml.ScalarNode:
    is_whole = value == value.to_integral_value()
    text = f"{value.to_integral_value() if is_whole else value.normalize():f}"
    tag = "tag:yaml.org,2002:int" if is_whole else "tag:yaml.org,2002:float"
    return dumper.represent_scalar(tag, text)


_Dumper.add_representer(Decimal, _written)


def load(text: str | bytes) -> object:
    """What a YAML document says.

    Raises:
        UnfitModel: It is too large, or no YAML.
    """
    if len(text) > LARGEST_FILE:
        raise UnfitModel([Problem("", "too_large", {"value": "5 MB"})])
    try:
        found: object = yaml.load(text, _Loader)  # noqa: S506 - a safe loader of our own
    except RecursionError:
        raise UnfitModel([_unreadable("nested too deeply")]) from None
    except (yaml.YAMLError, ValueError, ArithmeticError) as error:
        raise UnfitModel([_unreadable(" ".join(str(error).split())[:300])]) from error
    return found


def _unreadable(why: str) -> Problem:
    return Problem("", "unreadable", {"value": why})


def dump(document: object) -> str:
    """A document as people read and edit it."""
    text: str = yaml.dump(
        document, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=88
    )
    return text
