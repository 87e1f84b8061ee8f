"""What wolo's claims are asked by: each experiment sees what is changed under it, and says what it would take."""

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from claims_for_tests import again, attempt, loaded, measure, values
from psycopg.conninfo import make_conninfo

from livvly_lab.designs import DESIGNS
from livvly_lab.domain.claims import Measurement, Unmeasured
from livvly_lab.domain.parameters import Parameters
from livvly_lab.experiments.loaded import Loaded
from livvly_lab.forecast.verdicts import judge
from livvly_lab.lab.run import Run

Filled = Callable[[Parameters], Run]
Copied = Callable[[Run], Run]

TINY = Parameters("wolo", 2, 20)
SINGLE = replace(TINY, layout="single")
CLAIMS = {claim.id[-3:]: claim for claim in DESIGNS["wolo"].claims}


@pytest.fixture
def at(filled: Filled, copied: Copied) -> Iterator[Loaded]:
    """Yield a copy of a tiny wolo without shards, which a test may change."""
    with loaded(copied(filled(SINGLE))) as found:
        yield found


def asked(at: Loaded, claim: str) -> dict[str, float]:
    """Ask a claim its experiment as the database is now; return its quantities."""
    return values(again(at, CLAIMS[claim]))


def verdict(at: Loaded, claim: str) -> str:
    return judge(CLAIMS[claim], again(at, CLAIMS[claim]), at.parameters.users).verdict


# what the schema is made of


def test_a_statement_that_the_server_lacks_something_for_is_refused_and_named(at: Loaded) -> None:
    assert asked(at, "001") == {"refused": 0, "that stand": 37}
    lacking = replace(at.physical, design=replace(at.physical.design, extensions=("no_such_extension",)))
    outcome = attempt(replace(at, physical=lacking), "statements_run")
    assert isinstance(outcome, Measurement)
    assert values(outcome) == {"refused": 1, "that stand": 37}
    assert "no_such_extension" in outcome.says
    assert judge(CLAIMS["001"], outcome, at.parameters.users).verdict == "fails"


def test_a_foreign_key_that_is_gone_or_added_is_seen(at: Loaded) -> None:
    assert asked(at, "002") == {"mapped nowhere": 3, "held by no foreign key here": 3}
    at.connection.execute("ALTER TABLE pots DROP CONSTRAINT pots_owner_user_id_fkey")
    assert asked(at, "002")["mapped nowhere"] == 4
    assert asked(at, "034")["foreign keys to another section"] == 31
    at.connection.execute("ALTER TABLE packs ADD FOREIGN KEY (partner_id) REFERENCES partners (id)")
    assert asked(at, "002")["mapped nowhere"] == 3


def test_a_reference_that_only_the_layout_cannot_hold_is_mapped_and_crosses_all_the_same(filled: Filled) -> None:
    with loaded(filled(TINY)) as at:
        assert asked(at, "002") == {"mapped nowhere": 3, "held by no foreign key here": 24}
        parted = again(at, CLAIMS["034"])
    assert parted.quantities[0].value == 32 == sum(row["references"] for row in parted.detail)
    assert {row["from"] for row in parted.detail} == {section.title for section in at.physical.design.sections[1:]}


def test_services_break_in_schemas_of_their_own_by_what_they_share(at: Loaded) -> None:
    before = asked(at, "003")
    assert before["schemas now"] == 1
    assert before["queries that the move breaks"] == 0 < before["tables whose writes the move breaks"]
    at.connection.execute("DROP FUNCTION record_change CASCADE")
    assert asked(at, "003")["tables whose writes the move breaks"] == 0
    schemas = at.connection.execute("SELECT FROM pg_namespace WHERE nspname LIKE 'lab_section%'").fetchall()
    assert schemas == []


def test_an_index_that_is_gone_neither_stands_nor_repeats_a_key(at: Loaded) -> None:
    before = asked(at, "021")
    assert (before["that stand"], before["that repeat a key"]) == (34, 6)
    at.connection.execute("DROP INDEX idx_users_phone")
    after = asked(at, "021")
    assert (after["that stand"], after["that repeat a key"]) == (33, 5)


def test_percentiles_count_where_a_view_of_the_statistics_keeps_them(at: Loaded) -> None:
    assert verdict(at, "028") == "fails"
    at.connection.execute("CREATE VIEW pg_stat_lab AS SELECT 1.5 AS p95_ms")
    assert asked(at, "028")["kept by the server"] == 1
    at.connection.execute("CREATE VIEW pg_stat_other AS SELECT '{1,2}'::int[] AS latency_histogram")
    assert verdict(at, "028") == "holds"


def test_a_region_in_which_everybody_lives_fills_one_shard(at: Loaded) -> None:
    before = asked(at, "033")
    at.connection.execute("UPDATE user_addresses SET region = 'Dakar'")
    after = asked(at, "033")
    assert before["by region"] < after["by region"] == 8
    assert before["by user"] == after["by user"]


@pytest.mark.parametrize("design", [name for name in DESIGNS if name != "wolo"])
def test_any_design_can_be_asked_what_it_is_made_of(filled: Filled, design: str) -> None:
    with loaded(filled(Parameters(design, 2, 20))) as at:
        found = {
            key: values(measure(at, key))
            for key in ("statements_run", "columns_unmapped", "sections_moved", "sections_parted")
        }
    assert found["statements_run"] == {"refused": 0, "that stand": len(DESIGNS[design].tables)}
    assert found["sections_moved"]["schemas now"] == 1
    assert found["sections_parted"]["foreign keys to another section"] > 0


# what is refused


@pytest.mark.parametrize(
    ("claim", "repair"),
    [
        ("004", "ALTER TABLE users ADD CHECK (phone ~ '^[+][0-9]{8,15}$'), ADD CHECK (email LIKE '%@%.%')"),
        ("011", "ALTER TABLE donations ADD CHECK (risk_score BETWEEN 0 AND 100)"),
        ("013", "ALTER TABLE sponsor_campaigns ADD CHECK (points_multiplier >= 1)"),
        ("020", "ALTER TABLE business_metrics ADD UNIQUE NULLS NOT DISTINCT (metric_date, metric_type, dimensions)"),
    ],
)
def test_a_rule_that_is_added_makes_fewer_steps_go_otherwise(at: Loaded, claim: str, repair: str) -> None:
    before = sum(asked(at, claim).values())
    at.connection.execute(repair)
    assert sum(asked(at, claim).values()) < before


@pytest.mark.parametrize(
    ("claim", "kept", "repair"),
    [
        ("007", "invitations beside the counter", "ALTER TABLE referrals ADD CHECK (invitation_order <= 50)"),
        (
            "008",
            "records of one moment in two time zones",
            "ALTER TABLE sponsor_daily_limits ALTER limit_date SET DEFAULT (now() AT TIME ZONE 'Africa/Dakar')::date",
        ),
        (
            "010",
            "a payment told again by other events",
            "CREATE UNIQUE INDEX ON wave_webhook_events (donation_id, event_type)",
        ),
        (
            "015",
            "successes in the log",
            "CREATE UNIQUE INDEX ON qr_redemption_logs (qr_code_id) WHERE validation_result = 'success'",
        ),
        ("017", "a worker that does not ask", "ALTER TABLE notifications ADD CHECK (retry_count <= max_retries)"),
    ],
)
def test_a_rule_that_is_added_to_the_design_holds_when_sessions_come_at_once(
    filled: Filled, claim: str, kept: str, repair: str
) -> None:
    with loaded(filled(SINGLE)) as at:
        design = at.physical.design
        repaired = replace(at.physical, design=replace(design, objects={**design.objects, "repair": repair}))
        assert asked(at, claim)[kept] == 1
        assert asked(replace(at, physical=repaired), claim)[kept] == 0


@pytest.mark.parametrize(
    ("claim", "broken"),
    [
        ("009", "ALTER TABLE referrals ALTER expired_at SET DEFAULT now() + interval '8 days'"),
        ("012", "ALTER TABLE partners DROP CONSTRAINT partners_revenue_split_percentage_check"),
        ("014", "ALTER TABLE packs ALTER validity_days SET DEFAULT 30"),
        ("016", "UPDATE partner_settlements SET status = 'paid'"),
        ("018", "ALTER TABLE notification_preferences ALTER quiet_hours_start SET DEFAULT '23:00'"),
        ("019", "ALTER TABLE feature_flags DROP CONSTRAINT feature_flags_rollout_percentage_check"),
        ("032", "ALTER TABLE profiles DISABLE TRIGGER hash_id_number"),
    ],
)
def test_a_rule_that_is_gone_makes_the_claim_fail(at: Loaded, claim: str, broken: str) -> None:
    before = asked(at, claim)
    at.connection.execute(broken)
    assert asked(at, claim) != before
    assert verdict(at, claim) == "fails"


def test_minors_without_a_guardian_are_counted_where_nothing_refuses_them(at: Loaded) -> None:
    assert asked(at, "005")["ages"] == 0
    at.connection.execute("ALTER TABLE profiles DROP CONSTRAINT check_minor_has_guardian")
    assert asked(at, "005")["ages"] > 0


def test_the_day_a_pot_opens_is_checked_where_the_table_checks_it(at: Loaded) -> None:
    assert asked(at, "006")["days other than J-30"] == 3
    at.connection.execute(
        "ALTER TABLE pots DROP CONSTRAINT check_open_before_birthday,"
        " ADD CHECK ((scheduled_open_at AT TIME ZONE 'Africa/Dakar')::date = birthday_date - 30) NOT VALID"
    )
    assert asked(at, "006")["days other than J-30"] == asked(at, "006")["days too late"] == 0


# what is kept, exported, erased


def test_a_job_that_deletes_nothing_too_much_or_not_at_all_is_seen(at: Loaded) -> None:
    assert asked(at, "024") == {"due rows gone": 1, "gone too early": 0, "early deletions refused": 1}
    at.connection.execute("DROP TRIGGER keep_for_years ON partner_settlements")
    assert 0 < asked(at, "024")["early deletions refused"] < 1
    at.connection.execute("DROP FUNCTION purge_expired")
    at.connection.execute("CREATE FUNCTION purge_expired() RETURNS int RETURN 0")
    assert asked(at, "024")["due rows gone"] == 0
    at.connection.execute(
        "CREATE OR REPLACE FUNCTION purge_expired() RETURNS int LANGUAGE sql AS"
        " 'DELETE FROM analytics_events; DELETE FROM user_sessions; SELECT 1'"
    )
    greedy = asked(at, "025")
    assert greedy["due rows gone"] == 1
    assert greedy["gone too early"] > 0
    assert verdict(at, "025") == verdict(at, "027") == verdict(at, "024") == "fails"


def test_an_account_that_goes_at_once_goes_too_early(at: Loaded) -> None:
    assert asked(at, "023") == {"gone, users free to go": 1, "gone, guardians of minors": 0, "gone too early": 0}
    at.connection.execute(
        "CREATE OR REPLACE PROCEDURE request_deletion(leaving uuid, at timestamptz DEFAULT now()) LANGUAGE sql AS"
        " 'DELETE FROM user_sessions WHERE user_id = leaving; DELETE FROM notifications WHERE user_id = leaving'"
    )
    after = asked(at, "023")
    assert after["gone too early"] > 0
    assert after["gone, users free to go"] < 1
    assert verdict(at, "023") == "fails"


def test_an_erasure_that_leaves_an_address_somewhere_is_found(at: Loaded) -> None:
    before = again(at, CLAIMS["030"])
    assert values(before) == {"deletions refused": 1, "erasures refused": 0, "left with a mark": 0}
    assert judge(CLAIMS["030"], before, at.parameters.users).verdict == "depends"
    at.connection.execute(
        "CREATE OR REPLACE PROCEDURE erase_user(gone uuid, at timestamptz DEFAULT now()) LANGUAGE sql AS"
        " 'DELETE FROM notifications WHERE user_id = gone'"
    )
    after = again(at, CLAIMS["030"])
    assert after.quantity("left with a mark").value > 0
    assert "users.phone" in {row["column"] for row in after.detail if row["left"]}
    assert judge(CLAIMS["030"], after, at.parameters.users).verdict == "fails"


def test_an_export_without_a_table_leaves_its_rows_out(at: Loaded) -> None:
    assert asked(at, "029")["about the user, left out"] == 0
    at.connection.execute("ALTER FUNCTION export_user(uuid) RENAME TO export_all")
    at.connection.execute(
        "CREATE FUNCTION export_user(asking uuid) RETURNS jsonb LANGUAGE sql STABLE"
        " RETURN export_all(asking) - 'notifications'"
    )
    after = again(at, CLAIMS["029"])
    left_out = {row["reference"]: row["left out"] for row in after.detail if row["left out"]}
    assert after.quantity("about the user, left out").value == left_out["notifications.user_id"] > 0


def test_a_policy_that_is_gone_too_wide_or_too_narrow_is_seen(at: Loaded) -> None:
    before = asked(at, "031")
    assert (before["without a policy"], before["of others seen"], before["of their own hidden"]) == (0, 0, 0)
    at.connection.execute("ALTER POLICY reads ON notifications USING (true)")
    at.connection.execute("ALTER POLICY reads ON notification_preferences USING (false)")
    at.connection.execute("ALTER POLICY writes ON notification_preferences USING (false)")
    at.connection.execute("ALTER TABLE packs DISABLE ROW LEVEL SECURITY")
    after = asked(at, "031")
    assert after["without a policy"] == 1
    assert after["of others seen"] > 0
    assert after["of their own hidden"] > 0
    roles = at.connection.execute("SELECT FROM pg_roles WHERE rolname LIKE 'lab_bound%'").fetchall()
    assert roles == []


# what is not there or not allowed


def test_a_run_without_the_rows_and_a_role_that_may_not_are_told_what_it_would_take(at: Loaded) -> None:
    with at.connection.transaction(force_rollback=True):
        at.connection.execute("TRUNCATE users, user_sessions, admin_sessions CASCADE")
        empty = [attempt(at, CLAIMS[key].experiment, **CLAIMS[key].arguments) for key in ("027", "029", "030", "033")]
    at.connection.execute("CREATE ROLE wolo_looker LOGIN IN ROLE pg_read_all_data")
    try:
        with loaded(Run(at.parameters, at.dsn), make_conninfo(at.dsn, user="wolo_looker")) as looker:
            denied = [attempt(looker, CLAIMS[key].experiment, **CLAIMS[key].arguments) for key in ("001", "003", "031")]
    finally:
        at.connection.execute("DROP ROLE wolo_looker")
    assert all(isinstance(each, Unmeasured) and each.takes for each in (*empty, *denied))
