"""The identity provider of a council: its settings, and what it says of itself (access.md §5)."""
