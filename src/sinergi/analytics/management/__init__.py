"""Commands of the figure plane."""
