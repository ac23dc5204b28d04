"""Notices go out by file, mail or webhook: a reference, what kind, when, and where to look."""
