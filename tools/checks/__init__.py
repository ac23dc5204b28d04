"""Checks of the gate that no library makes for us."""
