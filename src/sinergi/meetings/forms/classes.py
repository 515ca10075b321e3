"""Wishes for sharing classes, and how to assign them."""

import secrets
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from sinergi.meetings.enums import Channel, InterestKind
from sinergi.meetings.models import Topic
from sinergi.meetings.rules import in_language
from sinergi.meetings.services.classes import RunSettings, Wishes

SEEDS = 1_000_000


class WishesForm(forms.Form):
    """A rank, an offer and a need for each topic."""

    def __init__(
        self,
        data: Mapping[str, Any] | None,
        *,
        topics: Sequence[Topic],
        ranks: Mapping[int, int],
        interests: Collection[tuple[int, str]],
    ) -> None:
        super().__init__(data)
        self.topics = topics
        numbers = range(1, len(topics) + 1)
        choices = [("", gettext("not chosen"))]
        choices += [(str(rank), str(rank)) for rank in numbers]
        for topic in topics:
            self.fields[f"rank_{topic.pk}"] = forms.TypedChoiceField(
                label=in_language(topic.title_id, topic.title_en),
                choices=choices,
                coerce=int,
                empty_value=None,
                required=False,
                initial=ranks.get(topic.pk, ""),
            )
            for kind, label in InterestKind.choices:
                self.fields[f"{kind}_{topic.pk}"] = forms.BooleanField(
                    label=label,
                    required=False,
                    initial=(topic.pk, kind) in interests,
                )

    def rows(self) -> list[tuple[Topic, BoundField, BoundField, BoundField]]:
        """Each topic with its three fields."""
        return [
            (
                topic,
                self[f"rank_{topic.pk}"],
                self[f"offers_{topic.pk}"],
                self[f"needs_{topic.pk}"],
            )
            for topic in self.topics
        ]

    def clean(self) -> dict[str, Any]:
        """Refuse one rank for two topics."""
        values = super().clean() or {}
        seen: set[int] = set()
        for topic in self.topics:
            rank = values.get(f"rank_{topic.pk}")
            if rank in seen:
                self.add_error(
                    f"rank_{topic.pk}",
                    _("Rank %(rank)s stands at two topics.") % {"rank": rank},
                )
            elif rank is not None:
                seen.add(rank)
        return values

    def wishes(self) -> Wishes:
        """What was said; gaps between the ranks are closed."""
        ranks = {
            topic.pk: self.cleaned_data[f"rank_{topic.pk}"] for topic in self.topics
        }
        ranked = [topic for topic, rank in ranks.items() if rank is not None]
        return Wishes(
            ranked=sorted(ranked, key=lambda topic: ranks[topic]),
            offers=self._ticked(InterestKind.OFFERS),
            needs=self._ticked(InterestKind.NEEDS),
        )

    def _ticked(self, kind: str) -> list[int]:
        return [
            topic.pk for topic in self.topics if self.cleaned_data[f"{kind}_{topic.pk}"]
        ]


class RunForm(forms.Form):
    """How the committee lets classes be assigned."""

    channel = forms.ChoiceField(
        label=_("Who takes part in classes"),
        choices=[("", _("Everybody with a confirmed place")), *Channel.choices],
        required=False,
    )
    keeps_places = forms.BooleanField(
        label=_("People who have a class stay in it"),
        help_text=_(
            "As few people as possible are moved. Leave it ticked once the classes "
            "are announced."
        ),
        required=False,
        initial=True,
    )
    seed = forms.IntegerField(
        label=_("Seed of the lot"),
        help_text=_(
            "Decides between equals. The same number gives the same result again; "
            "left empty, it is drawn."
        ),
        required=False,
        min_value=0,
        max_value=SEEDS,
    )

    def settings(self) -> RunSettings:
        """What was asked for."""
        seed = self.cleaned_data["seed"]
        return RunSettings(
            seed=secrets.randbelow(SEEDS) if seed is None else seed,
            channel=self.cleaned_data["channel"],
            keeps_places=self.cleaned_data["keeps_places"],
        )
