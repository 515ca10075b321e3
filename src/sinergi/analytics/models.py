"""Which parts of the lake no longer agree with the records."""

from django.db import models


class DirtyPair(models.Model):
    """A (subject, month) whose facts changed; written with the change itself.

    Rows are only inserted and, after a refresh, deleted by id: two changes of the
    same pair are two rows, so a mark can never be lost between reading and clearing.
    """

    table = models.CharField(max_length=40)
    subject = models.BigIntegerField()
    month = models.DateField()
    marked_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"{self.table} {self.subject} {self.month:%Y-%m}"
