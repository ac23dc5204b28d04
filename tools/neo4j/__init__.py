"""A real Neo4j Community on loopback for tests and measurements, without containers."""
