"""Writes of meetings: one function per act."""
