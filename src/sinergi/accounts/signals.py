"""News of the accounts for apps above."""

from django.dispatch import Signal

#: A link was made for a person: `invitation`, and `code`, which is kept nowhere.
link_issued = Signal()
#: A reset was asked for: `user_id`, 0 where the name is nobody's.
reset_wanted = Signal()
