"""The ecomap: a household in the middle, services and people outside it, drawn on the server."""
