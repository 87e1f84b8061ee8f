"""Claims of sections 6 and 7: how long what is kept, who may read it, what users are given and what they leave."""

from livvly_lab.designs.wolo.claims.base import asked, facts, walked
from livvly_lab.domain.claims import AllOf, AtLeast, AtMost, Claim, Equals, ReadAs
from livvly_lab.domain.retention import Aged

JOB = "SELECT purge_expired()"
BY_JOB = "no statement of section 3 deletes anything; the job is the design's own"
HELD = "guardians of minors"
TELLING = (
    "profiles.user_id",
    "user_addresses.user_id",
    "notification_preferences.user_id",
    "user_sessions.user_id",
    "notifications.user_id",
)
"""Columns whose rows tell who a user is."""

ACTS = (
    "profiles.id_verified_by",
    "refunds.refunded_by_user_id",
    "partners.verified_by_user_id",
    "partner_settlements.approved_by_user_id",
    "feature_flags.created_by_user_id",
    "feature_flags.last_modified_by_user_id",
    "system_config.last_modified_by_user_id",
)
"""References by which a row names the member of staff who did something to it."""

_RETENTION = (
    Claim(
        "WOLO-C023",
        experiment="accounts_left",
        arguments={
            "wish": "CALL request_deletion(%(id)s)",
            "job": "SELECT purge_deleted_accounts(now() + make_interval(days => %(days)s))",
            "days": 30,
            "personal": TELLING,
            "held": asked("guardians"),
            "held_says": HELD,
        },
        rule=AllOf(
            (
                Equals(0, of="gone too early"),
                ReadAs(
                    {
                        "for users whom nothing holds back": Equals(1, of="gone, users free to go"),
                        f"for {HELD}": Equals(1, of=f"gone, {HELD}"),
                    }
                ),
            )
        ),
        yardstick="the tables have no column for a deletion: wish and job are the design's own",
    ),
    Claim(
        "WOLO-C024",
        experiment="kept_and_gone",
        arguments={
            "tables": (
                Aged("donations", "created_at"),
                Aged("refunds", "created_at", "donations", "donation_id"),
                Aged("wave_webhook_events", "created_at", "donations", "donation_id"),
                Aged("points_conversions", "created_at"),
                Aged("partner_settlements", "created_at"),
            ),
            "kept": "7 years",
            "job": JOB,
        },
        rule=AllOf(
            (
                Equals(1, of="due rows gone"),
                Equals(0, of="gone too early"),
                Equals(1, of="early deletions refused"),
            )
        ),
        yardstick=BY_JOB,
        level="high",
        remedy="Delete what is due in the order of its references, and refuse deletions before.",
    ),
    Claim(
        "WOLO-C025",
        experiment="kept_and_gone",
        arguments={"tables": (Aged("analytics_events", "timestamp"),), "kept": "2 years", "job": JOB},
        rule=AllOf((Equals(1, of="due rows gone"), Equals(0, of="gone too early"))),
        yardstick=BY_JOB,
        level="medium",
        remedy="Run the job that deletes old events.",
    ),
    Claim(
        "WOLO-C026",
        experiment="kept_and_gone",
        arguments={"tables": (Aged("audit_logs", "timestamp"),), "kept": "5 years", "job": JOB},
        rule=AllOf(
            (
                Equals(1, of="due rows gone"),
                Equals(0, of="gone too early"),
                Equals(1, of="early deletions refused"),
            )
        ),
        yardstick=BY_JOB,
        level="high",
        remedy="Refuse deletions from the audit before five years.",
    ),
    Claim(
        "WOLO-C027",
        experiment="kept_and_gone",
        arguments={
            "tables": (Aged("user_sessions", "created_at"), Aged("admin_sessions", "created_at")),
            "kept": "90 days",
            "job": JOB,
        },
        rule=AllOf((Equals(1, of="due rows gone"), Equals(0, of="gone too early"))),
        yardstick=BY_JOB,
        level="high",
        remedy="Run the job that deletes old sessions.",
    ),
)

_PRIVACY = (
    Claim(
        "WOLO-C029",
        experiment="users_exported",
        arguments={"export": "SELECT export_user(%(id)s)", "acts": ACTS},
        rule=AllOf(
            (
                ReadAs(
                    {
                        "of what is kept about the user": Equals(0, of="about the user, left out"),
                        "of every row that names the user": Equals(0, of="of acts, left out"),
                    }
                ),
                AtMost(1_000, of="time of the largest"),
            )
        ),
        yardstick="the text names no time; a second for the largest export is the lab's own limit",
    ),
    Claim(
        "WOLO-C030",
        experiment="users_forgotten",
        arguments={"erase": "CALL erase_user(%(id)s)", "marks": asked("marks"), "held": asked("guardians")},
        rule=ReadAs(
            {
                "by DELETE alone": Equals(0, of="deletions refused"),
                "by the design's procedure": AllOf(
                    (Equals(0, of="erasures refused"), Equals(0, of="left with a mark"))
                ),
            }
        ),
        yardstick="guardians of minors are left out: they stay until the minor has another one (C023)",
    ),
    Claim(
        "WOLO-C031",
        experiment="policies_cost",
        arguments={
            "ask_as": "SELECT set_config('request.jwt.claims', jsonb_build_object('sub', %(id)s::text)::text, true)",
            "queries": (
                "addresses_of_user",
                "invitations_of_sponsor",
                "messages_of_user",
                "preferences_of_user",
                "sessions_of_user",
            ),
            "user": "user_id",
        },
        rule=AllOf(
            (
                AtMost(3, of="time with policies"),
                Equals(0, of="without a policy"),
                Equals(0, of="of others seen"),
                Equals(0, of="of their own hidden"),
            )
        ),
        yardstick="the text names no price; three times the time of a query is the lab's own limit, and the policies "
        "are the design's own: section 3 has none",
        level="high",
        remedy="Give every table a policy, and test it as a role that owns nothing.",
    ),
    Claim(
        "WOLO-C032",
        experiment="together",
        arguments={
            "parts": (
                ("guesses", {"digits": 13, "algorithm": "sha256"}),
                walked("documents"),
                facts("numbers_loaded"),
            )
        },
        rule=ReadAs(
            {
                "as no number that can be read": AllOf(
                    (
                        Equals(0, of="numbers that can be read"),
                        Equals(0, of="document numbers that can be read"),
                    )
                ),
                "as none that can be guessed": AtLeast(100, of="one core"),
            }
        ),
        yardstick="hidden is read as: a hundred years of one core to try all numbers of 13 digits",
    ),
)

CUSTODY = (*_RETENTION, *_PRIVACY)
