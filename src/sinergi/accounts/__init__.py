"""Users, login, cards, tokens."""
