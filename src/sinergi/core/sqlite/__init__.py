"""The embedded database, as many people write to it at once."""
