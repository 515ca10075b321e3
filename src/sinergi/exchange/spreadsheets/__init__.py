"""Reads what offices send: activities and partners in workbooks and CSV files."""
