"""How the population of wolo is measured: the declared shapes by name, the samples, and whom to show."""

from livvly_lab.designs.samples import read_samples, read_sql
from livvly_lab.designs.wolo.population import shapes
from livvly_lab.domain.draw import Choice, Distribution
from livvly_lab.domain.sample import Portrait

DESIGN = "livvly_lab.designs.wolo"


def _given(share: float) -> Choice:
    return Choice(("given", "absent"), (share, 1 - share))


SHAPES: dict[str, Distribution] = {
    **shapes.DISTRIBUTIONS,
    "digest": shapes.DIGEST,
    "language": shapes.LOCALE,
    "picture": _given(shapes.AVATAR_SHARE),
    "address": _given(shapes.ADDRESS_SHARE),
    "donor with account": _given(shapes.REGISTERED_DONOR_SHARE),
    "refund reason": shapes.REFUND_REASON,
    "delivery of messages": shapes.DELIVERY,
    "repeated webhooks": shapes.WEBHOOK_RETRIES,
}
"""What is measured: the shapes the population names, and those of parts of it."""

SAMPLES = read_samples(DESIGN, SHAPES)

PORTRAIT = Portrait(
    *read_sql(DESIGN, "portrait/users.sql"),
    different=(
        ("phone number", "users", "phone"),
        ("referral code", "referrals", "referral_code"),
        ("QR code", "qr_codes", "code"),
    ),
)
