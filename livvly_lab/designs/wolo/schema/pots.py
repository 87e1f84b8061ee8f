"""Pots: birthday pots, invitations to them, what they reached. Source: wolo section 3.4."""

from sqlalchemy import CheckConstraint, Index, Table, UniqueConstraint
from sqlalchemy.sql.naming import conv

from livvly_lab.designs.columns import ID, JSON, MOMENT, TEXT, WHOLE, YES_NO, column, identity, words
from livvly_lab.designs.wolo.schema.base import DAY, INDEXES, METADATA, NO_INDEX, created, number, reference, updated

SECTION = "section 3.4"

pots = Table(
    "pots",
    METADATA,
    identity(SECTION),
    reference("owner_user_id", "users.id", "Whose birthday it is; may live in another shard", SECTION, null=False),
    column("title", words(255), "Title shown", SECTION, null=False),
    column("description", TEXT, "What the owner wrote", SECTION),
    column("target_amount_cfa", WHOLE, "Amount hoped for, CFA francs", SECTION, null=False),
    column("birthday_date", DAY, "The birthday", SECTION, null=False),
    column(
        "scheduled_open_at", MOMENT, "When it opens (UTC): thirty days before the birthday, J-30", SECTION, null=False
    ),
    column("actual_opened_at", MOMENT, "When it opened (UTC)", SECTION),
    column("closed_at", MOMENT, "When it was closed (UTC)", SECTION),
    column("status", words(20), "scheduled, open, funded, expired or closed", SECTION, default="'scheduled'"),
    column("visibility", words(20), "Who may see it: private, public or friends_only", SECTION, default="'private'"),
    column(
        "preferred_pack_id",
        ID,
        "The pack wished for; the specification declares no foreign key",
        SECTION,
        soft="packs.id",
    ),
    column("allow_anonymous_donations", YES_NO, "True where donors may hide their name", SECTION, default="true"),
    column("show_donor_names", YES_NO, "True where visitors see who gave", SECTION, default="true"),
    column("enable_messages", YES_NO, "True where donors may write something", SECTION, default="true"),
    column("share_count", WHOLE, "How often it was shared", SECTION, default="0"),
    column("view_count", WHOLE, "How often it was seen", SECTION, default="0"),
    column("cover_image_url", words(500), "Address of its picture", SECTION),
    column("gallery_images", JSON, "Addresses of more pictures", SECTION),
    reference(
        "created_from_referral_id",
        "referrals.id",
        "The invitation by which its owner came",
        SECTION,
        unindexed=NO_INDEX,
    ),
    created(SECTION),
    updated(SECTION),
    CheckConstraint("target_amount_cfa > 0", name="target_amount_cfa"),
    CheckConstraint(
        "scheduled_open_at <= (birthday_date - INTERVAL '1 day')::TIMESTAMP WITH TIME ZONE",
        name=conv("check_open_before_birthday"),
    ),
    comment="Birthday pots: friends pay into one, a pack comes out of it. Sharded by id, with all that hangs on a pot.",
)

Index(
    "idx_pots_owner_user_id",
    pots.c.owner_user_id,
    info={"comment": "Pots of one user", "source": INDEXES},
)

Index(
    "idx_pots_status",
    pots.c.status,
    info={"comment": "Pots by state", "source": INDEXES},
)

Index(
    "idx_pots_scheduled_open_at",
    pots.c.scheduled_open_at,
    info={"comment": "Pots that are due to open", "source": INDEXES},
)

Index(
    "idx_pots_birthday_date",
    pots.c.birthday_date,
    info={"comment": "Pots by birthday", "source": INDEXES},
)

pot_invitations = Table(
    "pot_invitations",
    METADATA,
    identity(SECTION),
    reference("pot_id", "pots.id", "The pot", SECTION, null=False, on_delete="CASCADE", unindexed=NO_INDEX),
    reference(
        "invited_by_user_id", "users.id", "Who invites, mostly the owner", SECTION, null=False, unindexed=NO_INDEX
    ),
    column("invitation_method", words(20), "whatsapp, sms, email or social", SECTION, null=False),
    column("recipient_identifier", words(255), "Phone number, address or name it went to", SECTION, null=False),
    column("custom_message", TEXT, "What was written", SECTION),
    column("sent_at", MOMENT, "When it was sent (UTC)", SECTION, default="now()"),
    column("opened_at", MOMENT, "When it was opened (UTC)", SECTION),
    column("clicked_at", MOMENT, "When the link was followed (UTC)", SECTION),
    created(SECTION),
    comment="Invitations to look at a pot. Sharded by pot_id.",
)

pot_analytics = Table(
    "pot_analytics",
    METADATA,
    identity(SECTION),
    reference("pot_id", "pots.id", "The pot", SECTION, null=False, on_delete="CASCADE"),
    column("snapshot_date", DAY, "The day", SECTION, null=False),
    column("total_raised_cfa", WHOLE, "CFA francs confirmed by the end of it", SECTION, default="0"),
    column("donor_count", WHOLE, "Donations confirmed by the end of it", SECTION, default="0"),
    column("view_count", WHOLE, "Times seen by the end of it", SECTION, default="0"),
    column("share_count", WHOLE, "Times shared by the end of it", SECTION, default="0"),
    column("conversion_rate", number(5, 4), "Donations for each view", SECTION),
    created(SECTION),
    UniqueConstraint("pot_id", "snapshot_date"),
    comment="What a pot had reached by the end of a day on which somebody gave. Sharded by pot_id.",
)
