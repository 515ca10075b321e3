"""Writes of the core."""
