"""News of the accounts for apps above."""

from django.dispatch import Signal

#: A link was made for a person: `invitation`, and `code`, which is kept nowhere.
link_issued = Signal()
