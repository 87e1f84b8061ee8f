"""The 16 tables of the analyst marketplace, one module for each section of its ERD."""

from livvly_lab.designs.analyst_marketplace.schema import communication, content, core, growth, monetization, platform
from livvly_lab.designs.analyst_marketplace.schema.base import METADATA

__all__ = ["METADATA", "communication", "content", "core", "growth", "monetization", "platform"]
