"""Exports, each format read back."""
