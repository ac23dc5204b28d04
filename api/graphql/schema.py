"""The schema, and its text as committed in schema.graphql."""

from __future__ import annotations

from functools import lru_cache

import strawberry
from strawberry.schema.config import StrawberryConfig

from api.graphql.mutations import Mutation
from api.graphql.queries import Query
from api.graphql.scalars import SCALARS


@lru_cache(maxsize=1)
def build_schema() -> strawberry.Schema:
    """The executable schema, made once."""
    return strawberry.Schema(Query, Mutation, config=StrawberryConfig(scalar_map=SCALARS))


def schema_text() -> str:
    """The schema in its own language, as committed."""
    return build_schema().as_str() + "\n"
