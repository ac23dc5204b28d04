"""Files in an agency's own format turned into the tables of a delivery, as a mapping in YAML says. No code in a mapping."""
