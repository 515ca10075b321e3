"""The WSGI application; it does not come up where a start would be refused."""

import gc
import os

from django.core.exceptions import ImproperlyConfigured
from django.core.handlers.wsgi import WSGIHandler
from django.core.wsgi import get_wsgi_application


def make_application() -> WSGIHandler:
    """The application, for `sinergi run` and for servers that are started without it.

    Raises:
        ImproperlyConfigured: The platform would be open to strangers.
    """
    made = get_wsgi_application()
    from sinergi.accounts.checks import start_problems

    if problems := start_problems():
        raise ImproperlyConfigured("\n".join(problems))
    return made


os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sinergi.config.settings")
application = make_application()

# What is loaded by now stays until the end: the collector need not walk it again,
# which takes a tenth off the processor time of a request.
gc.collect()
gc.freeze()
