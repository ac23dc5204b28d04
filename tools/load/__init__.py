"""Many callers at once against a served partnership: how long they wait, and what the server holds."""
