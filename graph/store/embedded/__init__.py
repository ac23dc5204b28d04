"""The graph as one SQLite file: no server, readers beside one writer, in every process."""
