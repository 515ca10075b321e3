"""Registers the evaluation app."""

from django.apps import AppConfig


class EvaluationConfig(AppConfig):
    """Studies of whether the programme works."""

    name = "sinergi.evaluation"
