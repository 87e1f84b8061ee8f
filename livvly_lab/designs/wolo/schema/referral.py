"""Referral: invitations, their limits, points. Source: wolo section 3.3."""

from sqlalchemy import CheckConstraint, Index, Table, UniqueConstraint
from sqlalchemy.sql.naming import conv

from livvly_lab.designs.columns import ID, JSON, MOMENT, TEXT, WHOLE, YES_NO, column, identity, words
from livvly_lab.designs.wolo.schema.base import DAY, INDEXES, METADATA, NO_INDEX, created, number, reference, updated

SECTION = "section 3.3"

referrals = Table(
    "referrals",
    METADATA,
    identity(SECTION),
    reference("sponsor_user_id", "users.id", "Who invites", SECTION, null=False),
    column("referral_code", words(20), "Code in the invitation, unique", SECTION, null=False, unique=True),
    column("invited_phone", words(20), "Phone number the invitation went to", SECTION),
    column("invited_email", words(255), "Email address the invitation went to", SECTION),
    column("invited_name", words(255), "Name as the sponsor has it", SECTION),
    column("invitation_message", TEXT, "What the sponsor wrote", SECTION),
    column(
        "status",
        words(20),
        "What became of it: sent, accepted, expired or declined",
        SECTION,
        null=False,
        default="'sent'",
    ),
    reference(
        "sponsored_user_id", "users.id", "The user who came by it; NULL until accepted", SECTION, unindexed=NO_INDEX
    ),
    column(
        "both_ids_collected",
        YES_NO,
        "True when both identity documents are there, for minors",
        SECTION,
        default="false",
    ),
    column(
        "sponsor_id_verified", YES_NO, "True when the document of the sponsor is accepted", SECTION, default="false"
    ),
    column(
        "sponsored_id_verified", YES_NO, "True when the document of the sponsored is accepted", SECTION, default="false"
    ),
    column("sent_at", MOMENT, "When it was sent (UTC)", SECTION, default="now()"),
    column("accepted_at", MOMENT, "When the invited person signed up by it (UTC)", SECTION),
    column(
        "expired_at",
        MOMENT,
        "When it stops being valid (UTC): seven days after it was sent",
        SECTION,
        default="(NOW() + INTERVAL '7 days')",
    ),
    created(SECTION),
    reference(
        "daily_limit_id", "sponsor_daily_limits.id", "The sponsor's counter of the day", SECTION, unindexed=NO_INDEX
    ),
    reference(
        "batch_id", "sponsor_contact_batches.id", "The batch of contacts it was sent with", SECTION, unindexed=NO_INDEX
    ),
    column("invitation_order", WHOLE, "Which invitation of the day it is, 1 to 50", SECTION),
    CheckConstraint("invited_phone IS NOT NULL OR invited_email IS NOT NULL", name=conv("check_invitation_contact")),
    comment="Invitations of sponsors to people who are no users yet. Sharded by sponsor_user_id.",
)

Index(
    "idx_referrals_sponsor_user_id",
    referrals.c.sponsor_user_id,
    info={"comment": "Invitations of one sponsor", "source": INDEXES},
)

Index(
    "idx_referrals_referral_code",
    referrals.c.referral_code,
    info={"comment": "The invitation with a code; the UNIQUE key holds the same", "source": INDEXES},
)

Index(
    "idx_referrals_status",
    referrals.c.status,
    info={"comment": "Invitations by what became of them", "source": INDEXES},
)

points_ledger = Table(
    "points_ledger",
    METADATA,
    identity(SECTION),
    reference("sponsor_user_id", "users.id", "Whose points they are", SECTION, null=False),
    reference("referral_id", "referrals.id", "The invitation that earned them", SECTION, unindexed=NO_INDEX),
    column(
        "event_type",
        words(50),
        "What moved points: referral_accepted, pot_opened, first_donation, points_converted",
        SECTION,
        null=False,
    ),
    column("points_earned", WHOLE, "Points earned, with both multipliers", SECTION, null=False, default="0"),
    column("points_spent", WHOLE, "Points spent", SECTION, null=False, default="0"),
    column(
        "status",
        words(20),
        "pending until matured_at, then matured; revoked where fraud was found",
        SECTION,
        default="'pending'",
    ),
    column("matured_at", MOMENT, "When the points could be spent (UTC)", SECTION),
    column("base_multiplier", number(3, 2), "Factor of the event", SECTION, default="1.00"),
    column(
        "sponsor_boost_multiplier", number(3, 2), "Factor of the sponsor campaign that ran", SECTION, default="1.00"
    ),
    column("description", TEXT, "What the sponsor reads about it", SECTION),
    column("metadata", JSON, "What else is known, such as the campaign", SECTION),
    created(SECTION),
    comment="Points that sponsors earn and spend, one row for each event. Sharded by sponsor_user_id.",
)

Index(
    "idx_points_ledger_sponsor_user_id",
    points_ledger.c.sponsor_user_id,
    info={"comment": "Points of one sponsor", "source": INDEXES},
)

Index(
    "idx_points_ledger_status",
    points_ledger.c.status,
    info={"comment": "Points by state, for the job that lets them mature", "source": INDEXES},
)

points_conversions = Table(
    "points_conversions",
    METADATA,
    identity(SECTION),
    reference("sponsor_user_id", "users.id", "Whose points they were", SECTION, null=False, unindexed=NO_INDEX),
    column("points_converted", WHOLE, "Points that went", SECTION, null=False),
    column("credits_issued", WHOLE, "Credit in CFA francs that came", SECTION, null=False),
    column("conversion_rate", number(10, 4), "CFA francs for a point", SECTION, null=False),
    column(
        "applied_to_pot_id",
        ID,
        "The pot that got the credit; the specification declares no foreign key",
        SECTION,
        soft="pots.id",
    ),
    created(SECTION),
    comment="Points turned into credit for a pot. Sharded by sponsor_user_id.",
)

sponsor_daily_limits = Table(
    "sponsor_daily_limits",
    METADATA,
    identity(SECTION),
    reference("sponsor_user_id", "users.id", "Who invites", SECTION, null=False),
    column("limit_date", DAY, "The day", SECTION, null=False, default="CURRENT_DATE"),
    column("max_invitations_per_day", WHOLE, "Invitations allowed on it", SECTION, null=False, default="50"),
    column("invitations_sent_today", WHOLE, "Invitations sent on it", SECTION, null=False, default="0"),
    column("current_batch_start", WHOLE, "Where in the contact list the next batch begins", SECTION, default="0"),
    column(
        "preferred_selection_method",
        words(20),
        "How contacts are chosen: batch or individual",
        SECTION,
        default="'batch'",
    ),
    column("last_reset_at", MOMENT, "When the counter began (UTC)", SECTION, default="now()"),
    column(
        "next_reset_at",
        MOMENT,
        "When the next day begins (UTC)",
        SECTION,
        default="(CURRENT_DATE + INTERVAL '1 day')::TIMESTAMP WITH TIME ZONE",
    ),
    column("consecutive_active_days", WHOLE, "Days in a row with invitations, this one included", SECTION, default="0"),
    column(
        "total_lifetime_invitations", WHOLE, "Invitations the sponsor has sent up to this day", SECTION, default="0"
    ),
    created(SECTION),
    updated(SECTION),
    CheckConstraint("invitations_sent_today <= max_invitations_per_day", name=conv("check_daily_limit")),
    UniqueConstraint("sponsor_user_id", "limit_date"),
    comment="How many invitations a sponsor sent on a day, 50 at most. Sharded by sponsor_user_id.",
)

sponsor_contact_batches = Table(
    "sponsor_contact_batches",
    METADATA,
    identity(SECTION),
    reference("sponsor_user_id", "users.id", "Whose contacts they are", SECTION, null=False, unindexed=NO_INDEX),
    column("batch_date", DAY, "The day", SECTION, null=False, default="CURRENT_DATE"),
    column("batch_number", WHOLE, "Which batch of the day", SECTION, null=False, default="1"),
    column("start_position", WHOLE, "First position in the contact list", SECTION, null=False),
    column("end_position", WHOLE, "Position after the last one; at most 50 later", SECTION, null=False),
    column("status", words(20), "pending, selected, sent or skipped", SECTION, default="'pending'"),
    column("selected_count", WHOLE, "Contacts chosen", SECTION, default="0"),
    column("sent_count", WHOLE, "Invitations sent", SECTION, default="0"),
    column(
        "contact_snapshot",
        JSON,
        "The contacts as they were: name and phone of each; emptied after 30 days by minimise_contacts",
        SECTION,
    ),
    column("auto_selected", YES_NO, "True where nobody chose by hand", SECTION, default="false"),
    column("manual_selections", JSON, "Positions chosen by hand", SECTION),
    created(SECTION),
    updated(SECTION),
    CheckConstraint("end_position > start_position", name=conv("check_batch_positions")),
    CheckConstraint("end_position - start_position <= 50", name=conv("check_batch_size")),
    comment="Stretches of a sponsor's contact list that were offered or sent together. Sharded by sponsor_user_id.",
)
