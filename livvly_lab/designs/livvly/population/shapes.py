"""The declared shapes of livvly's population: how much, how skewed, when. Every number somebody may want to turn.

Source: livvly REQ-DB-001 to 006 for what exists; the shares and shapes are ours.
"""

from datetime import UTC, datetime

from livvly_lab.domain.clock import Rhythm
from livvly_lab.domain.draw import Choice, Distribution, LogNormal, Zipf, choice

AS_OF = datetime(2026, 11, 1, tzinfo=UTC)

RATIOS = {
    "users": 1.0,
    "user_interests": 3.0,
    "user_verification": 1.0,
    "matching_preferences": 0.6,
    "coin_wallets": 1.0,
    "transactions": 6.0,
    "calls": 4.0,
    "gift_transactions": 1.5,
    "rooms": 0.1,
    "room_participants": 1.0,
    "notifications": 4.0,
    "ai_moderation_transcripts": 0.3,
    "referrals": 0.15,
    "user_blocks": 0.1,
    "user_subscriptions": 0.05,
    "reports": 0.02,
    "diamond_wallets": 0.02,
    "creator_kyc": 0.02,
    "creator_performance": 0.02,
    "creator_call_rates": 0.017,
    "withdrawals": 0.05,
}
"""Rows per user at activity 1."""

SCALES_WITH_ACTIVITY = frozenset(
    {
        "transactions",
        "calls",
        "gift_transactions",
        "rooms",
        "room_participants",
        "notifications",
        "ai_moderation_transcripts",
        "user_blocks",
        "reports",
    }
)

CREATORS_PER_USER = 0.02
USERS_PER_MODERATOR = 400
MOST_MODERATORS = 40

# Who they are.
LANGUAGE = choice({"ta": 0.30, "te": 0.22, "hi": 0.20, "kn": 0.15, "en": 0.13})
GENDER = choice({"male": 0.68, "female": 0.28, "other": 0.01, "undisclosed": 0.03})
GENDER_OF_CREATORS = choice({"female": 0.78, "male": 0.19, "other": 0.02, "undisclosed": 0.01})
NAME_RANK = Zipf(exponent=0.7, shift=3)
NATIVE_SCRIPT_SHARE = 0.55
LAST_NAME_SHARE = 0.7
PHOTO_SHARE = 0.7
BIO_SHARE = 0.65
YEARS_OVER_18 = LogNormal(median=8.0, sigma=0.7, most=50.0)
TIER = Choice((1, 2, 3, 4), (0.62, 0.25, 0.10, 0.03))
TIER_OF_CREATORS = Choice((2, 3, 4), (0.2, 0.55, 0.25))
VERIFIED_FROM_TIER = 3
INTERESTS_PER_USER = Choice((1, 2, 3, 4, 5), (0.12, 0.23, 0.31, 0.21, 0.13))

# When they come and go.
ARRIVALS = Rhythm(
    hours=(5, 3, 2, 1, 1, 1, 2, 3, 4, 5, 5, 5, 6, 6, 5, 5, 6, 7, 9, 11, 13, 14, 12, 8),
    weekdays=(9, 9, 9, 10, 11, 14, 13),
    utc_offset_minutes=330,
    growth_per_month=1.06,
)
ACTIVITY = Rhythm(
    hours=(7, 4, 2, 1, 1, 1, 1, 2, 3, 3, 4, 4, 5, 5, 4, 4, 5, 6, 8, 11, 14, 17, 18, 13),
    weekdays=(9, 9, 9, 10, 11, 14, 14),
    utc_offset_minutes=330,
)
ROOM_TIMES = Rhythm(
    hours=(6, 2, 1, 0, 0, 0, 1, 2, 2, 3, 4, 4, 5, 5, 4, 4, 5, 7, 9, 13, 17, 20, 20, 13),
    weekdays=(8, 8, 9, 10, 12, 15, 15),
    utc_offset_minutes=330,
    growth_per_month=1.06,
)
FATE = choice({"active": 0.79, "inactive": 0.15, "deleted": 0.02, "never came back": 0.04})
FATE_OF_CREATORS = choice({"active": 0.91, "inactive": 0.07, "deleted": 0.02})
HOURS_SINCE_SEEN = LogNormal(median=20.0, sigma=1.4)
HOURS_SINCE_SEEN_OF_CREATORS = LogNormal(median=0.5, sigma=1.6)
DAYS_TO_SETTLE = 30.0

# What they do.
ENGAGEMENT = LogNormal.of_mean(1.0, sigma=1.1)
ENGAGEMENT_OF_CREATORS_AS_CALLERS = 0.2
SPENDING = LogNormal(median=1.0, sigma=0.9)
POPULARITY = Zipf(exponent=1.0, shift=1.0, flat=0.02)
CALL_TYPE = choice({"audio": 0.68, "video": 0.32})
CALL_STATUS = choice({"completed": 0.71, "missed": 0.14, "rejected": 0.09, "dropped": 0.06})
CALL_SECONDS = LogNormal(median=125.0, sigma=1.0, most=5_400.0)
CALL_PACKAGES = 2.0
RATING = Choice((5, 4, 3, 2, 1), (0.52, 0.26, 0.12, 0.05, 0.05))
RATED_SHARE = 0.42
REFUNDED_SHARE = 0.25
GIFT = Zipf(exponent=1.9)
GIFT_PACKAGES = 8.0
GIFT_QUANTITY = Choice((1, 2, 3, 5, 10), (0.82, 0.09, 0.05, 0.03, 0.01))
GIFT_CONTEXT = choice({"call": 0.45, "profile": 0.33, "room": 0.22})
GIFT_MESSAGE_SHARE = 0.3
ROOM_MINUTES = LogNormal(median=50.0, sigma=0.7, most=360.0)
LIVE_ROOMS_SHARE = 0.012
SCHEDULED_ROOMS_SHARE = 0.008
LIVE_HOURS = 6.0
LIVE_VISITS_SHARE = 0.04
ROOM_STAY = LogNormal(median=0.25, sigma=0.9, most=1.0)
ROOM_ROLE = choice({"listener": 0.84, "speaker": 0.13, "moderator": 0.03})
ROOM_PLACES = Choice((50, 100, 200, 500), (0.45, 0.35, 0.15, 0.05))

# What creators ask for, earn and draw.
AUDIO_RATE = LogNormal(median=12.0, sigma=0.35, most=22.0)
VIDEO_FACTOR = 1.4
RATE_RANGE_COINS = (8.0, 25.0)
RATES_SET_SHARE = 0.85
RATES_IN_USE_SHARE = 0.95
PEAK_FACTOR = Choice((100, 125, 150, 200), (0.4, 0.25, 0.3, 0.05))
PEAK_HOURS = choice({"22-2": 0.8, "21-1": 0.12, "20-0": 0.08})
REVENUE_TIERS = ((0, "tier_1_75", 75), (3_000, "tier_2_80", 80), (10_000, "tier_3_85", 85))
"""From how many diamonds in 30 days, which tier, which percentage."""
KYC_STATUS = choice({"verified": 0.86, "pending": 0.09, "rejected": 0.05})
LEAST_WITHDRAWAL_DIAMONDS = 200
WITHDRAWAL_CHANCE = 0.38
WITHDRAWAL_SHARE = Choice((100, 75, 50), (0.5, 0.25, 0.25))
WITHDRAWAL_REJECTED_SHARE = 0.04
PAYOUT_DAYS = LogNormal(median=1.5, sigma=0.6, most=12.0)

# What is paid, and how.
PAYMENT_METHOD = choice({"upi": 0.8, "card": 0.09, "wallet": 0.07, "netbanking": 0.04})
GATEWAY = choice({"razorpay": 0.7, "cashfree": 0.3})
FAILED_PAYMENT_SHARE = 0.05
SUBSCRIBED_SHARE = 0.055
SUBSCRIPTION_STATUS = choice({"expired": 0.8, "cancelled": 0.2})
AUTO_RENEW_SHARE = 0.4

# What they tell each other, and what is told to them.
REFERRED_SHARE = 0.12
OPEN_INVITATION_SHARE = 0.05
REWARDED_SHARE = 0.75
REFERRAL_LAGS = (0.002, 0.006, 0.012, 0.025, 0.045, 0.07, 0.11, 0.16)
"""How far before a referee their referrer signed up, as shares of all users: one of them for each referee."""
BLOCK_REASON = choice({"Rude": 0.3, "Spam": 0.25, "Asked for money": 0.15, "Not interested": 0.3})
BLOCK_CONTEXT = choice({"call": 0.7, "profile": 0.3})
REPORT_CONTEXT = choice({"call": 0.55, "room": 0.2, "profile": 0.25})
REPORT_STATUS = choice({"pending": 0.2, "reviewed": 0.3, "action_taken": 0.25, "dismissed": 0.25})
CALL_REQUEST_SHARE = 0.25
GIFT_RECEIVED_SHARE = 0.5
CREATOR_ONLINE_PER_USER = 1.5
NEW_MESSAGE_PER_USER = 0.75
NOTIFICATION_STATUS = choice({"delivered": 0.42, "clicked": 0.28, "dismissed": 0.18, "sent": 0.07, "failed": 0.05})
TRANSCRIBED_CALLS_SHARE = 0.08
TRANSCRIBED_ROOMS_SHARE = 0.4
VOICE_MESSAGES_PER_USER = 0.015
FLAGGED_SHARE = 0.03
REVIEW_STATUS = choice({"pending": 0.35, "reviewed": 0.2, "action_taken": 0.3, "false_positive": 0.15})
CONFIDENCE = Choice((9_800, 9_400, 8_900, 8_100, 7_000), (0.35, 0.3, 0.2, 0.1, 0.05))
PROVIDER = choice({"google": 0.5, "whisper": 0.3, "azure": 0.2})

DISTRIBUTIONS: dict[str, Distribution] = {
    "popularity of creators (rank)": POPULARITY,
    "engagement of users": ENGAGEMENT,
    "spending of users": SPENDING,
    "arrivals by hour of the week": ARRIVALS,
    "activity by hour of the week": ACTIVITY,
    "call seconds": CALL_SECONDS,
    "room minutes": ROOM_MINUTES,
    "gift by price (rank)": GIFT,
    "hours since last seen": HOURS_SINCE_SEEN,
    "years over 18": YEARS_OVER_18,
    "language": LANGUAGE,
    "gender": GENDER,
    "verification tier": TIER,
    "fate of users": FATE,
    "call status": CALL_STATUS,
    "call type": CALL_TYPE,
    "gift context": GIFT_CONTEXT,
    "payment method": PAYMENT_METHOD,
}
"""The shapes that are drawn beside what came out."""
