"""The declared shapes of the population: how much, how skewed, when. Every number somebody may want to turn.

Source: livepanty for what exists, for 100 tokens a dollar and for KYC before a payout; the shares and shapes are ours.
"""

from datetime import UTC, datetime

from livvly_lab.domain.clock import Rhythm
from livvly_lab.domain.draw import Choice, Distribution, LogNormal, Zipf, choice

AS_OF = datetime(2026, 11, 1, tzinfo=UTC)

RATIOS = {
    "users": 1.0,
    "user_preferences": 0.976,
    "auth_sessions": 0.505,
    "password_reset_tokens": 0.021,
    "wallets": 1.0,
    "ledger": 6.67,
    "tips": 1.66,
    "payments": 0.89,
    "payouts": 0.0325,
    "streams": 0.49,
    "stream_viewers": 2.9,
    "kyc_verifications": 0.077,
    "reports": 0.019,
    "moderation_flags": 0.019,
    "user_sanctions": 0.0122,
    "audit_logs": 0.99,
}
"""Rows per user at activity 1: one user in twenty is a performer."""

SCALES_WITH_ACTIVITY = frozenset({"ledger", "tips", "payments", "payouts", "stream_viewers", "reports", "audit_logs"})

USERS_PER_PERFORMER = 20
USERS_PER_MODERATOR = 500
MOST_MODERATORS = 15

# Who they are.
COUNTRY = choice(
    {"US": 0.44, "GB": 0.12, "DE": 0.11, "FR": 0.08, "CA": 0.08, "ES": 0.06, "AU": 0.05, "NL": 0.04, "IE": 0.02}
)
EMAIL_HOST = choice({"gmail.com": 0.62, "outlook.com": 0.16, "icloud.com": 0.12, "proton.me": 0.10})
NAME_RANK = Zipf(exponent=0.6, shift=4)
AGE_YEARS = LogNormal(median=13.0, sigma=0.55, most=60.0)
"""Years over eighteen at signup."""
VERIFIED_SHARE = 0.9
FATE = choice(
    {"active": 0.80, "inactive": 0.125, "closed": 0.03, "never came back": 0.035, "banned": 0.007, "suspended": 0.003}
)
_OUT = ("closed", "banned", "suspended")
FATE_OF_PERFORMERS = choice({"active": 0.90, "inactive": 0.07, "closed": 0.02, "banned": 0.01})
STATUS = choice(
    {
        "active": sum(weight for fate, weight in zip(FATE.values, FATE.weights, strict=True) if fate not in _OUT),
        **{str(fate): weight for fate, weight in zip(FATE.values, FATE.weights, strict=True) if fate in _OUT},
    }
)
"""What a fate makes of the status of an account."""
ERASED_AFTER_DAYS = 30
HOURS_SINCE_SEEN = LogNormal(median=30.0, sigma=1.3)
ONLINE_SHARE = 0.02
ENGAGEMENT = LogNormal.of_mean(1.0, sigma=1.1)
LANGUAGE = {"US": "en", "GB": "en", "CA": "en", "AU": "en", "IE": "en", "DE": "de", "FR": "fr", "ES": "es", "NL": "nl"}
TIMEZONE = {
    "US": "America/New_York",
    "GB": "Europe/London",
    "CA": "America/Toronto",
    "AU": "Australia/Sydney",
    "IE": "Europe/Dublin",
    "DE": "Europe/Berlin",
    "FR": "Europe/Paris",
    "ES": "Europe/Madrid",
    "NL": "Europe/Amsterdam",
}
CURRENCY = {"GB": "GBP", "DE": "EUR", "FR": "EUR", "ES": "EUR", "NL": "EUR", "IE": "EUR"}
EXCHANGE_MICROS = {"USD": 1_000_000, "EUR": 1_080_000, "GBP": 1_270_000}
"""Millionths of a US dollar for one unit; the same all the time."""
MARKETING_SHARE = 0.3
PRIVATE_SHARE = 0.12

# When they come, and when performers go live: evenings, more on Friday and Saturday.
ARRIVALS = Rhythm(
    hours=(9, 7, 5, 4, 3, 2, 2, 3, 3, 4, 4, 5, 5, 5, 5, 6, 6, 7, 8, 10, 12, 13, 13, 11),
    weekdays=(12, 12, 12, 13, 15, 16, 14),
    utc_offset_minutes=0,
    growth_per_month=1.04,
)
ACTIVITY = Rhythm(
    hours=(14, 12, 9, 6, 4, 2, 2, 2, 2, 3, 3, 4, 4, 5, 5, 6, 7, 8, 11, 14, 17, 19, 19, 17),
    weekdays=(11, 11, 12, 13, 17, 19, 15),
    utc_offset_minutes=0,
)

# Sessions.
SESSION_DAYS = 60
DEVICE_TYPE = choice({"web": 0.46, "android": 0.30, "ios": 0.22, "tv": 0.02})
RESET_SHARE = 0.021
RESET_USED_SHARE = 0.7

# Streams.
DILIGENCE = LogNormal.of_mean(1.0, sigma=0.7)
STREAM_MINUTES = LogNormal(median=75.0, sigma=0.6, most=360.0)
CATEGORY = choice(
    {
        "just-chatting": 0.30,
        "music": 0.16,
        "dance": 0.13,
        "gaming": 0.12,
        "fitness": 0.08,
        "art": 0.07,
        "cooking": 0.06,
        "beauty": 0.05,
        "travel": 0.03,
    }
)
LIVE_SHARE = 0.06
SCHEDULED_SHARE = 0.15
REMOVED_SHARE = 0.004
RECORDED_SHARE = 0.6
RECORDING_DAYS = 90

# Viewers and tips.
POPULARITY = Zipf(exponent=1.0, shift=2.0, flat=0.004)
TIP_TOKENS = Choice((25, 50, 100, 200, 500, 1_000, 2_500, 5_000), (0.14, 0.19, 0.25, 0.18, 0.13, 0.07, 0.03, 0.01))
TIP_MESSAGE_SHARE = 0.35
ANONYMOUS_SHARE = 0.12
CANCELLED_SHARE = 0.015
FEE_PERMILLE = Choice((200, 150, 100), (0.82, 0.14, 0.04))
MESSAGES_PER_MINUTE = LogNormal(median=0.06, sigma=1.2, most=6.0)

# Money.
PACKAGE_UNITS = Choice((5, 10, 20, 30, 50), (0.30, 0.34, 0.18, 0.12, 0.06))
"""What a buyer pays each time, in whole units of their currency."""
PROVIDER = choice({"stripe": 0.68, "paypal": 0.2, "ccbill": 0.12})
FAILED_SHARE = 0.07
REFUNDED_SHARE = 0.012
PENDING_SHARE = 0.15
PAYOUT_DAY = 25
LEAST_PAYOUT_TOKENS = 5_000
PAYOUT_OUTCOME = choice({"paid": 0.955, "rejected": 0.03, "failed": 0.015})
PAYOUT_METHOD = choice({"bank": 0.66, "paypal": 0.26, "card": 0.08})
PAYOUT_FEE_CENTS = {"bank": 150, "paypal": 250, "card": 100}
PAYOUT_DAYS = LogNormal(median=4.0, sigma=0.4, most=12.0)

# Safety.
KYC_STATUS = choice({"approved": 0.86, "pending": 0.05, "rejected": 0.06, "expired": 0.03})
KYC_DAYS = LogNormal(median=4.0, sigma=0.9, most=60.0)
KYC_HOURS = LogNormal(median=9.0, sigma=0.9, most=120.0)
AGE_CHECK_SHARE = 0.03
DOCUMENT = choice({"id_card": 0.46, "passport": 0.30, "driving_licence": 0.24})
FLAGGED_SHARE = 0.04
FLAG_CATEGORY = choice({"spam": 0.30, "nudity": 0.28, "hate": 0.16, "fraud": 0.12, "violence": 0.09, "underage": 0.05})
FLAG_PRIORITY = {"underage": 1, "violence": 2, "hate": 2, "nudity": 3, "fraud": 3, "spam": 4}
FLAG_STATUS = choice({"dismissed": 0.5, "confirmed": 0.32, "pending": 0.14, "in_review": 0.04})
WARNED_SHARE = 0.3
REPORT_REASON = choice(
    {"harassment": 0.32, "spam": 0.26, "fraud": 0.16, "copyright": 0.1, "underage": 0.04, "other": 0.12}
)
REPORT_STATUS = choice({"resolved": 0.42, "dismissed": 0.36, "open": 0.15, "in_review": 0.07})

DISTRIBUTIONS: dict[str, Distribution] = {
    "arrivals by hour of the week": ARRIVALS,
    "streams by hour of the week": ACTIVITY,
    "status of viewers": STATUS,
    "country": COUNTRY,
    "years over eighteen": AGE_YEARS,
    "popularity of performers (rank)": POPULARITY,
    "category of streams": CATEGORY,
    "minutes of a stream": STREAM_MINUTES,
    "tokens of a tip": TIP_TOKENS,
    "units paid for tokens": PACKAGE_UNITS,
    "platform fee": FEE_PERMILLE,
    "payment provider": PROVIDER,
    "outcome of payouts": PAYOUT_OUTCOME,
    "payout method": PAYOUT_METHOD,
    "category of flags": FLAG_CATEGORY,
    "reason of reports": REPORT_REASON,
    "hours since last seen": HOURS_SINCE_SEEN,
}
"""The shapes that are drawn beside what came out."""
