"""The reckoning of value: pure, without Django, from lines to a result."""
