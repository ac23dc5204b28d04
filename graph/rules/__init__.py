"""The rules of rules.md §4, a file each: pure functions of a case. Never a score, never a ranking, no protected characteristic."""
