"""Sinergi: from village report to national figure."""

from importlib.metadata import version

__version__ = version("sinergi")
