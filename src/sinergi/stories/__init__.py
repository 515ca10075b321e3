"""People and what they made: testimonies, makers and products."""
