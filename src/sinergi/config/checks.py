"""Why the platform cannot answer yet, in words for the operator."""

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor


def unready_reason() -> str:
    """What is missing before requests can be answered; empty when ready."""
    try:
        executor = MigrationExecutor(connection)
        pending = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError as error:
        return f"The database does not answer: {type(error).__name__}."
    if pending:
        return "The database is being prepared (migrations are pending)."
    if not (settings.LAKE_ROOT / "current.json").exists():
        return "The figures are being calculated for the first time."
    return ""
