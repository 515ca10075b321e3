"""Meetings: who comes, where they sit, what they learn, what they take home."""
