"""Measures, schemes, targets, snapshots: judges libraries and regions."""
