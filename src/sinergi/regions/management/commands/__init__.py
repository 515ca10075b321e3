"""Commands of the regions app."""
