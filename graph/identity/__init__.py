"""Who is who: which records are one person and which addresses one household, as pure functions on frames."""
