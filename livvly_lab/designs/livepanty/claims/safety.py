"""Claims about rights, proofs, moderation and erasure (LP-C004, LP-C005, LP-C009, LP-C010, LP-C013)."""

from livvly_lab.domain.claims import AllOf, AtMost, Claim, Equals, ReadAs

APP, STAFF = "livepanty_app", "livepanty_staff"

_OWN = {
    "users": "id",
    "wallets": "user_id",
    "ledger": "user_id",
    "payments": "user_id",
    "payouts": "user_id",
    "kyc_verifications": "user_id",
    "auth_sessions": "user_id",
    "user_sanctions": "user_id",
}
_OTHERS = "SELECT FROM {{{table}}} WHERE {key} IS DISTINCT FROM current_user_id()"
_BUSIEST = "(SELECT user_id FROM {ledger} GROUP BY user_id ORDER BY count(*) DESC, user_id LIMIT 1)"
_AS_USER = (("app.user_id", _BUSIEST),)
_NOBODY = (("app.user_id", "''"),)

_MATRIX = (
    *(
        {
            "says": f"other users' rows of {table}",
            "sql": _OTHERS.format(table=table, key=key),
            "refused": False,
            "role": APP,
            "settings": _AS_USER,
            "rows": 0,
        }
        for table, key in _OWN.items()
    ),
    *(
        {
            "says": f"rows of {table} for nobody",
            "sql": f"SELECT FROM {{{table}}}",
            "refused": False,
            "role": APP,
            "settings": _NOBODY,
            "rows": 0,
        }
        for table in _OWN
    ),
    {
        "says": "the own wallet, through the view user_summary",
        "sql": "SELECT FROM user_summary WHERE balance IS NOT NULL",
        "refused": False,
        "role": APP,
        "settings": _AS_USER,
        "rows": 1,
    },
    {
        "says": "everybody's wallets, as staff",
        "sql": "SELECT FROM {wallets} LIMIT 2",
        "refused": False,
        "role": STAFF,
        "rows": 2,
    },
    *(
        {"says": says, "sql": text, "role": role, "settings": _AS_USER}
        for says, text, role in (
            ("the audit trail", "SELECT FROM {audit_logs}", APP),
            ("tokens of password resets", "SELECT FROM {password_reset_tokens}", APP),
            ("tokens of password resets, as staff", "SELECT FROM {password_reset_tokens}", STAFF),
            ("a month of the ledger by its own name", "SELECT FROM ledger_2026_10", APP),
            ("a balance written by hand", "UPDATE {wallets} SET balance = 1000000", APP),
            ("a role given to oneself", "UPDATE {users} SET role = 'admin'", APP),
            ("a payment completed by its payer", "SELECT complete_payment(id, 'x') FROM {payments}", APP),
            ("a payout decided by its payee", "SELECT decide_payout(id, user_id, true) FROM {payouts}", APP),
            ("row-level security switched off", "ALTER TABLE {wallets} DISABLE ROW LEVEL SECURITY", APP),
        )
    ),
)

_PAYOUT = (
    "UPDATE {payouts} SET status = status"
    " WHERE id = (SELECT id FROM {payouts} WHERE status = 'paid' ORDER BY id LIMIT 1)"
)
_WITHDRAWN = (
    "UPDATE {{kyc_verifications}} SET {change}"
    " WHERE id IN (SELECT kyc_verification_id FROM {{payouts}} WHERE status = 'paid')"
)
_CHANGE_USER = (
    "UPDATE {{users}} SET {change} WHERE id = (SELECT id FROM {{users}} WHERE erased_at IS NULL ORDER BY id LIMIT 1)"
)

_TRACES = {
    "name, address, birthday": "SELECT count(*) FROM {users} AS u, LATERAL (VALUES (email NOT LIKE 'erased-%%'),"
    " (username NOT LIKE 'erased%%'), (display_name IS NOT NULL), (bio IS NOT NULL), (avatar_url IS NOT NULL),"
    " (last_login_ip IS NOT NULL), (date_of_birth <> '1900-01-01'), (country <> 'ZZ')) AS v (there)"
    " WHERE u.id = %(user)s AND v.there",
    "sessions with their addresses": "SELECT count(*) FROM {auth_sessions} WHERE user_id = %(user)s",
    "preferences": "SELECT count(*) FROM {user_preferences} WHERE user_id = %(user)s",
    "streams watched": "SELECT count(*) FROM {stream_viewers} WHERE user_id = %(user)s",
    "messages with tips": "SELECT count(*) FROM {tips} WHERE sender_id = %(user)s AND message IS NOT NULL",
    "addresses of payments": "SELECT count(*) FROM {payments} WHERE user_id = %(user)s AND ip_address IS NOT NULL",
    "scans of documents": "SELECT count(*) FROM {kyc_verifications} WHERE user_id = %(user)s"
    " AND document_url IS NOT NULL",
    "titles and recordings of streams": "SELECT count(*) FROM {streams} WHERE host_id = %(user)s AND title <> 'erased'",
    "words of reports": "SELECT count(*) FROM {reports} WHERE reporter_id = %(user)s AND description IS NOT NULL",
}

SAFETY = (
    Claim(
        "LP-C004",
        experiment="policies_tried",
        arguments={
            "tries": _MATRIX,
            "needs": "SELECT FROM {ledger} LIMIT 1",
            "role": APP,
            "setting": "app.user_id",
            "users": "SELECT user_id FROM {ledger} GROUP BY user_id ORDER BY count(*) DESC, user_id LIMIT 4",
            "reads": {
                "the history of a user": "SELECT * FROM {ledger} WHERE user_id = %(user)s"
                " ORDER BY created_at DESC LIMIT 50",
                "the wallet of a user": "SELECT * FROM {wallets} WHERE user_id = %(user)s",
                "the payments of a user": "SELECT * FROM {payments} WHERE user_id = %(user)s",
            },
        },
        rule=AllOf((Equals(0, of="wrong decisions"), Equals(0, of="with other rows"))),
        yardstick="secure is read as: no row of another user for the application, nothing but reading for staff",
        level="high",
        remedy="Write a policy for each role, and let views ask with the rights of their asker.",
    ),
    Claim(
        "LP-C005",
        experiment="cost_of_triggers",
        arguments={
            "statement": "UPDATE {payments} SET failure_reason = coalesce(failure_reason, '') || '.'"
            " WHERE id IN (SELECT id FROM {payments} ORDER BY id LIMIT 300)",
            "rows": "SELECT count(*) FROM (SELECT FROM {payments} LIMIT 300) AS few",
            "off": (("payments", "record_change"),),
            "also": {
                "record_change": (
                    "users",
                    "user_preferences",
                    "auth_sessions",
                    "password_reset_tokens",
                    "wallets",
                    "payments",
                    "payouts",
                    "streams",
                    "kyc_verifications",
                    "reports",
                    "moderation_flags",
                    "user_sanctions",
                ),
                "post_entry": ("ledger",),
            },
        },
        rule=Equals(0, of="untold"),
        yardstick="comprehensive is read as: every table of accounts, money and decisions, tokens by the ledger",
        level="medium",
        remedy="Put the trigger on what is missing; count its price in when sizing writes.",
    ),
    Claim(
        "LP-C009",
        experiment="refused_and_taken",
        arguments={
            "needs": "SELECT FROM {payouts} WHERE status = 'paid' LIMIT 1",
            "tries": (
                {"says": "no birthday", "sql": _CHANGE_USER.format(change="date_of_birth = NULL")},
                {
                    "says": "a birthday of somebody not yet eighteen at signup",
                    "sql": _CHANGE_USER.format(
                        change="date_of_birth = ((created_at AT TIME ZONE 'UTC') - interval '18 years')::date + 1"
                    ),
                },
                {
                    "says": "a signup in the future",
                    "sql": _CHANGE_USER.format(change="created_at = now() + interval '3 years'"),
                },
                {
                    "says": "an eighteenth birthday on the day of signup",
                    "sql": _CHANGE_USER.format(
                        change="date_of_birth = ((created_at AT TIME ZONE 'UTC')::date - interval '18 years')::date"
                    ),
                    "refused": False,
                },
                {"says": "a payout with a valid proof", "sql": _PAYOUT, "refused": False},
                *(
                    {"says": f"a payout whose proof {says}", "before": _WITHDRAWN.format(change=change), "sql": _PAYOUT}
                    for says, change in (
                        ("is rejected", "status = 'rejected'"),
                        ("has expired", "expires_at = reviewed_at + interval '1 second'"),
                        ("is one of age alone", "level = 'age'"),
                    )
                ),
            ),
        },
        rule=Equals(0),
        level="high",
        remedy="Hold the birthday to the signup by a CHECK, and payouts to a proof by a trigger.",
    ),
    Claim(
        "LP-C010",
        experiment="claimed_at_once",
        arguments={
            "claim": "SELECT claim_flags((SELECT id FROM {users} WHERE role = 'moderator' ORDER BY id LIMIT 1))",
            "waiting": "SELECT count(*) FROM {moderation_flags} WHERE status = 'pending'",
            "order": "SELECT id FROM {moderation_flags} WHERE status = 'pending' ORDER BY priority, created_at",
            "workers": 6,
        },
        rule=AllOf(
            (Equals(0, of="claimed twice or out of order"), Equals(0, of="who waited"), AtMost(50, of="of a claim"))
        ),
        yardstick="a queue is read as: each flag once, the most urgent first, nobody waits; 50 ms are our limit",
        level="medium",
        remedy="Claim with FOR UPDATE SKIP LOCKED over an index in the order of the queue.",
    ),
    Claim(
        "LP-C013",
        experiment="left_after_erasure",
        arguments={
            "users": "SELECT id FROM {users} WHERE deleted_at IS NULL AND role IN ('viewer', 'performer')"
            " AND NOT EXISTS (SELECT FROM {payouts} AS p WHERE p.user_id = {users}.id"
            " AND p.status IN ('requested', 'approved'))"
            " ORDER BY role, (SELECT count(*) FROM {stream_viewers} AS v WHERE v.user_id = {users}.id) DESC, id"
            " LIMIT 5",
            "steps": {
                "after the soft delete": "CALL close_account(%(user)s)",
                "after the erasure that follows": "CALL erase_user(%(user)s)",
            },
            "traces": _TRACES,
        },
        rule=ReadAs(
            {
                "by the soft delete alone": Equals(0, of="after the soft delete"),
                "with the job that follows after thirty days": Equals(0, of="after the erasure that follows"),
            }
        ),
    ),
)
