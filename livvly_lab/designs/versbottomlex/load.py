"""What counts as load on a shard of VersBottomLex, and which rows name two users. The document promises nothing."""

from typing import Final

from livvly_lab.domain.load import LoadMeasure, LoadPart, TwoParty

_ZONE: Final = "America/New_York"
_PERFORMS: Final = "id IN (SELECT user_id FROM performer_profiles)"

LOAD = (
    LoadMeasure("users", "users", (LoadPart("users", "id"),), at="created_at", zone=_ZONE),
    LoadMeasure(
        "views of streams",
        "views",
        (LoadPart("stream_views", "performer_id"),),
        who="performer",
        among=_PERFORMS,
        at="joined_at",
        zone=_ZONE,
    ),
    LoadMeasure(
        "messages read",
        "messages",
        (LoadPart("messages", "owner_id"),),
        at="created_at",
        zone=_ZONE,
    ),
    LoadMeasure(
        "sales",
        "payments",
        (LoadPart("transactions", "performer_id"),),
        who="performer",
        among=_PERFORMS,
        at="created_at",
        zone=_ZONE,
    ),
    LoadMeasure("followers", "followers", (LoadPart("follows", "performer_id"),), who="performer", among=_PERFORMS),
    LoadMeasure("views by viewer", "views", (LoadPart("stream_views", "viewer_id"),)),
    LoadMeasure("payments made", "payments", (LoadPart("transactions", "viewer_id"),)),
    LoadMeasure("notifications", "notifications", (LoadPart("notifications", "user_id"),), at="created_at", zone=_ZONE),
)
"""Each by the user who brings it; what viewers do is load of their performer's shard."""

TWO_PARTY = (
    TwoParty("follows", "viewer_id", "performer and follower"),
    TwoParty("subscriptions", "viewer_id", "performer and subscriber"),
    TwoParty("transactions", "viewer_id", "performer and payer"),
    TwoParty("transactions", "payment_method_id", "performer and instrument of the payer", target="payment_methods"),
    TwoParty("stream_views", "viewer_id", "performer and viewer"),
    TwoParty("reactions", "user_id", "performer and who reacts"),
    TwoParty("messages", "sender_id", "reader's home and sender"),
    TwoParty("poll_votes", "voter_id", "performer and voter"),
    TwoParty("stream_invitations", "viewer_id", "performer and guest"),
    TwoParty("favorites", "archive_id", "viewer and recording", target="stream_archives"),
)

BALANCE = None
"""The document promises nothing about shards."""
