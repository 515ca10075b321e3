"""`sinergi demo_accounts`: prints the demonstration accounts."""

import json
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from sinergi.accounts.checks import may_print_demonstration_accounts as may_print
from sinergi.demonstration.services import demonstration_accounts


class Command(BaseCommand):
    """A table for people, or one JSON document for scripts."""

    help = "Print the demonstration accounts, their shared password and tokens."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Offer JSON."""
        parser.add_argument("--json", action="store_true", help="one JSON document")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Print them, where this is a demonstration."""
        if not settings.DEMONSTRATION:
            raise CommandError(
                "There are no demonstration accounts: DEMONSTRATION is not set.",
                returncode=2,
            )
        accounts = demonstration_accounts() if may_print() else []
        if not may_print():
            self.stderr.write(
                "The demonstration accounts are not printed where strangers come in: "
                f"HOST={settings.HOST}."
            )
        if options["json"]:
            self.stdout.write(json.dumps([account.as_json() for account in accounts]))
            return
        for account in accounts:
            self.stdout.write(
                f"{account.username:<11}{account.password:<23}{account.role:<20}"
                f"{account.scope}\n{'':<11}token {account.token}"
            )
