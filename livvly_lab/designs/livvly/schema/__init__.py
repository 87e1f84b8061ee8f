"""The 27 tables of livvly, one module for each section of its ERD. Source: livvly REQ-DB-001 to 009 and 013."""

from livvly_lab.designs.livvly.schema import (
    calls,
    features,
    gifts,
    i18n,
    moderation,
    payouts,
    rooms,
    subscriptions,
    users,
    wallets,
)
from livvly_lab.designs.livvly.schema.base import METADATA

__all__ = [
    "METADATA",
    "calls",
    "features",
    "gifts",
    "i18n",
    "moderation",
    "payouts",
    "rooms",
    "subscriptions",
    "users",
    "wallets",
]
