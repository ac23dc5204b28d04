"""The graph in Neo4j 5 (5.23 or later: subqueries with a variable scope), by the official driver."""
