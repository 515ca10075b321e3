"""`make bench`: prints the figures of every benchmark; nothing fails on time.

Each module `bench_*.py` has a function `run() -> Iterable[Figure]`. A benchmark that
needs a platform of its own starts it on loopback and ends it again.
"""

import importlib
import os
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).parent


def main() -> None:
    """Run the named benchmarks, or all."""
    home = tempfile.mkdtemp(prefix="sinergi-bench-")
    os.environ.setdefault("SINERGI_HOME", home)
    os.environ["DEMONSTRATION"] = "yes"
    os.environ["DJANGO_SETTINGS_MODULE"] = "sinergi.config.settings"
    import django
    from django.conf import settings

    # Pages drawn in this process need no collected files.
    settings.STORAGES["staticfiles"] = {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
    }
    django.setup()
    wanted = sys.argv[1:] or [path.stem for path in sorted(HERE.glob("bench_*.py"))]
    for name in wanted:
        module = importlib.import_module(f"tests.benchmarks.{name}")
        print(f"\n{name.removeprefix('bench_')}: {module.__doc__.splitlines()[0]}")
        for figure in module.run():
            print(f"  {figure}")


if __name__ == "__main__":
    main()
