"""The API: the types and questions of api.graphql, over the door."""
