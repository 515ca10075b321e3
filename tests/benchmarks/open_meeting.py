"""Announces an empty meeting for the race: `open_meeting.py SLUG SEATS`; prints it."""

import json
import sys

import django


def main() -> None:
    """A copy of the demonstration's open meeting, with nobody in it."""
    django.setup()
    from dataclasses import replace

    from sinergi.demonstration.next_meeting import SLUG
    from sinergi.meetings.models import Meeting
    from sinergi.meetings.services import (
        copy_meeting,
        publish_meeting,
        set_pool_capacity,
        set_questions,
    )
    from sinergi.meetings.services.meetings import content_of
    from sinergi.network.models import Library

    last = Meeting.objects.get(slug=SLUG)
    content = replace(content_of(last), slug=sys.argv[1], title=f"PLM {sys.argv[1]}")
    meeting = copy_meeting(by=None, meeting=last, content=content)
    set_questions(by=None, meeting=meeting, questions=[])
    pool = meeting.pools.get(kind="online")
    set_pool_capacity(by=None, pool=pool, capacity=int(sys.argv[2]))
    publish_meeting(by=None, meeting=meeting)
    partners = Library.objects.filter(partnerships__programme="tpbis").distinct()
    print(json.dumps(list(partners.order_by("pk").values_list("pk", flat=True)[:500])))


if __name__ == "__main__":
    main()
