"""What meetings announce to those above and beside them."""

from django.dispatch import Signal

#: Seats were handed on or taken back without the person's doing; `places`: their ids.
#: Sent inside the transaction, so that what follows from it is never lost.
places_changed = Signal()

#: A new version of an agenda is out; `version`: the AgendaVersion.
agenda_published = Signal()
