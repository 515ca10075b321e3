"""Drawing a sample: pure, without Django, from a frame and a seed to units."""
