"""The tables of VersBottomLex, one module for each section of its ERD."""

from livvly_lab.designs.versbottomlex.schema import accounts, analytics, content, interaction, payments, plans, profiles
from livvly_lab.designs.versbottomlex.schema.base import METADATA

__all__ = ["METADATA", "accounts", "analytics", "content", "interaction", "payments", "plans", "profiles"]
