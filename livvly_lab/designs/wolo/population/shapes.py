"""The declared shapes of wolo's population: how much, how skewed, when. Every number somebody may want to turn.

Source: wolo section 3 for what exists; the shares and shapes are ours.
"""

from datetime import UTC, datetime

from livvly_lab.domain.clock import Rhythm
from livvly_lab.domain.draw import Choice, Distribution, LogNormal, Zipf, choice

AS_OF = datetime(2026, 11, 1, tzinfo=UTC)

RATIOS = {
    "users": 1.0,
    "profiles": 1.0,
    "notification_preferences": 1.0,
    "user_sessions": 1.14,
    "password_reset_tokens": 0.025,
    "user_addresses": 0.4,
    "referrals": 1.12,
    "sponsor_daily_limits": 0.54,
    "sponsor_contact_batches": 0.075,
    "points_ledger": 0.48,
    "points_conversions": 0.07,
    "pots": 0.54,
    "pot_invitations": 1.63,
    "pot_analytics": 2.67,
    "donations": 3.55,
    "wave_webhook_events": 3.55,
    "refunds": 0.06,
    "qr_codes": 0.355,
    "qr_redemption_logs": 0.26,
    "notifications": 7.3,
    "analytics_events": 6.13,
    "ab_test_assignments": 0.42,
    "audit_logs": 0.89,
}
"""Rows per user at activity 1."""

SCALES_WITH_ACTIVITY = frozenset(
    {
        "user_sessions",
        "referrals",
        "sponsor_daily_limits",
        "sponsor_contact_batches",
        "pot_invitations",
        "pot_analytics",
        "donations",
        "wave_webhook_events",
        "notifications",
        "analytics_events",
    }
)

# Who they are.
AUTH_PROVIDER = choice({"phone": 0.86, "google": 0.10, "facebook": 0.04})
PHONE_SHARE_OF_SOCIAL = 0.45
EMAIL_SHARE_OF_PHONE = 0.25
WOMAN_SHARE = 0.52
NAME_RANK = Zipf(exponent=0.6, shift=4)
YEARS_OVER_13 = LogNormal(median=11.0, sigma=0.6, most=60.0)
LOCALE = choice({"fr-SN": 0.93, "wo-SN": 0.06, "fr-FR": 0.01})
AVATAR_SHARE = 0.45
BIO_SHARE = 0.3
PUBLIC_SHARE = 0.8
CONTACT_SHARE = 0.7
ADDRESS_SHARE = 0.4
ADDRESS_TYPE = choice({"primary": 0.85, "delivery": 0.1, "billing": 0.05})
RELATIONSHIP = choice({"parent": 0.78, "guardian": 0.12, "sibling": 0.10})
VERIFIED_SHARE = 0.12
VERIFIED_SHARE_OF_MINORS = 0.5
ID_TYPE = choice({"national_id": 0.82, "passport": 0.18})
MARKETING_CONSENT_SHARE = 0.22
CONSENT_WITHDRAWN_SHARE = 0.15
DIGEST = choice({"daily": 0.72, "immediate": 0.2, "weekly": 0.08})

# When they come and go.
ARRIVALS = Rhythm(
    hours=(4, 2, 1, 1, 1, 1, 2, 4, 5, 6, 6, 6, 7, 7, 6, 6, 7, 8, 9, 11, 13, 14, 12, 8),
    weekdays=(9, 9, 9, 10, 11, 14, 13),
    utc_offset_minutes=0,
    growth_per_month=1.07,
)
ACTIVITY = Rhythm(
    hours=(5, 3, 1, 1, 1, 1, 2, 3, 4, 5, 5, 5, 6, 6, 6, 6, 7, 8, 10, 12, 14, 15, 14, 9),
    weekdays=(9, 9, 9, 10, 12, 14, 13),
    utc_offset_minutes=0,
)
FATE = choice({"active": 0.8, "dormant": 0.13, "never came back": 0.045, "suspended": 0.015, "leaving": 0.01})
HOURS_SINCE_SEEN = LogNormal(median=30.0, sigma=1.5)
LEAVING_DAYS = 30.0
"""Who leaves asked for it in these days: after them the account is erased. Source: wolo section 6."""
ENGAGEMENT = LogNormal.of_mean(1.0, sigma=1.0)
SESSION_DAYS = 90
SESSIONS_PER_USER = 1.3
RESET_SHARE = 0.03

# Whom they invite.
REFERRED_SHARE = 0.32
REFERRAL_LAGS = (0.002, 0.006, 0.012, 0.025, 0.045, 0.07, 0.11, 0.16)
"""How far before a user their sponsor signed up, as shares of all users: one of them for each user."""
BURSTS_PER_USER = 0.32
BURST_SIZE = LogNormal(median=1.7, sigma=0.8, most=20.0)
REFERRAL_DAYS = 7
INVITED_BY_PHONE_SHARE = 0.88
INVITATION_OUTCOME = choice({"expired": 0.78, "declined": 0.22})
SELECTION = choice({"batch": 0.8, "individual": 0.2})
BATCH_FROM = 4
"""From so many invitations on a day the contacts were chosen as a batch."""
SNAPSHOT_DAYS = 30
MATURES_DAYS = 7
POINTS = {"referral_accepted": 100, "pot_opened": 150, "first_donation": 250}
REVOKED_SHARE = 0.01
POINT_CFA = 5
LEAST_CONVERTED = 100

# What they collect.
POT_SHARE = 0.62
"""Share of birthdays, thirty-one days or more after signup, for which there is a pot."""
POT_LEAD_DAYS = 90
OPENS_DAYS = 30
PACK_RANK = Zipf(exponent=0.8, shift=2)
TARGET_FACTOR = Choice((1, 2, 3, 5, 8), (0.2, 0.25, 0.25, 0.2, 0.1))
VISIBILITY = choice({"friends_only": 0.5, "private": 0.2, "public": 0.3})
POT_INVITATIONS = 4.0
INVITATION_METHOD = choice({"whatsapp": 0.72, "sms": 0.16, "email": 0.07, "social": 0.05})
OPENED_SHARE = 0.62
CLICKED_SHARE = 0.55
VIEWS_PER_DONATION = LogNormal(median=4.0, sigma=0.5)
SHARE_OF_VIEWS = 0.06

# What is given.
DONATIONS_PER_POT = LogNormal.of_mean(9.0, sigma=0.7)
DONATIONS_AT_MOST = 400
AMOUNT = Choice(
    (500, 1_000, 2_000, 2_500, 3_000, 5_000, 7_500, 10_000, 15_000, 20_000, 25_000, 50_000),
    (0.06, 0.19, 0.16, 0.07, 0.07, 0.2, 0.04, 0.12, 0.03, 0.03, 0.02, 0.01),
)
REGISTERED_DONOR_SHARE = 0.42
ANONYMOUS_SHARE = 0.14
SHOW_AMOUNT_SHARE = 0.85
MESSAGE_SHARE = 0.55
PAYMENT_OUTCOME = choice({"succeeded": 0.92, "failed": 0.08})
CONFIRM_SECONDS = LogNormal(median=35.0, sigma=0.8, most=900.0)
RISK_SCORE = LogNormal(median=6.0, sigma=0.9, most=100.0)
REFUNDED_POT_SHARE = 0.075
"""Share of pots of which one payment is asked back."""
REFUND_REASON = choice({"user_request": 0.7, "fraud": 0.2, "admin_action": 0.1})
REFUND_HOURS = LogNormal(median=20.0, sigma=0.8, most=96.0)
WEBHOOK_RETRIES = Choice((0, 1, 2, 3), (0.94, 0.04, 0.015, 0.005))

# What is redeemed.
REDEEMED_SHARE = 0.72
REDEEM_DAYS = LogNormal(median=9.0, sigma=0.8)
SECOND_SCAN_SHARE = 0.06
LATE_SCAN_SHARE = 0.15

# What is told, seen and tried.
CHANNEL = choice({"whatsapp": 0.55, "sms": 0.3, "email": 0.15})
DELIVERY = choice({"delivered": 0.93, "sent": 0.03, "failed": 0.025, "bounced": 0.015})
MARKETING_PER_CONSENT = 3.0
EVENTS_PER_USER = 4.6
EVENT_NAME = choice(
    {
        "pot_viewed": 0.46,
        "page_viewed": 0.22,
        "pot_shared": 0.09,
        "donation_started": 0.11,
        "referral_opened": 0.06,
        "pack_viewed": 0.06,
    }
)
VISITOR_SHARE = 0.3
PLATFORM = choice({"mobile_app": 0.66, "web": 0.34})
ASSIGNED_SHARE = 0.9

DISTRIBUTIONS: dict[str, Distribution] = {
    "arrivals by hour of the week": ARRIVALS,
    "activity by hour of the week": ACTIVITY,
    "engagement of users": ENGAGEMENT,
    "fate of users": FATE,
    "years over 13": YEARS_OVER_13,
    "sign-in": AUTH_PROVIDER,
    "hours since last seen": HOURS_SINCE_SEEN,
    "donation amount": AMOUNT,
    "payment outcome": PAYMENT_OUTCOME,
    "donations to a pot": DONATIONS_PER_POT,
    "pack wished for (rank)": PACK_RANK,
    "invitation method": INVITATION_METHOD,
    "fate of an invitation": INVITATION_OUTCOME,
    "invitations at once": BURST_SIZE,
    "visibility of pots": VISIBILITY,
    "platform": PLATFORM,
    "event": EVENT_NAME,
}
"""The shapes that are drawn beside what came out."""
