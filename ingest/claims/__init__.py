"""From versions of rows to claims: what each says, about whom, when, and why it is closed."""
