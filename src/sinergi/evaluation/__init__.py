"""Evaluation studies: sample, questionnaire, responses and what they say."""
