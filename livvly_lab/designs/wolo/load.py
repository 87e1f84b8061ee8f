"""What counts as load on a wolo shard, and which rows name two parties that may live apart. Source: wolo section 10.

The specification promises nothing about how even shards are, how fast queries are or what indexes cost: no limit is
set here that nobody has named.
"""

from typing import Final

from livvly_lab.domain.load import LoadMeasure, LoadPart, TwoParty

_DAKAR: Final = "Africa/Dakar"

LOAD = (
    LoadMeasure("users", "users", (LoadPart("users", "id"),), at="created_at", zone=_DAKAR),
    LoadMeasure("pots owned", "pots", (LoadPart("pots", "owner_user_id"),), at="created_at", zone=_DAKAR),
    LoadMeasure(
        "payments to pots",
        "payments",
        (LoadPart("donations", "pot_id"),),
        at="initiated_at",
        zone=_DAKAR,
    ),
    LoadMeasure("francs paid in", "CFA francs", (LoadPart("donations", "pot_id", "sum(amount_cfa)"),)),
    LoadMeasure(
        "payments made",
        "payments",
        (LoadPart("donations", "donor_user_id"),),
        who="donor",
        among="id IN (SELECT donor_user_id FROM donations)",
    ),
    LoadMeasure(
        "invitations sent",
        "invitations",
        (LoadPart("referrals", "sponsor_user_id"),),
        who="sponsor",
        among="id IN (SELECT sponsor_user_id FROM referrals)",
        at="sent_at",
        zone=_DAKAR,
    ),
    LoadMeasure(
        "points moved", "points", (LoadPart("points_ledger", "sponsor_user_id", "sum(points_earned + points_spent)"),)
    ),
    LoadMeasure("messages", "messages", (LoadPart("notifications", "user_id"),), at="scheduled_at", zone=_DAKAR),
    LoadMeasure("sessions", "sessions", (LoadPart("user_sessions", "user_id"),)),
)
"""Each by the user or the pot that brings it, wherever its row lives."""

TWO_PARTY = (
    TwoParty("profiles", "guardian_user_id", "minor and guardian"),
    TwoParty("referrals", "sponsored_user_id", "sponsor and sponsored"),
    TwoParty("points_conversions", "applied_to_pot_id", "sponsor and own pot", target="pots"),
    TwoParty("pots", "owner_user_id", "pot and owner"),
    TwoParty("pots", "created_from_referral_id", "pot and sponsor of its owner", target="referrals"),
    TwoParty("pot_invitations", "invited_by_user_id", "pot and who invites to it"),
    TwoParty("donations", "donor_user_id", "pot and donor"),
)
"""Rows that name a second party; staff who verify documents are left out, and so are references within one sponsor."""
