"""A partnership in one file: written, encrypted, read back, rehearsed."""
