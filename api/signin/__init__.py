"""Who is at the door: local accounts, sessions, tokens (access.md §5)."""
