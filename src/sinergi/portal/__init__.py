"""Dashboards, public site, village home: composes every app below."""
