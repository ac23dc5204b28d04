"""A real PostgreSQL on loopback for tests and measurements, from the system's own package."""
