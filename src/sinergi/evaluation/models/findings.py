"""The figures of a study as they were published."""

from django.db import models

from sinergi.evaluation.models.study import Study


class StudyFindings(models.Model):
    """The findings of a study, frozen when it was published (`evaluation.findings`)."""

    study = models.OneToOneField(
        Study, on_delete=models.PROTECT, related_name="frozen_findings"
    )
    document = models.JSONField()
    method_version = models.PositiveSmallIntegerField()
    computed_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.study} {self.computed_at:%Y-%m-%d}"
