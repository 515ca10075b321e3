"""News of the regions app for the apps above it."""

from django.dispatch import Signal

#: Sent inside the transaction after areas got other codes, with
#: `recoded: dict[old code, new code]` (every area that held one), `merged: set` of
#: the old codes that share their new code with another, `effective_on`, `law`, `by`.
areas_recoded = Signal()
