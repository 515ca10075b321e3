"""Prepares what partners present at the meeting of 2022, once figures stand."""

from sinergi.demonstration import meeting as data
from sinergi.meetings.enums import UpdateState
from sinergi.meetings.models import AchievementUpdate, Meeting
from sinergi.meetings.services.updates import (
    UpdateWords,
    edit_update_words,
    prepare_updates,
    publish_update,
)


def present_achievements() -> int:
    """Prepare, word and publish the updates that are missing; how many those were.

    It comes after the figures, which the records of the demonstration make first.
    """
    meeting = Meeting.objects.filter(slug=data.SLUG).first()
    if meeting is None or AchievementUpdate.objects.filter(
        session__meeting=meeting, state=UpdateState.PUBLISHED
    ):
        return 0
    rows = prepare_updates(by=None, meeting=meeting)
    for row in rows:
        words = data.WORDS.get(row.library.region_id)
        if words is not None:
            edit_update_words(
                by=None,
                update=row,
                words=UpdateWords(**vars(words)),
                testimonies=list(row.testimonies.all()),
                products=list(row.products.all()),
                revision=row.revision,
            )
        publish_update(by=None, update=row)
    return len(rows)
