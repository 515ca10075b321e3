"""Prints what a meeting's ledger says of its online room: `ledger_of.py SLUG`."""

import json
import sys

import django


def main() -> None:
    """Counters and rows, and whether every seat went to an earlier number."""
    django.setup()
    from sinergi.meetings.models import Place, SeatPool

    pool = SeatPool.objects.get(meeting__slug=sys.argv[1], kind="online")
    numbers = {
        state: list(
            Place.objects.filter(pool=pool, state=state).values_list(
                "number", flat=True
            )
        )
        for state in ("confirmed", "waiting")
    }
    last = max(numbers["confirmed"], default=0)
    print(
        json.dumps(
            {
                "taken": pool.taken,
                "confirmed": len(numbers["confirmed"]),
                "waiting": len(numbers["waiting"]),
                "in_order": last < min(numbers["waiting"], default=last + 1),
            }
        )
    )


if __name__ == "__main__":
    main()
