"""Every rule of the lint, on a schema that breaks it and on one that does not, as a real server tells them."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

import psycopg
import pytest
from psycopg import Connection

from livvly_lab.domain.catalog import Catalog, Intent, SoftReference, Wanted, calls
from livvly_lab.domain.lint import Lint, Suppression
from livvly_lab.forecast.lint.rules import RULES, lint, weighed
from livvly_lab.measure.lint.catalog import read_catalog, reading
from livvly_lab.report.lint_findings import WORDS, lint_findings

FAMILY = """
CREATE TABLE users (id uuid, phone text, CHECK (false) NO INHERIT);
CREATE TABLE users_shard_0 (CONSTRAINT home_s0 CHECK (hashtext(id::text) % 2 = 0)) INHERITS (users);
CREATE TABLE users_shard_1 (CONSTRAINT home_s1 CHECK (hashtext(id::text) % 2 = 1)) INHERITS (users);
"""
INTENT = Intent(
    "users",
    (SoftReference("calls", "receiver_id", "users", "it may live in another shard"),),
    (Wanted("idx_age", "DATE_PART('year', AGE(dob))"), Wanted("idx_lower", "lower(phone)")),
)


class Case(NamedTuple):
    rule: str
    breaks: str
    keeps: str
    objects: set[str]


CASES = (
    Case(
        "fk-without-index",
        "CREATE TABLE u (id int PRIMARY KEY); CREATE TABLE c (id int PRIMARY KEY, u_id int REFERENCES u);",
        """CREATE TABLE u (id int PRIMARY KEY); CREATE TABLE c (id int PRIMARY KEY, u_id int REFERENCES u, at int);
        CREATE INDEX ON c (u_id, at) WHERE u_id IS NOT NULL;""",
        {"c.u_id"},
    ),
    Case(
        "fk-without-index",
        """CREATE TABLE u (a int, b int, PRIMARY KEY (a, b));
        CREATE TABLE c (a int, b int, live bool, FOREIGN KEY (a, b) REFERENCES u);
        CREATE INDEX ON c (a); CREATE INDEX ON c (a, b) WHERE live; CREATE INDEX ON c USING brin (a, b);""",
        """CREATE TABLE u (a int, b int, PRIMARY KEY (a, b));
        CREATE TABLE c (a int, b int, FOREIGN KEY (a, b) REFERENCES u); CREATE INDEX ON c (b, a);""",
        {"c.a, b"},
    ),
    Case(
        "redundant-index",
        """CREATE TABLE t (a int UNIQUE, b int); CREATE INDEX plain ON t (a); CREATE INDEX one ON t (b);
        CREATE INDEX two ON t (b); CREATE INDEX prefix ON t (b); CREATE INDEX wide ON t (b, a);""",
        """CREATE TABLE t (a int UNIQUE, b text); CREATE INDEX down ON t (b DESC, a);
        CREATE INDEX part ON t (b) WHERE a > 1;
        CREATE INDEX pattern ON t (b text_pattern_ops); CREATE INDEX up ON t (b);
        CREATE INDEX lowered ON t (lower(b));
        CREATE INDEX covering ON t (a) INCLUDE (b); CREATE INDEX hashed ON t USING hash (b);""",
        {"plain", "one", "two", "prefix"},
    ),
    Case(
        "redundant-index",
        "CREATE TABLE t (a int PRIMARY KEY); ALTER TABLE t ADD UNIQUE (a); CREATE UNIQUE INDEX again ON t (a);",
        "CREATE TABLE t (a int PRIMARY KEY, b int, UNIQUE (a, b));",
        {"t_a_key", "again"},
    ),
    Case(
        "non-immutable-expression",
        "CREATE TABLE users (dob date); CREATE INDEX idx_age ON users (dob);",
        "",
        {"idx_age"},
    ),
    Case(
        "fk-to-parent",
        """CREATE TABLE p (id int PRIMARY KEY); CREATE TABLE p_1 () INHERITS (p);
        CREATE TABLE c (p_id int REFERENCES p);""",
        """CREATE TABLE p (id int); CREATE TABLE p_1 (PRIMARY KEY (id)) INHERITS (p);
        CREATE TABLE c (p_id int REFERENCES p_1);""",
        {"c.p_id"},
    ),
    Case(
        "child-unlike-siblings",
        FAMILY
        + """CREATE TABLE r (id uuid PRIMARY KEY); CREATE TABLE users_shard_2 () INHERITS (users);
        ALTER TABLE users_shard_0 ADD PRIMARY KEY (id); ALTER TABLE users_shard_1 ADD PRIMARY KEY (id);
        CREATE INDEX ON users_shard_2 (phone, id);
        CREATE INDEX ON users_shard_1 (phone); CREATE INDEX ON users_shard_2 (phone);
        CREATE INDEX ON users (lower(phone));
        ALTER TABLE users_shard_0 ADD FOREIGN KEY (id) REFERENCES r;
        ALTER TABLE users_shard_2 ADD FOREIGN KEY (id) REFERENCES r;
        """,
        FAMILY
        + """ALTER TABLE users_shard_0 ADD PRIMARY KEY (id); ALTER TABLE users_shard_1 ADD PRIMARY KEY (id);
        CREATE TABLE calls (user_id uuid);
        CREATE TABLE calls_shard_0 (FOREIGN KEY (user_id) REFERENCES users_shard_0) INHERITS (calls);
        CREATE TABLE calls_shard_1 (FOREIGN KEY (user_id) REFERENCES users_shard_1) INHERITS (calls);
        """,
        {
            "users_shard_2 primary key (id)",
            "users_shard_0 btree index (phone)",
            "users_shard_1 foreign key (id) to r",
            "users btree index (lower(phone))",
        },
    ),
    Case(
        "parent-accepts-rows",
        """CREATE TABLE p (id int, CHECK (id > 0) NO INHERIT); CREATE TABLE p_1 () INHERITS (p);
        CREATE TABLE q (id int, CHECK (false) NO INHERIT NOT ENFORCED); CREATE TABLE q_1 () INHERITS (q);""",
        FAMILY
        + """CREATE TABLE q (id int); ALTER TABLE q ADD CHECK (false) NO INHERIT NOT VALID;
        CREATE TABLE q_1 () INHERITS (q);""",
        {"p", "q"},
    ),
    Case(
        "uniqueness-per-shard",
        FAMILY
        + """CREATE UNIQUE INDEX phone_s0 ON users_shard_0 (phone);
        CREATE UNIQUE INDEX phone_s1 ON users_shard_1 (phone);
        ALTER TABLE users_shard_0 ADD CHECK (phone <> ''); ALTER TABLE users_shard_1 ADD CHECK (phone <> '');""",
        FAMILY + "ALTER TABLE users_shard_0 ADD PRIMARY KEY (id); ALTER TABLE users_shard_1 ADD UNIQUE (phone, id);",
        {"phone"},
    ),
    Case(
        "set-null-on-shard-key",
        FAMILY
        + """CREATE TABLE r (id uuid PRIMARY KEY);
        ALTER TABLE users_shard_0 ADD FOREIGN KEY (id) REFERENCES r ON DELETE SET NULL;
        CREATE TABLE parts (r_id uuid REFERENCES r ON DELETE SET NULL) PARTITION BY HASH (r_id);
        CREATE TABLE parts_0 PARTITION OF parts FOR VALUES WITH (MODULUS 1, REMAINDER 0);""",
        FAMILY
        + """CREATE TABLE r (id uuid PRIMARY KEY); CREATE TABLE n (r_id uuid REFERENCES r ON DELETE SET NULL);
        ALTER TABLE users_shard_0 ADD FOREIGN KEY (id) REFERENCES r ON DELETE CASCADE;
        ALTER TABLE users ADD city uuid;
        ALTER TABLE users_shard_0 ADD FOREIGN KEY (city) REFERENCES r ON DELETE SET NULL;""",
        {"users.id", "parts.r_id"},
    ),
    Case("cross-shard-reference", "CREATE TABLE calls (receiver_id uuid);", "", {"calls.receiver_id"}),
    Case("timestamp-without-zone", "CREATE TABLE t (at timestamp);", "CREATE TABLE t (at timestamptz);", {"t.at"}),
    Case(
        "money-type",
        "CREATE TABLE t (price real, amount int, balance money, pay_coins bigint);",
        "CREATE TABLE t (price numeric(12,2), amount_cents int, coins_count int, weight real, amount_id int);",
        {"t.price", "t.amount", "t.balance", "t.pay_coins"},
    ),
    Case(
        "numeric-unlike-unit",
        "CREATE TABLE t (tax_percent numeric(4,2), rating numeric(3,2), done_rate numeric(5,2));",
        """CREATE TABLE t (tax_percent numeric(5,2) CHECK (tax_percent BETWEEN 0 AND 100), base_rate numeric(3,2),

               rating numeric(3,2) CHECK (rating <= 5), percent numeric, rate_per_minute numeric(10,2));""",
        {"t.tax_percent", "t.rating", "t.done_rate"},
    ),
    Case(
        "missing-comment",
        "CREATE TABLE a (id int); CREATE TABLE b (id int); COMMENT ON TABLE b IS 'B'; COMMENT ON COLUMN a.id IS 'A';",
        """CREATE TABLE a (id int); COMMENT ON TABLE a IS 'A'; COMMENT ON COLUMN a.id IS 'its key';
        CREATE TABLE a_1 () INHERITS (a);""",
        {"a", "b"},
    ),
    Case(
        "status-without-check",
        "CREATE TABLE t (status text, kyc_status varchar(20));",
        """CREATE TYPE mood AS ENUM ('a'); CREATE TABLE s (id text PRIMARY KEY);

               CREATE TABLE t (status text CHECK (status IN ('a')), kyc_status mood, own_status text REFERENCES s);""",
        {"t.status", "t.kyc_status"},
    ),
    Case(
        "updated-at-untouched",
        """CREATE TABLE t (updated_at timestamptz); CREATE TABLE other (updated_at timestamptz);
        CREATE FUNCTION nothing() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
        CREATE TRIGGER idle BEFORE UPDATE ON t FOR EACH ROW EXECUTE FUNCTION nothing();
        CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN NEW.updated_at := now(); RETURN NEW; END';
        CREATE TRIGGER late AFTER UPDATE ON other FOR EACH ROW EXECUTE FUNCTION touch();""",
        """CREATE TABLE t (updated_at timestamptz, n int);
        CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN NEW.updated_at := now(); RETURN NEW; END';
        CREATE TRIGGER touch BEFORE UPDATE ON t FOR EACH ROW EXECUTE FUNCTION touch();
        CREATE TABLE p (updated_at timestamptz); CREATE TABLE p_1 () INHERITS (p);
        CREATE TRIGGER touch BEFORE UPDATE ON p_1 FOR EACH ROW EXECUTE FUNCTION touch();""",
        {"t.updated_at", "other.updated_at"},
    ),
    Case(
        "check-on-time-or-session",
        """CREATE TABLE t (at date, who text, CONSTRAINT past CHECK (at <= CURRENT_DATE), dob date,
        CONSTRAINT adult CHECK (age(dob) > '18 years'), CONSTRAINT mine CHECK (who = CURRENT_USER),
        CONSTRAINT recent CHECK (at::timestamptz < now()), opens timestamptz,
        CONSTRAINT before CHECK (opens <= (at - interval '1 day')::timestamptz));""",
        """CREATE TABLE t (at date, who text CHECK (who <> 'now() CURRENT_USER'), CHECK (at > '2020-01-01'),
        CHECK (lower(who) = who), CHECK (date_part('year', at) > 2000),
        opens timestamptz CHECK (opens > '2020-01-01'::timestamptz));""",
        {"past", "adult", "mine", "recent", "before"},
    ),
    Case(
        "soft-delete-unique",
        """CREATE TABLE t (id int PRIMARY KEY, phone text UNIQUE, live int, deleted_at timestamptz);
        CREATE UNIQUE INDEX l ON t (phone) WHERE live = 1;""",
        """CREATE TABLE t (id int PRIMARY KEY, phone text, deleted_at timestamptz, UNIQUE (id, deleted_at));
        CREATE UNIQUE INDEX ON t (phone) WHERE deleted_at IS NULL; CREATE TABLE u (phone text UNIQUE);""",
        {"t_phone_key", "l"},
    ),
    Case(
        "fk-blocks-erasure",
        """CREATE TABLE users (id int PRIMARY KEY); CREATE TABLE a (user_id int REFERENCES users);
        CREATE TABLE kyc (id int PRIMARY KEY, user_id int REFERENCES users ON DELETE CASCADE);
        CREATE TABLE payouts (kyc_id int REFERENCES kyc ON DELETE RESTRICT);""",
        """CREATE TABLE users (id int PRIMARY KEY); CREATE TABLE a (user_id int REFERENCES users ON DELETE SET NULL);
        CREATE TABLE plans (id int PRIMARY KEY); CREATE TABLE b (plan_id int REFERENCES plans);""",
        {"a.user_id", "payouts.kyc_id"},
    ),
    Case(
        "jsonb-in-unique-key",
        "CREATE TABLE t (a int, data jsonb, UNIQUE (a, data));",
        """CREATE TABLE t (a int UNIQUE, data jsonb); CREATE INDEX ON t (data);
        CREATE UNIQUE INDEX ON t ((data ->> 'id'));""",
        {"t_a_data_key"},
    ),
    Case(
        "misrouted-rows",
        """CREATE TABLE p (n int); CREATE TABLE p_0 () INHERITS (p); INSERT INTO p_0 VALUES (1), (2), (4);
        ALTER TABLE p_0 ADD CONSTRAINT even CHECK (n % 2 = 0) NOT VALID;""",
        """CREATE TABLE p (n int); CREATE TABLE p_0 () INHERITS (p); INSERT INTO p_0 VALUES (2), (4);
        ALTER TABLE p_0 ADD CONSTRAINT even CHECK (n % 2 = 0) NOT VALID;""",
        {"p_0"},
    ),
)


@pytest.fixture(scope="module")
def connection(server: Any) -> Iterator[Connection[Any]]:
    with psycopg.connect(server.create_database("lint_rules"), autocommit=True) as connection:
        yield connection
    server.drop_database("lint_rules")


@contextmanager
def catalog_of(connection: Connection[Any], schema: str, intent: Intent | None = INTENT) -> Iterator[Catalog]:
    """Give the catalog of a schema that is gone after the block."""
    with connection.transaction(force_rollback=True):
        connection.execute(schema.encode())
        yield read_catalog(connection, intent)


def objects(connection: Connection[Any], schema: str, rule: str) -> set[str]:
    with catalog_of(connection, schema) as catalog:
        return {breach.object for breach in lint(catalog).breaches if breach.rule == rule}


def linted(connection: Connection[Any], schema: str, *suppressions: Suppression, layout: str = "") -> Lint:
    with catalog_of(connection, schema, intent=None) as catalog:
        return lint(catalog, suppressions, layout)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.rule)
def test_a_rule_finds_what_breaks_it(connection: Connection[Any], case: Case) -> None:
    assert objects(connection, case.breaks, case.rule) == case.objects


@pytest.mark.parametrize(
    "case", [case for case in CASES if not RULES[case.rule].needs_design], ids=lambda case: case.rule
)
def test_a_rule_is_silent_about_what_keeps_it(connection: Connection[Any], case: Case) -> None:
    assert objects(connection, case.keeps, case.rule) == set()


def test_every_rule_is_broken_by_a_case_and_has_its_words() -> None:
    assert {case.rule for case in CASES} == set(RULES) == set(WORDS)


def test_rules_that_need_the_design_are_left_out_by_name_without_one(connection: Connection[Any]) -> None:
    found = linted(connection, "CREATE TABLE calls (receiver_id uuid);")
    assert found.left_out == ("cross-shard-reference", "non-immutable-expression")
    assert not set(found.left_out) & set(found.checked)


def test_an_immutable_expression_that_was_left_out_is_no_finding(connection: Connection[Any]) -> None:
    assert "idx_lower" not in objects(connection, "CREATE TABLE users (phone text);", "non-immutable-expression")


def test_the_shards_of_a_table_count_once_with_all_their_rows(connection: Connection[Any]) -> None:
    rows = "INSERT INTO t_0 VALUES (now()), (now()); INSERT INTO t_1 VALUES (now()); ANALYZE t, t_0, t_1;"
    family = "CREATE TABLE t (at timestamp); CREATE TABLE t_0 () INHERITS (t); CREATE TABLE t_1 () INHERITS (t);"
    (breach,) = (each for each in linted(connection, family + rows).breaches if each.rule == "timestamp-without-zone")
    assert (breach.object, breach.table, breach.tables, breach.rows) == ("t.at", "t", 2, 3)


def test_partitions_count_with_their_table(connection: Connection[Any]) -> None:
    schema = """CREATE TABLE t (at timestamp) PARTITION BY RANGE (at); CREATE TABLE t_all PARTITION OF t DEFAULT;
    INSERT INTO t VALUES (now()), (now()); ANALYZE t;"""
    (breach,) = (each for each in linted(connection, schema).breaches if each.rule == "timestamp-without-zone")
    assert (breach.object, breach.tables, breach.rows, breach.size_bytes) == ("t.at", 1, 2, 8192)


def test_a_level_rises_where_much_data_is_touched_and_falls_where_a_table_is_empty(
    connection: Connection[Any],
) -> None:
    schema = """CREATE TABLE big (at timestamp); INSERT INTO big SELECT now() FROM generate_series(1, 9000);
    CREATE TABLE small (at timestamp); INSERT INTO small VALUES (now()); CREATE TABLE none (at timestamp);"""
    found = linted(connection, schema + "ANALYZE big, small, none;").breaches
    levels = {each.object: each.level for each in found if each.rule == "timestamp-without-zone"}
    assert levels == {"big.at": "high", "small.at": "medium", "none.at": "low"}
    empty = linted(connection, "CREATE TABLE none (at timestamp);").breaches
    assert [each.level for each in empty if each.rule == "timestamp-without-zone"] == ["medium"]


def test_weighing_keeps_high_high_low_low_and_info_info() -> None:
    assert [weighed("high", 1.0, 5), weighed("low", 0.0, 0), weighed("info", 1.0, 5)] == ["high", "low", "info"]


def test_rows_nobody_counted_are_not_guessed(connection: Connection[Any]) -> None:
    found = linted(connection, "CREATE TABLE t (at timestamp); INSERT INTO t VALUES (now());")
    assert found.rows is None
    assert "rows never counted" in lint_findings(found)[0].says


def test_a_parent_with_rows_weighs_more_than_an_empty_one(connection: Connection[Any]) -> None:
    family = "CREATE TABLE p (n int); CREATE TABLE p_1 () INHERITS (p);"
    for rows, level in (("", "medium"), ("INSERT INTO p VALUES (1);", "high")):
        found = linted(connection, family + rows).breaches
        assert [each.level for each in found if each.rule == "parent-accepts-rows"] == [level]


def test_a_number_of_the_shard_in_the_row_softens_an_emptied_shard_key(connection: Connection[Any]) -> None:
    key = """CREATE TABLE r (id uuid PRIMARY KEY);
    ALTER TABLE users_shard_0 ADD FOREIGN KEY (id) REFERENCES r ON DELETE SET NULL;"""
    number = """ALTER TABLE users ADD shard smallint; ALTER TABLE users_shard_0 ADD CHECK (shard = 0);
    ALTER TABLE users_shard_1 ADD CHECK (shard = 1);"""
    for schema, level in ((FAMILY + key, "high"), (FAMILY + key + number, "low")):
        found = linted(connection, schema).breaches
        assert [each.level for each in found if each.rule == "set-null-on-shard-key"] == [level]


def test_random_keys_that_do_not_span_shards_are_only_mentioned(connection: Connection[Any]) -> None:
    keys = """ALTER TABLE users ADD code uuid DEFAULT gen_random_uuid(); ALTER TABLE users_shard_0 ADD UNIQUE (code);
    ALTER TABLE users_shard_1 ADD UNIQUE (code);"""
    found = linted(connection, FAMILY + keys).breaches
    assert [each.level for each in found if each.rule == "uniqueness-per-shard"] == ["info"]


def test_a_suppressed_breach_is_kept_with_its_reason_and_no_finding(connection: Connection[Any]) -> None:
    accepted = Suppression("timestamp-without-zone", "t.at", "local wall clock, on purpose")
    found = linted(connection, "CREATE TABLE t (at timestamp, since timestamp);", accepted)
    assert [(breach.object, why.why) for breach, why in found.suppressed] == [("t.at", accepted.why)]
    assert {each.object for each in found.breaches if each.rule == accepted.rule} == {"t.since"}
    assert found.stale == ()


def test_a_suppression_that_meets_nothing_is_said_unless_it_is_for_another_layout(connection: Connection[Any]) -> None:
    gone = Suppression("timestamp-without-zone", "t.gone", "it was so")
    found = linted(connection, "CREATE TABLE t (at timestamptz);", gone)
    assert found.stale == (gone,)
    assert any("t.gone meets 0 breaches" in each.says for each in lint_findings(found))
    elsewhere = Suppression("timestamp-without-zone", "t.gone", "it was so", ("inheritance",))
    assert linted(connection, "CREATE TABLE t (at timestamptz);", elsewhere, layout="single").stale == ()
    assert linted(connection, "CREATE TABLE t (at timestamptz);", elsewhere, layout="inheritance").stale != ()


def test_findings_have_ids_of_their_own_a_number_and_a_remedy(connection: Connection[Any]) -> None:
    for case in CASES:
        with catalog_of(connection, case.breaks) as catalog:
            found = lint_findings(lint(catalog))
        assert len({each.id for each in found}) == len(found)
        assert all(any(letter.isdigit() for letter in each.says) and each.remedy and each.source for each in found)
        assert not any("{" in each.says or "  " in each.says for each in found)


def test_every_schema_is_read_and_odd_names_are_no_trouble(connection: Connection[Any]) -> None:
    schema = """CREATE SCHEMA "my shop"; CREATE TABLE "my shop"."a.b %s" ("at 'x'" timestamp);
    CREATE TABLE "my shop"."a.b_1" (CHECK (1 % 1 = 0)) INHERITS ("my shop"."a.b %s");"""
    found = linted(connection, schema).breaches
    assert {each.object for each in found if each.rule == "timestamp-without-zone"} == {"my shop.a.b %s.at 'x'"}
    assert {each.object for each in found if each.rule == "parent-accepts-rows"} == {"my shop.a.b %s"}


def test_while_it_reads_nothing_can_be_written(connection: Connection[Any]) -> None:
    with pytest.raises(psycopg.errors.ReadOnlySqlTransaction), reading(connection):
        connection.execute("CREATE TABLE t ()")


def test_calls_count_their_arguments_and_pass_over_text() -> None:
    assert calls("f(a, g('x, ('), ARRAY[1, 2]) OR h( )") == {("f", 3), ("g", 1), ("h", 0)}
    assert calls("'now()'::text = a") == frozenset()
