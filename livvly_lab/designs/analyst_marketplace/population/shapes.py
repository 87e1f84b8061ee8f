"""The declared shapes of the population: how much, how skewed, when. Every number somebody may want to turn.

Source: analyst_marketplace for what exists, for 20 % commission, 30 days before a review, 10 minutes, 24 hours, 30
and 60 days; the shares and shapes are ours.
"""

from datetime import UTC, datetime

from livvly_lab.domain.clock import Rhythm
from livvly_lab.domain.draw import Choice, Distribution, LogNormal, Zipf, choice

AS_OF = datetime(2026, 11, 1, tzinfo=UTC)

RATIOS = {
    "users": 1.0,
    "otp_verifications": 0.06,
    "analyst_profiles": 0.01,
    "subscription_tiers": 0.0245,
    "subscriptions": 0.6,
    "payment_transactions": 1.2,
    "discount_codes": 0.011,
    "invite_links": 0.0165,
    "posts": 1.5,
    "bookmarks": 1.0,
    "reviews": 0.095,
    "chat_channels": 0.0133,
    "chat_messages": 3.0,
    "notifications": 2.5,
    "support_tickets": 0.04,
    "moderation_flags": 0.011,
}
"""Rows per user at activity 1: one user in a hundred is an analyst, as 10,000 of 1 million in the document."""

SCALES_WITH_ACTIVITY = frozenset({"posts", "bookmarks", "chat_messages", "notifications"})

USERS_PER_ANALYST = 100
USERS_PER_ADMIN = 1_000
MOST_ADMINS = 50

# Who they are.
EMAIL_SHARE = 0.86
PHONE_SHARE = 0.92
EMAIL_HOST = choice({"gmail.com": 0.74, "yahoo.co.in": 0.09, "outlook.com": 0.09, "rediffmail.com": 0.08})
NAME_RANK = Zipf(exponent=0.7, shift=3)
EMAIL_VERIFIED_SHARE = 0.82
PHONE_VERIFIED_SHARE = 0.93
FATE = choice({"active": 0.80, "inactive": 0.14, "deleted": 0.02, "never came back": 0.04})
FATE_OF_ANALYSTS = choice({"active": 0.93, "inactive": 0.06, "deleted": 0.01})
HOURS_SINCE_SEEN = LogNormal(median=22.0, sigma=1.4)
LOGINS_PER_MONTH = 6.0
ENGAGEMENT = LogNormal.of_mean(1.0, sigma=0.9)

# When they come, and when they do something: the NSE trades from 9:15 to 15:30, Monday to Friday.
ARRIVALS = Rhythm(
    hours=(4, 2, 1, 1, 1, 1, 3, 6, 10, 12, 9, 8, 8, 7, 8, 10, 9, 7, 8, 10, 11, 11, 9, 6),
    weekdays=(12, 12, 12, 12, 12, 9, 10),
    utc_offset_minutes=330,
    growth_per_month=1.05,
)
ACTIVITY = Rhythm(
    hours=(2, 1, 1, 1, 1, 2, 5, 9, 16, 22, 18, 15, 14, 13, 15, 17, 10, 7, 7, 9, 11, 10, 7, 4),
    weekdays=(17, 17, 17, 17, 16, 4, 5),
    utc_offset_minutes=330,
)
POST_TIMES = Rhythm(
    hours=(0, 0, 0, 0, 0, 1, 3, 12, 26, 30, 22, 16, 14, 14, 16, 14, 8, 5, 5, 6, 7, 5, 2, 1),
    weekdays=(19, 19, 19, 19, 18, 2, 4),
    utc_offset_minutes=330,
)

# Analysts.
VERIFICATION = choice({"approved": 0.84, "pending": 0.06, "in_review": 0.05, "rejected": 0.05})
VERIFICATION_DAYS = LogNormal(median=3.0, sigma=0.7, most=30.0)
SEBI_KIND = choice({"INH": 0.7, "INA": 0.3})
COUNTRY = choice({"IN": 0.94, "US": 0.06})
SPECIALIZATION = Zipf(exponent=0.8, shift=2)
SPECIALIZATIONS = Choice((1, 2, 3), (0.4, 0.4, 0.2))
LANGUAGES = Choice((1, 2, 3), (0.35, 0.45, 0.2))
LANGUAGE_RANK = Zipf(exponent=0.9, shift=1)
COMMISSION_PERMILLE = Choice((200, 150, 125, 100), (0.86, 0.09, 0.03, 0.02))
FEATURED_SHARE = 0.03
POPULARITY = Zipf(exponent=1.0, shift=2.0, flat=0.005)
DILIGENCE = LogNormal.of_mean(1.0, sigma=0.7)

# Tiers and subscriptions.
HAS_FREE_SHARE = 0.8
HAS_PREMIUM_SHARE = 0.65
PRO_RUPEES = LogNormal(median=900.0, sigma=0.45, most=4_000.0)
PREMIUM_FACTOR = Choice((20, 25, 30), (0.4, 0.35, 0.25))
YEARLY_SHARE_OF_TIERS = 0.8
MONTHS_IN_A_YEARLY_PRICE = Choice((9, 10, 11), (0.2, 0.6, 0.2))
TIER = choice({"Free": 0.44, "Pro": 0.40, "Premium": 0.16})
BILLING_CYCLE = choice({"monthly": 0.86, "yearly": 0.14})
PERIODS = LogNormal(median=4.6, sigma=0.9, most=40.0)
OVER = choice({"expired": 0.55, "cancelled": 0.45})
FREE_LEFT_SHARE = 0.15
LATE_DAYS = 7
PENDING_SHARE = 0.5
PENDING_DAYS = 2

# Payments.
PAYMENT_METHOD = choice({"upi": 0.72, "card": 0.19, "netbanking": 0.09})
RETRIED_SHARE = 0.05
REFUNDED_SHARE = 0.012
REFUND_DAYS = 3
PAYOUT_DAY = 5

# Discounts and invitations.
CODES = Choice((0, 1, 2, 3), (0.3, 0.25, 0.25, 0.2))
PERCENT_OFF = Choice((10, 15, 20, 25, 30, 50), (0.3, 0.15, 0.25, 0.1, 0.1, 0.1))
RUPEES_OFF = Choice((100, 150, 200, 250), (0.4, 0.2, 0.3, 0.1))
PERCENTAGE_SHARE = 0.75
CODE_DAYS = LogNormal(median=120.0, sigma=0.8, most=720.0)
REDEEMED_SHARE = 0.45
LINKS = Choice((0, 1, 2, 3, 4), (0.1, 0.2, 0.4, 0.2, 0.1))
LINK_SOURCE = choice({"telegram": 0.38, "youtube": 0.24, "instagram": 0.18, "twitter": 0.12, "whatsapp": 0.08})
REFERRED_SHARE = 0.35
VISITORS_PER_SIGNUP = LogNormal(median=9.0, sigma=0.5)
CLICKS_PER_VISITOR = LogNormal(median=1.5, sigma=0.2)

# Posts.
POST_TYPE = choice({"call": 0.62, "update": 0.16, "analysis": 0.1, "commentary": 0.08, "educational": 0.04})
AUDIENCE = choice({"paid": 0.6, "both": 0.25, "free": 0.15})
STRATEGY = choice({"intraday": 0.42, "swing": 0.24, "options": 0.2, "positional": 0.1, "long_term": 0.04})
ACTION = choice({"BUY": 0.72, "SELL": 0.24, "HOLD": 0.04})
CONFIDENCE = choice({"LOW": 0.08, "MEDIUM": 0.42, "HIGH": 0.38, "VERY_HIGH": 0.12})
OUTCOME = choice({"target_hit": 0.47, "stop_loss_hit": 0.33, "closed": 0.14, "expired": 0.06})
RISK_REWARD_TENTHS = Choice((10, 15, 20, 30), (0.15, 0.25, 0.4, 0.2))
URGENT_SHARE = 0.04
POSTS_DELETED_SHARE = 0.01
VIEWS_PER_SUBSCRIBER = LogNormal(median=0.5, sigma=0.6)

# What subscribers do.
REVIEWED_SHARE = 0.24
DAYS_BEFORE_REVIEW = 30
RATING = Choice((5, 4, 3, 2, 1), (0.46, 0.27, 0.12, 0.07, 0.08))
REVIEW_APPROVED_SHARE = 0.96
REVIEW_FLAGGED_SHARE = 0.03
REVIEW_ANSWERED_SHARE = 0.3
BOOKMARK_NOTE_SHARE = 0.2
CHATTINESS = LogNormal.of_mean(1.0, sigma=1.0)
ANALYST_WRITES_SHARE = 0.08
REPLY_SHARE = 0.22
MESSAGE_TYPE = choice({"text": 0.94, "image": 0.04, "file": 0.02})
MESSAGE_FLAGGED_SHARE = 0.0015
COMPLAINT_SHARE = 0.006
FLAG_STATUS = choice({"pending": 0.2, "under_review": 0.1, "resolved": 0.2, "dismissed": 0.28, "action_taken": 0.22})
NOTIFIED_DAYS = 60
NOTIFICATION_STATUS = choice({"read": 0.55, "sent": 0.36, "failed": 0.03, "pending": 0.06})
TICKET_TYPE = choice(
    {"technical_issue": 0.34, "account_issue": 0.26, "verification_issue": 0.1, "payment_issue": 0.2, "other": 0.1}
)
TICKET_STATUS = choice(
    {"closed": 0.6, "resolved": 0.16, "open": 0.08, "in_progress": 0.07, "waiting_user": 0.06, "escalated": 0.03}
)
TICKET_HOURS = LogNormal(median=20.0, sigma=1.0, most=240.0)
OTP_PURPOSE = choice({"login": 0.72, "reset_password": 0.1, "verify_phone": 0.1, "verify_email": 0.08})
OTP_VERIFIED_SHARE = 0.88
OTP_UNREGISTERED_SHARE = 0.15

DISTRIBUTIONS: dict[str, Distribution] = {
    "arrivals by hour of the week": ARRIVALS,
    "fate of traders": FATE,
    "popularity of analysts (rank)": POPULARITY,
    "verification": VERIFICATION,
    "commission": COMMISSION_PERMILLE,
    "hours since last seen": HOURS_SINCE_SEEN,
    "hours to resolve a ticket": TICKET_HOURS,
    "monthly price of Pro": PRO_RUPEES,
    "tier": TIER,
    "billing cycle": BILLING_CYCLE,
    "payment method": PAYMENT_METHOD,
    "post type": POST_TYPE,
    "audience": AUDIENCE,
    "strategy": STRATEGY,
    "outcome of calls": OUTCOME,
    "posts by hour of the week": POST_TIMES,
    "rating": RATING,
}
"""The shapes that are drawn beside what came out."""
