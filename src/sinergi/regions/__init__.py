"""Administrative areas and their past."""
