"""Lets the participants of 2022 choose topics, and assigns their classes."""

import random

from sinergi.meetings.enums import Channel
from sinergi.meetings.models import Meeting, Participant
from sinergi.meetings.queries.classes import topics_of_classes
from sinergi.meetings.services.classes import (
    RunSettings,
    Wishes,
    publish_assignment,
    rank_topics,
    run_assignment,
)

#: A chance of its own, so that the rest of the demonstration stays as it is.
SEED = 2022
#: Two of three say what they want; each ranks so many topics.
RANKED = 5


def assign_classes(meeting: Meeting) -> None:
    """Wishes that crowd together (Plackett-Luce, weights 1/k), then the assignment."""
    chance = random.Random(SEED)  # noqa: S311 - invented wishes
    topics = [topic.pk for topic in topics_of_classes(meeting)]
    people = Participant.objects.present().filter(
        meeting=meeting, channel=Channel.ON_SITE, library__isnull=False
    )
    for turn, person in enumerate(people.order_by("pk")):
        if turn % 3 == 0:
            continue
        drawn = {
            topic: chance.expovariate(1 / number)
            for number, topic in enumerate(topics, start=1)
        }
        ranked = sorted(topics, key=lambda topic: drawn[topic])[:RANKED]
        rank_topics(by=None, participant=person, wishes=Wishes(ranked=ranked))
    settings = RunSettings(seed=SEED, channel=Channel.ON_SITE)
    run = run_assignment(by=None, meeting=meeting, settings=settings)
    publish_assignment(by=None, run=run)
