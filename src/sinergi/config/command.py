"""The `sinergi` command: Django's commands and ours under one name."""

import os
import sys

from django.core.management import execute_from_command_line


def main() -> None:
    """Run one command; exit codes are those of each command."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sinergi.config.settings")
    execute_from_command_line(sys.argv)
