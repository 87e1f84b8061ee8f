"""QR and redemption: codes, scans, what partners are owed. Source: wolo section 3.7."""

from sqlalchemy import CheckConstraint, Index, Table, UniqueConstraint
from sqlalchemy.sql.naming import conv

from livvly_lab.designs.columns import JSON, MOMENT, TEXT, WHOLE, column, identity, words
from livvly_lab.designs.wolo.schema.base import ADDRESS, DAY, INDEXES, METADATA, NO_INDEX, created, reference, updated

SECTION = "section 3.7"

qr_codes = Table(
    "qr_codes",
    METADATA,
    identity(SECTION),
    reference("pot_id", "pots.id", "The pot that paid for it", SECTION, null=False),
    reference("pack_id", "packs.id", "The pack it stands for", SECTION, null=False, unindexed=NO_INDEX),
    column("code", words(100), "What the picture says, unique", SECTION, null=False, unique=True),
    column("qr_image_url", words(500), "Address of the picture", SECTION),
    column("redeemable_from", MOMENT, "When it becomes valid (UTC): the birthday", SECTION, null=False),
    column("expires_at", MOMENT, "When it ends (UTC): after the days the pack is valid", SECTION, null=False),
    column("status", words(20), "issued, redeemed, expired or cancelled", SECTION, default="'issued'"),
    column("redeemed_at", MOMENT, "When it was redeemed (UTC)", SECTION),
    reference("redeemed_by_partner_id", "partners.id", "The partner who took it", SECTION, unindexed=NO_INDEX),
    column("redeemed_at_venue", JSON, "The venue", SECTION),
    column("partner_notes", TEXT, "What the partner noted", SECTION),
    created(SECTION),
    CheckConstraint("expires_at > redeemable_from", name=conv("check_valid_redemption_period")),
    comment="Codes a partner scans to give a pack. Sharded by pot_id.",
)

Index(
    "idx_qr_codes_code",
    qr_codes.c.code,
    info={"comment": "The code that was scanned; the UNIQUE key holds the same", "source": INDEXES},
)

Index(
    "idx_qr_codes_pot_id",
    qr_codes.c.pot_id,
    info={"comment": "Codes of one pot", "source": INDEXES},
)

Index(
    "idx_qr_codes_status",
    qr_codes.c.status,
    info={"comment": "Codes by state", "source": INDEXES},
)

Index(
    "idx_qr_codes_expires_at",
    qr_codes.c.expires_at,
    info={"comment": "Codes that run out", "source": INDEXES},
)

partner_settlements = Table(
    "partner_settlements",
    METADATA,
    identity(SECTION),
    reference("partner_id", "partners.id", "The partner", SECTION, null=False),
    column("period_start", DAY, "First day", SECTION, null=False),
    column("period_end", DAY, "Last day", SECTION, null=False),
    column("total_redemptions_count", WHOLE, "Codes redeemed", SECTION, default="0"),
    column("total_revenue_cfa", WHOLE, "Their packs' prices, CFA francs", SECTION, default="0"),
    column("partner_share_cfa", WHOLE, "The partner's part, CFA francs", SECTION, default="0"),
    column("wolo_commission_cfa", WHOLE, "The rest, CFA francs", SECTION, default="0"),
    column("status", words(20), "pending, approved, paid or disputed", SECTION, default="'pending'"),
    reference("approved_by_user_id", "users.id", "The member of staff who approved it", SECTION, unindexed=NO_INDEX),
    column("approved_at", MOMENT, "When it was approved (UTC)", SECTION),
    column("payment_reference", words(100), "Number of the transfer", SECTION),
    column("paid_at", MOMENT, "When it was paid (UTC)", SECTION),
    column("invoice_url", words(500), "Address of the invoice", SECTION),
    column("receipt_url", words(500), "Address of the receipt", SECTION),
    created(SECTION),
    updated(SECTION),
    UniqueConstraint("partner_id", "period_start", "period_end"),
    comment="What a partner is owed for the codes of a month. Shared.",
)

qr_redemption_logs = Table(
    "qr_redemption_logs",
    METADATA,
    identity(SECTION),
    reference("qr_code_id", "qr_codes.id", "The code", SECTION, null=False, unindexed=NO_INDEX),
    reference("partner_user_id", "users.id", "The partner's user who scanned", SECTION, unindexed=NO_INDEX),
    column("attempt_timestamp", MOMENT, "When (UTC)", SECTION, default="now()"),
    column("validation_result", words(20), "success, expired, already_used or invalid", SECTION, null=False),
    column("error_message", TEXT, "What the scanner showed", SECTION),
    column("ip_address", ADDRESS, "Address of the scanner", SECTION),
    column("user_agent", TEXT, "The scanner's app", SECTION),
    column("venue_context", JSON, "The venue", SECTION),
    created(SECTION),
    comment="Every attempt to redeem a code, allowed or not. Shared.",
)
