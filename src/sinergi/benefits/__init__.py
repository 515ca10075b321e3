"""What the programme costs, what it is worth, and the ratio of both."""
