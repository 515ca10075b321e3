"""Messages and the outbox: told once, never twice."""
