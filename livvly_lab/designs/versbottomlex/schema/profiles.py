"""Profiles: performers, viewers, and who follows whom. Source: User Management."""

from sqlalchemy import Table, UniqueConstraint

from livvly_lab.designs.versbottomlex.schema.base import (
    FEW,
    HOUR,
    LIVE,
    METADATA,
    MOMENT,
    OCTETS,
    OURS,
    SMALL,
    TEXT,
    WHOLE,
    YES_NO,
    check,
    column,
    created,
    deleted,
    identity,
    index,
    one_of,
    reference,
    sealed,
    updated,
    words,
)

PERFORMERS = "Performer Profiles"
VIEWERS = "Viewer Profiles"

performer_profiles = Table(
    "performer_profiles",
    METADATA,
    reference("user_id", "users.id", "Who performs", PERFORMERS, key=True, on_delete="CASCADE"),
    column("stage_name", words(60), "Name on stage", PERFORMERS, null=False),
    column("about", TEXT, "What they show", PERFORMERS),
    column("default_height_pixels", SMALL, "Height of the picture they stream", PERFORMERS, null=False),
    column("default_bitrate_kbps", WHOLE, "Bits a second they stream, in thousands", PERFORMERS, null=False),
    column("latency_mode", words(10), "low or normal", PERFORMERS, null=False, default="'normal'"),
    column("chat_mode", words(12), "everyone, followers or subscribers may write", PERFORMERS, null=False),
    column("records_by_default", YES_NO, "Whether streams are kept", PERFORMERS, null=False, default="true"),
    column("identity_verified_at", MOMENT, "When age and identity were proved (UTC); none streams before", PERFORMERS),
    created("When they became a performer (UTC)"),
    updated(),
    deleted(),
    one_of("latency_mode", "low", "normal"),
    one_of("chat_mode", "everyone", "followers", "subscribers"),
    check("default_height_pixels", "default_height_pixels IN (480, 720, 1080, 1440, 2160)"),
    check("default_bitrate_kbps", "default_bitrate_kbps BETWEEN 300 AND 20000"),
    comment="What only performers have: stage name and streaming settings. Sharded by user_id.",
)
index(
    "idx_performer_profiles_stage_name",
    performer_profiles.c.stage_name,
    using="gin",
    ops={"stage_name": "gin_trgm_ops"},
    where=LIVE,
    says="Performers by part of the stage name, misspelt or not",
    source=PERFORMERS,
)

performer_categories = Table(
    "performer_categories",
    METADATA,
    reference("performer_id", "users.id", "Who performs", PERFORMERS, key=True, on_delete="CASCADE"),
    reference("category_id", "categories.id", "What", PERFORMERS, key=True, kind=SMALL),
    column("is_primary", YES_NO, "What they do first of all", PERFORMERS, null=False, default="false"),
    comment="Categories of performers, one of them primary. Sharded by performer_id.",
)
index(
    "idx_performer_categories_category",
    performer_categories.c.category_id,
    says="Performers of one category",
    source=PERFORMERS,
)
index(
    "idx_performer_categories_primary",
    performer_categories.c.performer_id,
    unique=True,
    where="is_primary",
    says="The primary category of a performer, one at most",
    source=PERFORMERS,
)

performer_tags = Table(
    "performer_tags",
    METADATA,
    reference("performer_id", "users.id", "Who performs", PERFORMERS, key=True, on_delete="CASCADE"),
    reference("tag_id", "tags.id", "The tag", PERFORMERS, key=True, kind=WHOLE, on_delete="CASCADE"),
    comment="Tags of performers. Sharded by performer_id.",
)
index("idx_performer_tags_tag", performer_tags.c.tag_id, says="Performers with one tag", source=PERFORMERS)

performer_schedules = Table(
    "performer_schedules",
    METADATA,
    identity(OURS),
    reference("performer_id", "users.id", "Who performs", PERFORMERS, on_delete="CASCADE"),
    column("weekday", SMALL, "1 (Monday) to 7", PERFORMERS, null=False),
    column("starts_at", HOUR, "From when, in the performer's time zone", PERFORMERS, null=False),
    column("ends_at", HOUR, "Until when, the same day", PERFORMERS, null=False),
    column("note", words(120), "What is planned", PERFORMERS),
    check("weekday", "weekday BETWEEN 1 AND 7"),
    check("ends_at", "ends_at > starts_at"),
    UniqueConstraint("performer_id", "weekday", "starts_at"),
    comment="Hours at which a performer is on, every week. Sharded by performer_id.",
)

payout_accounts = Table(
    "payout_accounts",
    METADATA,
    identity(OURS),
    reference("performer_id", "users.id", "Who is paid", PERFORMERS, on_delete="RESTRICT"),
    column("method", words(12), "sepa, ach, swift or paypal", PERFORMERS, null=False),
    column("holder_ciphertext", OCTETS, "Name of the holder, sealed", PERFORMERS, null=False),
    column("account_ciphertext", OCTETS, "IBAN, account number or address, sealed", PERFORMERS, null=False),
    column("account_last4", words(4), "Last four characters, to tell accounts apart", PERFORMERS, null=False),
    column("tax_number_ciphertext", OCTETS, "Tax number, sealed", PERFORMERS),
    reference("key_id", "encryption_keys.id", "Key that sealed them", "Security Measures", kind=SMALL, unindexed=FEW),
    column("verification_status", words(10), "pending, verified or rejected", PERFORMERS, null=False),
    column("verified_at", MOMENT, "When it was verified (UTC)", PERFORMERS),
    column("is_default", YES_NO, "Where payouts go", PERFORMERS, null=False, default="false"),
    created(),
    updated(),
    deleted(),
    one_of("method", "sepa", "ach", "swift", "paypal"),
    one_of("verification_status", "pending", "verified", "rejected"),
    check("verified_at", "(verification_status = 'verified') = (verified_at IS NOT NULL)"),
    sealed("holder_ciphertext"),
    sealed("account_ciphertext"),
    sealed("tax_number_ciphertext"),
    comment="Where performers are paid: nothing readable but four characters. Sharded by performer_id.",
)
index(
    "idx_payout_accounts_performer", payout_accounts.c.performer_id, says="Accounts of a performer", source=PERFORMERS
)
index(
    "idx_payout_accounts_default",
    payout_accounts.c.performer_id,
    unique=True,
    where=f"is_default AND {LIVE}",
    says="The account payouts go to, one at most",
    source=PERFORMERS,
)

viewer_profiles = Table(
    "viewer_profiles",
    METADATA,
    reference("user_id", "users.id", "Who watches", VIEWERS, key=True, on_delete="CASCADE"),
    column("quality", words(12), "auto, data_saver or best", VIEWERS, null=False, default="'auto'"),
    column("autoplays", YES_NO, "Whether the next stream begins by itself", VIEWERS, null=False, default="true"),
    column("subtitle_locale", words(10), "Language of subtitles; NULL: none", VIEWERS),
    reference(
        "highest_rating", "content_ratings.code", "Nothing above is shown", VIEWERS, kind=words(10), unindexed=FEW
    ),
    column(
        "hides_history", YES_NO, "Whether what is watched is kept for oneself", VIEWERS, null=False, default="false"
    ),
    updated(),
    one_of("quality", "auto", "data_saver", "best"),
    comment="How each user watches; what they hold and follow are tables of their own. Sharded by user_id.",
)

follows = Table(
    "follows",
    METADATA,
    reference("performer_id", "users.id", "Who is followed", VIEWERS, key=True, on_delete="CASCADE"),
    reference("viewer_id", "users.id", "Who follows", VIEWERS, key=True, on_delete="CASCADE"),
    created("Since when (UTC)"),
    check("viewer_id", "viewer_id <> performer_id"),
    comment="Who follows whom; the only place where that is kept. Sharded by performer_id.",
)
index(
    "idx_follows_viewer",
    follows.c.viewer_id,
    follows.c.created_at.desc(),
    says="Whom one user follows, the latest first",
    source=VIEWERS,
)

favorites = Table(
    "favorites",
    METADATA,
    reference("viewer_id", "users.id", "Whose favorite", VIEWERS, key=True, on_delete="CASCADE"),
    reference("archive_id", "stream_archives.id", "The recording", VIEWERS, key=True, on_delete="CASCADE"),
    created("When it was kept (UTC)"),
    comment="Recordings that viewers keep. Sharded by viewer_id.",
)
index("idx_favorites_archive", favorites.c.archive_id, says="Who keeps a recording", source=VIEWERS)
