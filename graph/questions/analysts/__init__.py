"""What analysts ask: the whole area under pseudonyms, and how many there are of what."""
