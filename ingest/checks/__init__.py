"""Checking a table: columnar first, then row by row with pydantic on the rows that failed, for its messages."""
