"""Reads of the portal: they compose the queries of every app below."""
