"""Writes of the indicators app."""

from sinergi.indicators.services.examples import load_schemes
from sinergi.indicators.services.schemes import (
    IndicatorContent,
    SchemeContent,
    copy_scheme,
    discard_scheme,
    publish_scheme,
    save_scheme,
)
from sinergi.indicators.services.snapshots import (
    in_one_version,
    methods_in_use,
    plain_scheme,
    take_snapshot,
)
from sinergi.indicators.services.targets import set_target

__all__ = [
    "IndicatorContent",
    "SchemeContent",
    "copy_scheme",
    "discard_scheme",
    "in_one_version",
    "load_schemes",
    "methods_in_use",
    "plain_scheme",
    "publish_scheme",
    "save_scheme",
    "set_target",
    "take_snapshot",
]
