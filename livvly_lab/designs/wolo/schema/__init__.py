"""The 37 tables of wolo, one module for each of its ten services. Source: wolo sections 3 and 4."""

from livvly_lab.designs.wolo.schema import (
    admin,
    analytics,
    donations,
    identity,
    notifications,
    packs,
    pots,
    profiles,
    redemption,
    referral,
)
from livvly_lab.designs.wolo.schema.base import METADATA

__all__ = [
    "METADATA",
    "admin",
    "analytics",
    "donations",
    "identity",
    "notifications",
    "packs",
    "pots",
    "profiles",
    "redemption",
    "referral",
]
