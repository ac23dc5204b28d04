"""Families as rules.md §2 defines them: households, carers, siblings, who is around a child. Pure functions of a case."""
