"""Who may open what: every address against every kind of person."""
