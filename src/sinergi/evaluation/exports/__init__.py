"""Files of a study: figures, microdata and the report."""
