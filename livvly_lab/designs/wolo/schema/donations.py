"""Donations: payments by Wave, refunds, sums. Source: wolo section 3.5."""

from sqlalchemy import CheckConstraint, Index, Table, UniqueConstraint, text

from livvly_lab.designs.columns import JSON, MOMENT, TEXT, WHOLE, YES_NO, column, identity, words
from livvly_lab.designs.wolo.schema.base import (
    ADDRESS,
    DAY,
    INDEXES,
    LARGE,
    METADATA,
    NO_INDEX,
    created,
    number,
    reference,
    updated,
)

SECTION = "section 3.5"

donations = Table(
    "donations",
    METADATA,
    identity(SECTION),
    reference("pot_id", "pots.id", "The pot", SECTION, null=False),
    reference("donor_user_id", "users.id", "The user who paid; NULL where the donor has no account", SECTION),
    column("donor_name", words(255), "Name of a donor without an account", SECTION),
    column("donor_phone", words(20), "Phone number the Wave payment came from", SECTION),
    column("amount_cfa", WHOLE, "Amount, CFA francs", SECTION, null=False),
    column("wave_transaction_id", words(100), "Number of the transaction at Wave, unique", SECTION, unique=True),
    column("wave_payment_url", TEXT, "Address of the payment page", SECTION),
    column("status", words(20), "pending, processing, succeeded, failed or refunded", SECTION, default="'pending'"),
    column("initiated_at", MOMENT, "When the payment began (UTC)", SECTION, default="now()"),
    column("wave_notified_at", MOMENT, "When Wave told what became of it (UTC)", SECTION),
    column("confirmed_at", MOMENT, "When it was confirmed (UTC)", SECTION),
    column("failed_at", MOMENT, "When it failed (UTC)", SECTION),
    column("refunded_at", MOMENT, "When it was paid back (UTC)", SECTION),
    column("donation_message", TEXT, "What the donor wrote", SECTION),
    column("is_anonymous", YES_NO, "True where the name is to be hidden", SECTION, default="false"),
    column("show_amount", YES_NO, "True where the amount may be shown", SECTION, default="true"),
    column("wave_webhook_data", JSON, "What Wave told", SECTION),
    column("ip_address", ADDRESS, "Address it was begun from", SECTION),
    column("user_agent", TEXT, "Browser or app", SECTION),
    column("risk_score", WHOLE, "0 to 100, higher is riskier", SECTION, default="0"),
    created(SECTION),
    updated(SECTION),
    CheckConstraint("amount_cfa > 0", name="amount_cfa"),
    comment="Payments into pots by Wave. Sharded by pot_id; the donor may live in another shard.",
)

Index(
    "idx_donations_pot_id",
    donations.c.pot_id,
    info={"comment": "Donations to one pot", "source": INDEXES},
)

Index(
    "idx_donations_donor_user_id",
    donations.c.donor_user_id,
    postgresql_where=text("donor_user_id IS NOT NULL"),
    info={"comment": "Donations of one user", "source": INDEXES},
)

Index(
    "idx_donations_status",
    donations.c.status,
    info={"comment": "Donations by state", "source": INDEXES},
)

Index(
    "idx_donations_wave_transaction_id",
    donations.c.wave_transaction_id,
    postgresql_where=text("wave_transaction_id IS NOT NULL"),
    info={"comment": "The donation of a Wave transaction; the UNIQUE key holds the same", "source": INDEXES},
)

wave_webhook_events = Table(
    "wave_webhook_events",
    METADATA,
    identity(SECTION),
    column("wave_event_id", words(100), "Number of the event at Wave, unique", SECTION, null=False, unique=True),
    column("event_type", words(50), "Kind of event", SECTION, null=False),
    reference("donation_id", "donations.id", "The donation it is about", SECTION, unindexed=NO_INDEX),
    column("raw_payload", JSON, "What was sent", SECTION, null=False),
    column("processed_at", MOMENT, "When it was worked through (UTC)", SECTION),
    column("processing_error", TEXT, "Why it could not be", SECTION),
    column("idempotency_key", words(255), "Key by which a repeated call is known, unique", SECTION, unique=True),
    column("retry_count", WHOLE, "How often Wave repeated it", SECTION, default="0"),
    created(SECTION),
    comment="What Wave called in with, each event taken once. Shared.",
)

refunds = Table(
    "refunds",
    METADATA,
    identity(SECTION),
    reference("donation_id", "donations.id", "The donation", SECTION, null=False, unindexed=NO_INDEX),
    reference(
        "refunded_by_user_id", "users.id", "The member of staff who did it", SECTION, null=False, unindexed=NO_INDEX
    ),
    column("amount_cfa", WHOLE, "Amount paid back, CFA francs", SECTION, null=False),
    column("reason", words(20), "user_request, fraud, failed_pot or admin_action", SECTION, null=False),
    column("reason_description", TEXT, "More about the reason", SECTION),
    column("wave_refund_id", words(100), "Number of the refund at Wave", SECTION),
    column("wave_refund_status", words(20), "What Wave says about it", SECTION, default="'pending'"),
    column("processed_at", MOMENT, "When it was asked for at Wave (UTC)", SECTION),
    column("completed_at", MOMENT, "When Wave had paid (UTC)", SECTION),
    created(SECTION),
    comment="Donations paid back. Shared.",
)

donation_analytics = Table(
    "donation_analytics",
    METADATA,
    identity(SECTION),
    column("period_type", words(20), "daily, weekly or monthly", SECTION, null=False),
    column("period_start", DAY, "First day", SECTION, null=False),
    column("period_end", DAY, "Last day", SECTION, null=False),
    column("total_amount_cfa", LARGE, "CFA francs confirmed", SECTION, default="0"),
    column("transaction_count", WHOLE, "Payments begun", SECTION, default="0"),
    column("unique_donors", WHOLE, "Donors of confirmed payments, each once for each pot", SECTION, default="0"),
    column("average_donation_cfa", WHOLE, "Mean of the confirmed payments, CFA francs", SECTION, default="0"),
    column("success_rate", number(5, 4), "Confirmed payments for each one begun", SECTION),
    column("region_breakdown", JSON, "CFA francs confirmed by region of the owner", SECTION),
    created(SECTION),
    UniqueConstraint("period_type", "period_start", "period_end"),
    comment="Sums over the donations of a day, week or month. Shared.",
)
