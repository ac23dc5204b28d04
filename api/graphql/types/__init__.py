"""The schema's types, a file a concept. Their sources are the answers of `graph.model.answers`, field by field."""
