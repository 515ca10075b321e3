"""Reads of the outbox and of what the worker is about to do with it."""

from django_tasks_db.models import DBTaskResult


def is_look_planned(task_path: str) -> bool:
    """Whether a task of this path waits to run now, and has not begun."""
    return DBTaskResult.objects.ready().filter(task_path=task_path).exists()
