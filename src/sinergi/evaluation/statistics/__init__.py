"""The statistics of a study: pure, without Django, from arrays to figures."""
