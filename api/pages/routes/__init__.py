"""One file a page: address → question → template."""
