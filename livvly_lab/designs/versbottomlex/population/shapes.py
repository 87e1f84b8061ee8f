"""The declared shapes of the population: how much, how skewed, when. Every number somebody may want to turn.

The document names no number: shares and shapes are ours, in the range of what live streaming platforms publish.
"""

from datetime import UTC, datetime

from livvly_lab.domain.clock import Rhythm
from livvly_lab.domain.draw import Choice, Distribution, LogNormal, Zipf, choice

AS_OF = datetime(2026, 11, 1, tzinfo=UTC)

RATIOS = {
    "users": 1.0,
    "login_identities": 2.0,
    "user_roles": 1.022,
    "user_preferences": 1.0,
    "account_flags": 0.0215,
    "viewer_profiles": 1.0,
    "notification_settings": 0.23,
    "payment_methods": 0.515,
    "performer_profiles": 0.02,
    "performer_categories": 0.029,
    "performer_tags": 0.06,
    "performer_schedules": 0.049,
    "payout_accounts": 0.0186,
    "pricing_plans": 0.055,
    "plan_prices": 0.413,
    "follows": 2.0,
    "favorites": 0.45,
    "streams": 0.405,
    "stream_tags": 1.215,
    "stream_invitations": 0.055,
    "stream_archives": 0.205,
    "promotions": 0.0118,
    "subscriptions": 0.247,
    "transactions": 0.785,
    "provider_events": 0.785,
    "payouts": 0.138,
    "stream_views": 3.6,
    "reactions": 1.37,
    "messages": 3.5,
    "message_attachments": 0.105,
    "polls": 0.06,
    "poll_votes": 0.218,
    "notifications": 2.51,
    "performance_metrics": 0.386,
    "audit_logs": 1.75,
}
"""Rows per user at activity 1."""

SCALES_WITH_ACTIVITY = frozenset({"stream_views", "messages", "reactions", "poll_votes", "notifications"})

USERS_PER_PERFORMER = 50
USERS_PER_STAFF = 1_000
MOST_STAFF = 30

# Who they are.
COUNTRY = choice(
    {
        "US": 0.34, "DE": 0.12, "GB": 0.10, "FR": 0.08, "BR": 0.07, "ES": 0.06, "CA": 0.06, "IT": 0.05, "NL": 0.04,
        "MX": 0.04, "AU": 0.02, "JP": 0.02,
    }
)  # fmt: skip
AGE = LogNormal(median=13.0, sigma=0.6, most=60.0)
"""Years beyond eighteen, at the signup."""
FATE = choice({"active": 0.80, "inactive": 0.15, "deleted": 0.012, "never came back": 0.038})
FATE_OF_PERFORMERS = choice({"active": 0.88, "inactive": 0.10, "deleted": 0.02})
CLOSED_DAYS = 29
"""Closed accounts are emptied after thirty days; the population shows those that are not yet."""
HOURS_SINCE_SEEN = LogNormal(median=20.0, sigma=1.4)
ENGAGEMENT = LogNormal.of_mean(1.0, sigma=1.0)
MFA_SHARE = 0.22
EMAIL_VERIFIED_SHARE = 0.94
BIO_SHARE = 0.3
AVATAR_SHARE = 0.55
CONSENT_SHARE = 0.35
THEME = choice({"dark": 0.52, "system": 0.36, "light": 0.12})
QUALITY = choice({"auto": 0.82, "best": 0.12, "data_saver": 0.06})
HIGHEST_RATING = choice({"adult": 0.62, "mature": 0.25, "teen": 0.1, "general": 0.03})
FLAGGED_SHARE = 0.02
FLAG_OUTCOME = choice({"dismissed": 0.5, "warned": 0.32, "suspended": 0.13, "banned": 0.05})
METHOD_SHARE = 0.45
SECOND_METHOD_SHARE = 0.15
METHOD_KIND = choice({"card": 0.74, "wallet": 0.19, "bank_debit": 0.07})
CARD_BRAND = choice({"visa": 0.5, "mastercard": 0.36, "amex": 0.14})
LIVE_OFF_SHARE = 0.15
NEWSLETTER_OFF_SHARE = 0.08
CHANNEL = choice({"in_app": 0.62, "push": 0.3, "email": 0.08})

# When they come, and when they do something, on a clock between New York and Berlin.
ARRIVALS = Rhythm(
    hours=(9, 7, 5, 4, 3, 3, 3, 3, 4, 5, 6, 6, 7, 7, 7, 8, 9, 10, 12, 14, 15, 15, 14, 12),
    weekdays=(13, 13, 13, 13, 15, 17, 16),
    utc_offset_minutes=-120,
    growth_per_month=1.06,
)
ACTIVITY = Rhythm(
    hours=(8, 6, 4, 2, 1, 1, 1, 2, 2, 3, 4, 5, 6, 6, 6, 7, 9, 11, 15, 20, 23, 22, 18, 13),
    weekdays=(12, 12, 12, 13, 17, 19, 15),
    utc_offset_minutes=-120,
)

# Performers.
VERIFICATION_DAYS = LogNormal(median=2.0, sigma=0.7, most=20.0)
POPULARITY = Zipf(exponent=1.0, shift=2.0, flat=0.006)
DILIGENCE = LogNormal.of_mean(1.0, sigma=0.7)
HEIGHT = choice([("720", 0.3), ("1080", 0.55), ("1440", 0.1), ("2160", 0.05)])
CHAT_MODE = choice({"everyone": 0.7, "followers": 0.22, "subscribers": 0.08})
RECORDS_SHARE = 0.85
CATEGORY_RANK = Zipf(exponent=0.7, shift=2)
SECOND_CATEGORY_SHARE = 0.45
TAG_RANK = Zipf(exponent=0.7, shift=3)
TAGS_OF_STREAM = 3
SLOTS = Choice((1, 2, 3, 4), (0.2, 0.3, 0.3, 0.2))
ACCOUNT_SHARE = 0.93
ACCOUNT_METHOD = choice({"sepa": 0.4, "ach": 0.36, "swift": 0.14, "paypal": 0.1})

# Streams.
STREAMS_PER_USER = 0.4
MINUTES = LogNormal(median=75.0, sigma=0.6, most=360.0)
VISIBILITY = choice({"public": 0.62, "followers": 0.12, "subscribers": 0.13, "pay_per_view": 0.07, "invited": 0.06})
CANCELLED_SHARE = 0.03
LIVE_SHARE = 0.05
SCHEDULED_SHARE = 0.3
STREAMS_DELETED_SHARE = 0.01
PROTOCOL = choice({"rtmp": 0.68, "srt": 0.22, "whip": 0.1})
CODEC = choice({"h264": 0.74, "hevc": 0.16, "av1": 0.1})
FRAMES = choice([("30", 0.48), ("60", 0.42), ("25", 0.1)])
RETENTION = choice({"standard": 0.6, "extended": 0.28, "short": 0.1, "evidence": 0.02})
MODERATION = choice({"approved": 0.94, "restricted": 0.04, "rejected": 0.02})

# Who watches.
FOLLOWS_PER_USER = 2.0
VIEWS_PER_USER = 9.0
FOLLOWERS_SHARE = 0.65
FAN_SHARE = 0.5
TIPS_OF_FAN = LogNormal(median=2.2, sigma=0.8, most=30.0)
BUYERS_PER_FOLLOWER = 0.12
INVITED_AT_ONCE = 9
STAY = LogNormal(median=0.3, sigma=0.8, most=1.0)
"""The part of a stream that is watched."""
DEVICE = choice({"phone": 0.52, "desktop": 0.3, "tv": 0.1, "tablet": 0.08})
LIKE_SHARE = 0.34
SHARE_SHARE = 0.04
SHARED_TO = choice({"whatsapp": 0.4, "x": 0.22, "telegram": 0.2, "link": 0.18})
FEELING = choice({"like": 0.72, "love": 0.16, "laugh": 0.08, "wow": 0.04})
CHATTINESS = LogNormal.of_mean(0.8, sigma=1.0)
FLAGGED_MESSAGES = choice({"clean": 0.99, "hidden": 0.006, "approved": 0.003, "flagged": 0.001})
WRITES_SHARE = 0.12
ATTACHMENT_SHARE = 0.18
POLL_SHARE = 0.16
VOTE_SHARE = 0.45
KEPT_SHARE = 0.3
TOLD_SHARE = 0.8

# What they pay.
TIERS = Choice((1, 2, 3), (0.25, 0.45, 0.3))
TIER_NAMES = ("Friends", "Front row", "Backstage")
TIER_CENTS = (499, 999, 1_999)
TICKET_SHARE = 0.7
TICKET_CENTS = Choice((500, 900, 1_500, 2_500), (0.4, 0.3, 0.2, 0.1))
PRICE_LEVEL = Choice((80, 100, 150, 200), (0.2, 0.5, 0.2, 0.1))
RAISED_SHARE = 0.3
RAISED_PERCENT = 120
REGION_PERCENT = {"NA": 100, "EU": 95, "UK": 80, "LATAM": 55, "APAC": 75, "JP": 150}
"""Minor units of the region's currency for a US cent."""
SUBSCRIBES_SHARE = 0.28
TIER = Choice((1, 2, 3), (0.55, 0.3, 0.15))
PERIODS = LogNormal(median=3.4, sigma=0.9, most=24.0)
OVER = choice({"expired": 0.5, "cancelled": 0.5})
PROMOTION_SHARE = 0.35
PERCENT_OFF = Choice((10, 20, 25, 50), (0.3, 0.4, 0.2, 0.1))
TAKEN_SHARE = 0.7
TIP_CENTS = Choice((200, 300, 500, 1_000, 2_000, 5_000, 10_000), (0.2, 0.18, 0.27, 0.2, 0.09, 0.04, 0.02))
GIFT_SHARE = 0.3
GIFT_RANK = Zipf(exponent=1.0, shift=1)
TIP_MESSAGE_SHARE = 0.4
FAILED_FIRST_SHARE = 0.04
PAYMENT_OUTCOME = choice({"settled": 0.975, "refunded": 0.018, "disputed": 0.004, "failed": 0.003})
RISK = LogNormal(median=6.0, sigma=0.9, most=100.0)
REVIEW_FROM = 85
PAYOUT_DAY = 5

DISTRIBUTIONS: dict[str, Distribution] = {
    "arrivals by hour of the week": ARRIVALS,
    "streams by hour of the week": ACTIVITY,
    "country": COUNTRY,
    "years beyond eighteen": AGE,
    "popularity of performers (rank)": POPULARITY,
    "minutes of a stream": MINUTES,
    "visibility": VISIBILITY,
    "tier": TIER,
    "tip": TIP_CENTS,
    "method of payment": METHOD_KIND,
    "device": DEVICE,
    "feeling": FEELING,
    "outcome of flags": FLAG_OUTCOME,
    "retention": RETENTION,
}
"""The shapes that are drawn beside what came out."""
