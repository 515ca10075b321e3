"""Pages of a list by key: stable while rows are added, equally fast on every page."""

from collections.abc import Sequence
from datetime import date
from typing import Any, Generic, NamedTuple, TypeVar

from django.core import signing
from django.core.exceptions import BadRequest, ValidationError
from django.db.models import Field, Model, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from sinergi.core.errors import DomainError

M = TypeVar("M", bound=Model)
SALT = "sinergi.core.paging"


class CursorError(DomainError, BadRequest):
    """The cursor is not one that this list gave out; a page answers with 400."""

    kind = "bad_cursor"
    status = 400


class Page(NamedTuple, Generic[M]):
    """Some rows, and the cursor of the next ones (`None` on the last page)."""

    items: list[M]
    next: str | None


def page(queryset: QuerySet[M], *, cursor: str | None, limit: int, key: str) -> Page[M]:
    """The `limit` rows after the cursor, ordered by `key` and then primary key.

    `key` is a field that is never null (it may follow relations, or be an
    annotation); a leading minus turns both orders round.

    Raises:
        CursorError: The cursor was made up, or belongs to another order.
    """
    is_falling, name = key.startswith("-"), key.removeprefix("-")
    sign = "-" if is_falling else ""
    rows = queryset.order_by(f"{sign}{name}", f"{sign}pk")
    if cursor:
        value, pk = _read(cursor, key, (_field(queryset, name), _field(queryset, "pk")))
        side = "lt" if is_falling else "gt"
        rows = rows.filter(
            Q(**{f"{name}__{side}": value}) | Q(**{name: value, f"pk__{side}": pk}),
            **{f"{name}__{side}e": value},
        )
    items = list(rows[: limit + 1])
    if len(items) <= limit:
        return Page(items, None)
    last = items[limit - 1]
    return Page(items[:limit], _write(key, (_value(last, name), last.pk)))


def _field(queryset: QuerySet[M], name: str) -> Field[Any, Any]:
    """The field that reads a key's value back from text."""
    annotation = queryset.query.annotations.get(name)
    if annotation is not None:
        field: Field[Any, Any] = annotation.output_field
        return field
    model: Any = queryset.model
    steps = name.split("__")
    for step in steps[:-1]:
        model = model._meta.get_field(step).related_model
    last: Field[Any, Any] = (
        model._meta.pk if steps[-1] == "pk" else model._meta.get_field(steps[-1])
    )
    return last


def _value(row: object, name: str) -> object:
    for step in name.split("__"):
        row = getattr(row, step)
    return row


def _write(key: str, values: Sequence[object]) -> str:
    texts = [v.isoformat() if isinstance(v, date) else str(v) for v in values]
    return signing.Signer(salt=f"{SALT}:{key}").sign_object(texts)


def _read(cursor: str, key: str, fields: Sequence[Field[Any, Any]]) -> list[Any]:
    try:
        texts = signing.Signer(salt=f"{SALT}:{key}").unsign_object(cursor)
        return [
            field.to_python(text) for field, text in zip(fields, texts, strict=True)
        ]
    except (signing.BadSignature, ValidationError, ValueError) as error:
        raise CursorError(
            _("This list has changed. Start again from its beginning.")
        ) from error
