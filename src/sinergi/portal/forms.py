"""The filter bar of dashboards."""

import datetime as dt
from collections.abc import Mapping

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sinergi.core.formatting import month_name
from sinergi.network.enums import LibraryKind
from sinergi.portal import filters
from sinergi.portal.filters import Filters

VERIFIED = "terverifikasi"


class DashboardFilter(forms.Form):
    """Plain GET: period, kind of library, boundaries; for officers also reports.

    The public has whole years and all kinds only: from slices that add up, small
    groups could be worked out by subtraction.
    """

    periode = forms.ChoiceField(label=gettext_lazy("Period"), required=False)
    jenis = forms.ChoiceField(label=gettext_lazy("Kind of library"), required=False)
    batas = forms.ChoiceField(label=gettext_lazy("Boundaries"), required=False)
    laporan = forms.ChoiceField(label=gettext_lazy("Reports"), required=False)

    def __init__(
        self,
        data: Mapping[str, str],
        *,
        span: tuple[dt.date, dt.date] | None,
        default: str,
        is_public: bool,
        is_officer: bool,
    ) -> None:
        known = {name: data.get(name, "") for name in ("jenis", "batas", "laporan")}
        known["periode"] = data.get("periode") or default
        super().__init__(known, auto_id="saring_%s")
        self.default = default
        self._choose("periode", _periods(span, default, years_only=is_public))
        if is_public:
            del self.fields["jenis"]
        else:
            self._choose("jenis", [("", _("All kinds")), *LibraryKind.choices])
        self._choose(
            "batas",
            [
                ("", _("Today's boundaries")),
                (filters.BEFORE_SPLIT.isoformat(), _("1 January 2022, 34 provinces")),
            ],
        )
        if is_officer:
            self._choose(
                "laporan",
                [
                    ("", _("Verified only")),
                    (filters.PROVISIONAL, _("Provisional, incl. unverified")),
                ],
            )
        else:
            del self.fields["laporan"]

    def _choose(self, name: str, choices: list[tuple[str, object]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - declared above
        field.choices = choices
        field.widget.attrs["class"] = "input--s"

    def chosen(self) -> Filters:
        """The reader's choices; what is not offered counts as not chosen."""
        self.is_valid()
        good = self.cleaned_data
        span = filters.span_of(good.get("periode", "")) or filters.span_of(self.default)
        assert span is not None  # noqa: S101 - the default names a year
        return Filters(
            span=span,
            kind=good.get("jenis", ""),
            boundaries_on=filters.BEFORE_SPLIT if good.get("batas") else None,
            is_provisional=bool(good.get("laporan")),
        )


def _periods(
    span: tuple[dt.date, dt.date] | None, default: str, *, years_only: bool
) -> list[tuple[str, object]]:
    if span is None:
        return [(default, _("Year %(year)s") % {"year": default})]
    years, quarters, months = filters.keys(*span)
    if years_only:
        return [(year, _("Year %(year)s") % {"year": year}) for year in years]
    return [
        (
            _("Years"),
            [(year, _("Year %(year)s") % {"year": year}) for year in years],
        ),
        (_("Quarters"), [(key, _quarter(key)) for key in quarters]),
        (_("Months"), [(key, _month(key)) for key in months]),
    ]


def _quarter(key: str) -> str:
    year, quarter = key.split("-T")
    return _("Quarter %(number)s of %(year)s") % {"number": quarter, "year": year}


def _month(key: str) -> str:
    year, month = key.split("-")
    return f"{month_name(int(month))} {year}"
