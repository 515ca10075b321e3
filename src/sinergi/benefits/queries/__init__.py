"""Reads of valuation."""
