"""The 16 tables of livepanty, one module for each section of its ERD."""

from livvly_lab.designs.livepanty.schema import audit, safety, streaming, tokens, users
from livvly_lab.designs.livepanty.schema.base import METADATA

__all__ = ["METADATA", "audit", "safety", "streaming", "tokens", "users"]
