"""What counts as load on a shard of livepanty, and which rows name two users."""

from typing import Final

from livvly_lab.domain.load import LoadMeasure, LoadPart, TwoParty

_PERFORMER: Final = "role = 'performer'"

LOAD = (
    LoadMeasure("users", "users", (LoadPart("users", "id"),), at="created_at"),
    LoadMeasure("tips given", "tips", (LoadPart("tips", "sender_id"),), at="created_at"),
    LoadMeasure(
        "tokens received",
        "tokens",
        (LoadPart("tips", "host_id", "sum(tokens) FILTER (WHERE status = 'settled')"),),
        who="performer",
        among=_PERFORMER,
    ),
    LoadMeasure("visits", "visits", (LoadPart("stream_viewers", "user_id"),), at="joined_at"),
    LoadMeasure(
        "streams", "streams", (LoadPart("streams", "host_id"),), who="performer", among=_PERFORMER, at="started_at"
    ),
    LoadMeasure("entries in the ledger", "entries", (LoadPart("ledger", "user_id"),), at="created_at"),
)
"""Each by the user who brings it; the document promises nothing about shards."""

TWO_PARTY = (
    TwoParty("tips", "host_id", "viewer and performer"),
    TwoParty("stream_viewers", "stream_id", "viewer and host of the stream", target="streams"),
)
