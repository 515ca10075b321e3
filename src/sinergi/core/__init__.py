"""Dates, money, jobs, form and page helpers; imports nothing of ours."""
