"""The values that services take, where callers look for them."""

from sinergi.reports.content import (
    DIMENSIONS,
    ActivityContent,
    Cell,
    Link,
    Payment,
    normalised,
)

__all__ = [
    "DIMENSIONS",
    "ActivityContent",
    "Cell",
    "Link",
    "Payment",
    "normalised",
]
