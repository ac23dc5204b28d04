"""The mappings that ship with Kithmap, by name, and the tables of codes they share."""
