"""Token Economy: wallets, the ledger, tips, payments, payouts. Source: livepanty, Core Tables, Token Economy.

Every user has four accounts, whose balances stand side by side in the wallet: `wallet` (tokens the user may spend),
`purchases` (tokens issued to them, below zero), `fees` (the platform's part of what they earned) and `payouts` (tokens
they turned into money). A movement of tokens is a transaction of legs in these accounts that sum to zero, so that what
was issued is always what is held, was kept as a fee, or was paid out. No account belongs to everybody: a platform
account that each tip moves would let one tip wait for the other.
"""

from sqlalchemy import Numeric, PrimaryKeyConstraint, Table, UniqueConstraint

from livvly_lab.designs.columns import ID, MOMENT, TEXT, YES_NO, words
from livvly_lab.designs.livepanty.schema.base import (
    ADDRESS,
    DOLLARS,
    METADATA,
    SHARE,
    TOKENS,
    check,
    column,
    created,
    identity,
    index,
    one_of,
    reference,
    updated,
)

ECONOMY, LEDGER, INDEXES, KYC = "Token Economy", "Immutable Ledger", "Indexes and Performance", "Age Verification"

_RATE = Numeric(10, 2)

wallets = Table(
    "wallets",
    METADATA,
    reference("user_id", "users.id", "Whose wallet it is, one each", "RESTRICT", ECONOMY, key=True),
    column("balance", TOKENS, "Tokens held, reserved ones included", ECONOMY, null=False, default="0"),
    column(
        "reserved_balance",
        TOKENS,
        "Of these, tokens promised to open tips and payouts",
        ECONOMY,
        null=False,
        default="0",
    ),
    column("purchases_balance", TOKENS, "Account purchases: minus the tokens bought", null=False, default="0"),
    column("fees_balance", TOKENS, "Account fees: the platform's part of tokens earned", null=False, default="0"),
    column("payouts_balance", TOKENS, "Account payouts: tokens turned into money", null=False, default="0"),
    column("last_entry", TOKENS, "Number of the user's latest entry in the ledger", null=False, default="0"),
    column("conversion_rate", _RATE, "Tokens for one US dollar", ECONOMY, null=False, default="100"),
    column("fee_rate", SHARE, "Platform fee on tips this user gets, a share of 1", null=False, default="0.200"),
    created(),
    updated(),
    check("reserved_balance", "reserved_balance BETWEEN 0 AND balance"),
    check("purchases_balance", "purchases_balance <= 0"),
    check("earned", "fees_balance >= 0 AND payouts_balance >= 0"),
    check("last_entry", "last_entry >= 0"),
    check("conversion_rate", "conversion_rate > 0"),
    check("fee_rate", "fee_rate BETWEEN 0 AND 1"),
    comment="Balances of a user's four accounts, moved by the ledger alone, and the rates. Sharded by user_id.",
)

ledger = Table(
    "ledger",
    METADATA,
    column("id", ID, "Id of the entry", null=False, default="gen_random_uuid()"),
    column(
        "transaction_id",
        ID,
        "The transaction, whose legs sum to zero: the id of the tip, payment or payout it is about",
        LEDGER,
        null=False,
        soft="tips.id, payments.id, payouts.id",
    ),
    reference("user_id", "users.id", "Whose account it is", "RESTRICT", INDEXES, null=False),
    column("account", words(10), "wallet, purchases, fees or payouts", LEDGER, null=False),
    column("kind", words(10), "purchase, tip, payout, refund or reversal", LEDGER, null=False),
    column("amount", TOKENS, "Tokens that come into the account; below zero they leave it", LEDGER, null=False),
    column(
        "balance_before", TOKENS, "Balance of the account before; set by the trigger post_entry", LEDGER, null=False
    ),
    column("balance_after", TOKENS, "Balance of the account after; set by the trigger post_entry", LEDGER, null=False),
    column("platform_fee", TOKENS, "The amount on legs of the account fees, else 0", ECONOMY, null=False, default="0"),
    column("entry_number", TOKENS, "Place among the user's entries, from 1 without a gap", null=False),
    created("When it was posted (UTC), the same for all legs of a transaction", INDEXES),
    PrimaryKeyConstraint("id", "created_at"),
    one_of("account", "wallet", "purchases", "fees", "payouts"),
    one_of("kind", "purchase", "tip", "payout", "refund", "reversal"),
    check("amount", "amount <> 0"),
    check("balance_after", "balance_after = balance_before + amount"),
    check("platform_fee", "platform_fee = CASE account WHEN 'fees' THEN amount ELSE 0 END"),
    check("entry_number", "entry_number > 0"),
    comment="Immutable transaction history, append-only, double entry, partitioned by month of created_at. Shared.",
)
index(
    "idx_ledger_user_created",
    ledger.c.user_id,
    ledger.c.created_at.desc(),
    says="Transaction history of one user by date, the latest first",
    source=INDEXES,
)
index("idx_ledger_transaction", ledger.c.transaction_id, says="The legs of one transaction", source=LEDGER)

tips = Table(
    "tips",
    METADATA,
    identity(),
    reference("sender_id", "users.id", "Who tips", "RESTRICT", ECONOMY, null=False),
    reference("stream_id", "streams.id", "During which stream", "RESTRICT", ECONOMY, null=False),
    reference("host_id", "users.id", "Who gets it: the host of the stream", "RESTRICT", ECONOMY, null=False),
    column("tokens", TOKENS, "Tokens given", ECONOMY, null=False),
    column("platform_fee", TOKENS, "Of these, the platform's part, rounded half up", ECONOMY, null=False),
    column("message", words(200), "What is said with it"),
    column("is_anonymous", YES_NO, "The stream does not show who gave it", null=False, default="false"),
    column("status", words(10), "reserved, settled or cancelled", ECONOMY, null=False, default="'reserved'"),
    column("idempotency_key", words(64), "Key of the request, so that a repeated one tips once"),
    created("When it was given (UTC)"),
    column("settled_at", MOMENT, "When its tokens moved (UTC)"),
    UniqueConstraint("sender_id", "idempotency_key"),
    check("host_id", "sender_id <> host_id"),
    check("tokens", "tokens > 0"),
    check("platform_fee", "platform_fee BETWEEN 0 AND tokens"),
    one_of("status", "reserved", "settled", "cancelled"),
    check("settled_at", "(status = 'settled') = (settled_at IS NOT NULL)"),
    comment="Individual tip transactions during streams. Sharded by sender_id.",
)
index("idx_tips_sender", tips.c.sender_id, tips.c.created_at.desc(), says="Tips of one viewer by date", source=INDEXES)
index("idx_tips_stream", tips.c.stream_id, tips.c.created_at.desc(), says="Tips during one stream, the latest first")
index("idx_tips_host", tips.c.host_id, tips.c.created_at.desc(), says="Tips one performer got by date", source=INDEXES)
index(
    "idx_tips_reserved",
    tips.c.created_at,
    where="status = 'reserved'",
    says="Tips left open, for the job that ends them",
)

payments = Table(
    "payments",
    METADATA,
    identity(),
    reference("user_id", "users.id", "Who buys tokens", "RESTRICT", ECONOMY, null=False),
    column("provider", words(20), "Payment provider: stripe, paypal or ccbill", ECONOMY, null=False),
    column("provider_reference", words(100), "The payment at the provider"),
    column("method", words(20), "card, paypal, sepa or wallet", null=False),
    column("currency", words(3), "ISO code of what was paid in", null=False, default="'USD'"),
    column("amount", DOLLARS, "What was paid, in that currency", null=False),
    column("exchange_rate", Numeric(12, 6), "US dollars for one unit of it", null=False, default="1"),
    column("amount_usd", DOLLARS, "What was paid, in US dollars", null=False),
    column("conversion_rate", _RATE, "Tokens for one US dollar at the time", ECONOMY, null=False, default="100"),
    column("tokens", TOKENS, "Tokens bought: whole ones, what is left over is the platform's", ECONOMY, null=False),
    column("status", words(10), "pending, completed, failed or refunded", ECONOMY, null=False, default="'pending'"),
    column("failure_reason", words(200), "Why it failed, in the provider's words"),
    column("ip_address", ADDRESS, "From where it was made", "Security Features"),
    created("When it was begun (UTC)"),
    updated(),
    column("completed_at", MOMENT, "When the tokens were credited (UTC)"),
    column("refunded_at", MOMENT, "When they were taken back (UTC)"),
    one_of("provider", "stripe", "paypal", "ccbill"),
    one_of("method", "card", "paypal", "sepa", "wallet"),
    check("currency", "currency ~ '^[A-Z]{3}$'"),
    check("amount", "amount > 0 AND exchange_rate > 0"),
    check("amount_usd", "amount_usd = round(amount * exchange_rate, 2)"),
    check("tokens", "tokens > 0 AND tokens = trunc(amount_usd * conversion_rate)"),
    one_of("status", "pending", "completed", "failed", "refunded"),
    check("completed_at", "(status IN ('completed', 'refunded')) = (completed_at IS NOT NULL)"),
    check("refunded_at", "(status = 'refunded') = (refunded_at IS NOT NULL)"),
    comment="Payments for tokens and how they were processed. Sharded by user_id.",
)
index(
    "idx_payments_user",
    payments.c.user_id,
    payments.c.created_at.desc(),
    says="Payments of one user by date",
    source=INDEXES,
)
index(
    "idx_payments_provider",
    payments.c.provider_reference,
    where="provider_reference IS NOT NULL",
    unique=True,
    says="The payment a provider calls about",
)
index(
    "idx_payments_pending",
    payments.c.created_at,
    where="status = 'pending'",
    says="Payments to be asked about, the oldest first",
)

payouts = Table(
    "payouts",
    METADATA,
    identity(),
    reference("user_id", "users.id", "The performer who is paid", "RESTRICT", ECONOMY, null=False),
    reference(
        "kyc_verification_id",
        "kyc_verifications.id",
        "The approved proof of identity it stands on",
        "RESTRICT",
        KYC,
        null=False,
    ),
    column("tokens", TOKENS, "Tokens turned into money", ECONOMY, null=False),
    column("conversion_rate", _RATE, "Tokens for one US dollar at the time", ECONOMY, null=False, default="100"),
    column("amount_usd", DOLLARS, "What they are worth, in US dollars", ECONOMY, null=False),
    column("transfer_fee_usd", DOLLARS, "What the bank takes of it", null=False, default="0"),
    column("net_usd", DOLLARS, "What arrives, in US dollars", null=False),
    column("method", words(20), "bank, paypal or card", null=False),
    column("destination_token", words(100), "The account to pay to, as the payment provider knows it", null=False),
    column(
        "status", words(10), "requested, approved, paid, rejected or failed", ECONOMY, null=False, default="'requested'"
    ),
    reference("reviewed_by", "users.id", "The admin who decided", "RESTRICT"),
    column("rejection_reason", TEXT, "Why it was rejected or failed"),
    column("provider_reference", words(100), "The transfer at the bank"),
    created("When it was asked for (UTC)"),
    updated(),
    column("decided_at", MOMENT, "When an admin decided (UTC)"),
    column("paid_at", MOMENT, "When it was paid (UTC)"),
    check("tokens", "tokens >= 5000"),
    check("amount_usd", "amount_usd = round(tokens / conversion_rate, 2)"),
    check("net_usd", "net_usd = amount_usd - transfer_fee_usd AND net_usd > 0 AND transfer_fee_usd >= 0"),
    one_of("method", "bank", "paypal", "card"),
    one_of("status", "requested", "approved", "paid", "rejected", "failed"),
    check("reviewed_by", "status = 'requested' OR reviewed_by IS NOT NULL AND decided_at IS NOT NULL"),
    check("own", "reviewed_by <> user_id"),
    check("paid_at", "(status = 'paid') = (paid_at IS NOT NULL)"),
    comment="Payout requests of performers and their processing. Sharded by user_id.",
)
index(
    "idx_payouts_user",
    payouts.c.user_id,
    payouts.c.created_at.desc(),
    says="Payouts of one performer by date",
    source=INDEXES,
)
index("idx_payouts_kyc", payouts.c.kyc_verification_id, says="Payouts that stand on one proof of identity")
index(
    "idx_payouts_open",
    payouts.c.created_at,
    where="status IN ('requested', 'approved')",
    says="Payouts to be decided or paid, the oldest first",
)
index(
    "idx_payouts_reviewer",
    payouts.c.reviewed_by,
    where="reviewed_by IS NOT NULL",
    says="Payouts one admin decided",
)
