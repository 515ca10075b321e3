"""Libraries, programmes, partnerships, roles: who and where."""
