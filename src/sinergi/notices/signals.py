"""News of the notices for the worker."""

from django.dispatch import Signal

#: Mail waits to be sent, from the moment `at` on.
mail_waiting = Signal()
