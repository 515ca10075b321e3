"""Questionnaires: pure, without Django, from an XLSForm to questions and answers."""
