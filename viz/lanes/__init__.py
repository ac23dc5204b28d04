"""Swim lanes on an axis of days or of age, and the table of who knew what, as SVG: pure functions of a view model."""
