"""Claims on rules, jobs, counters, sessions at once: databases and designs disturbed where experiments must see it."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import pytest

from livvly_lab.designs import DESIGNS
from livvly_lab.domain.claims import Claim, Measurement, Outcome, Quantity, Unmeasured
from livvly_lab.domain.parameters import Parameters
from livvly_lab.domain.scenario import AS_TOLD, parse_scenario
from livvly_lab.errors import LabError
from livvly_lab.experiments import EXPERIMENTS
from livvly_lab.experiments.architecture import bought, partitions
from livvly_lab.experiments.ledger import run_experiment
from livvly_lab.experiments.loaded import Loaded
from livvly_lab.experiments.rules import writers
from livvly_lab.experiments.together import together
from livvly_lab.lab.run import Run

Filled = Callable[[Parameters], Run]
Copied = Callable[[Run], Run]

SINGLE = Parameters("analyst_marketplace", shards=2, users_per_shard=20, layout="single")
CLAIMS: Mapping[str, Claim] = {claim.id[-3:]: claim for claim in DESIGNS["analyst_marketplace"].claims}


@contextmanager
def loaded(run: Run, objects: Mapping[str, str] | None = None) -> Iterator[Loaded]:
    """Meet a run as an experiment does; `objects` are SQL files that its design has besides."""
    physical = run.physical
    if objects:
        design = replace(physical.design, objects={**physical.design.objects, **objects})
        physical = replace(physical, design=design)
    with run.connect() as connection:
        yield Loaded(connection, run.dsn, physical, run.function, run.parameters)


def attempt(at: Loaded, claim: str) -> Outcome:
    """Ask a claim its experiment with the arguments it declares."""
    return run_experiment(at, CLAIMS[claim].experiment, CLAIMS[claim].arguments, claim)


def measured(outcome: Outcome) -> Measurement:
    assert isinstance(outcome, Measurement), outcome
    return outcome


def value(at: Loaded, claim: str, quantity: str = "") -> float:
    return measured(attempt(at, claim)).quantity(quantity).value


def part(claim: str, experiment: str) -> Mapping[str, Any]:
    """Return the arguments of one experiment of a claim that asks for several."""
    return next(arguments for key, arguments in CLAIMS[claim].arguments["parts"] if key == experiment)


def ask(at: Loaded, experiment: str, /, **arguments: Any) -> Measurement:
    return measured(EXPERIMENTS[experiment](at, **arguments))


# scenarios

TEXT = """
-- what a table takes

-- a row
INSERT INTO {users} (id) VALUES (%(one)s)

-- another
-- wants: refused by unique
-- of: rows twice
INSERT INTO {users} (id)
VALUES (%(one)s)

-- how many
-- counts: rows there
-- sessions: 2
SELECT count(*) FROM {users}
"""


def test_a_scenario_is_read_step_by_step() -> None:
    scenario = parse_scenario("example", TEXT)
    assert (scenario.says, scenario.ids) == ("what a table takes", frozenset({"one"}))
    first, second, third = scenario.steps
    assert (first.says, first.wants, first.refusal) == ("a row", "", None)
    assert (second.sql.count("\n"), second.of, second.refusal) == (1, "rows twice", "23505")
    assert (third.counts, third.sessions, third.ids) == ("rows there", 2, frozenset())


@pytest.mark.parametrize(
    "text",
    [
        "-- alone",
        "SELECT 1\n\n-- step\nSELECT 1",
        "-- says\n\n-- step without SQL",
        "-- says\n\nSELECT 1",
        "-- says\n\n-- step\n-- wishes: taken\nSELECT 1",
        "-- says\n\n-- step\n-- wants: refused by magic\nSELECT 1",
    ],
)
def test_a_scenario_of_another_form_is_refused(text: str) -> None:
    with pytest.raises(LabError, match="in the scenario example"):
        parse_scenario("example", text)


def test_a_step_goes_otherwise_where_it_is_taken_refused_for_another_reason_or_comes_to_something_else(
    filled: Filled,
) -> None:
    text = """-- six steps

-- taken as it should be
-- wants: taken
SELECT 1

-- taken and should not be
-- wants: refused
SELECT 1

-- refused for another reason
-- wants: refused by unique
SELECT 1 / 0

-- refused for its reason
-- wants: refused by division by zero
SELECT 1 / 0

-- comes to something else
-- wants: 2, NULL
SELECT 1, NULL

-- comes to what it should
-- wants: 1, NULL, yes
SELECT 1, NULL, true
"""
    with loaded(filled(SINGLE)) as at:
        found = ask(at, "scenario_walked", scenario=parse_scenario("example", text))
    assert found.quantity(AS_TOLD) == Quantity(3, "violations", AS_TOLD, n=6)
    assert [row["came to"].split(":")[0] for row in found.detail] == [
        *("taken", "taken", "refused", "refused", "1, NULL", "1, NULL, yes")
    ]


def test_a_step_that_only_prepares_stops_the_scenario_where_it_is_refused(filled: Filled) -> None:
    scenario = parse_scenario("example", "-- tells\n\n-- prepares\nSELECT 1 / 0\n\n-- step\n-- wants: taken\nSELECT 1")
    with loaded(filled(SINGLE)) as at, pytest.raises(LabError, match="division by zero"):
        run_experiment(at, "scenario_walked", {"scenario": scenario}, "X")


DISTURBED = """
ALTER TABLE otp_verifications
  DROP CONSTRAINT otp_verifications_attempts_check, DROP CONSTRAINT otp_verifications_otp_code_check;
ALTER TABLE reviews DISABLE TRIGGER USER;
ALTER TABLE subscription_tiers DROP CONSTRAINT subscription_tiers_price_yearly_check;
ALTER TABLE subscriptions DROP CONSTRAINT subscriptions_grace_period_ends_at_check;
ALTER TABLE bookmarks DROP CONSTRAINT bookmarks_user_id_post_id_key;
ALTER TABLE reviews DROP CONSTRAINT reviews_user_id_analyst_id_key;
CREATE UNIQUE INDEX ON reviews (user_id, analyst_id) WHERE deleted_at IS NULL;
ALTER TABLE analyst_profiles DROP CONSTRAINT analyst_profiles_bio_check;
ALTER TABLE payment_transactions DROP CONSTRAINT payment_transactions_split_check;
ALTER TABLE invite_links DROP CONSTRAINT invite_links_funnel_check;
ALTER TABLE users DROP CONSTRAINT users_password_hash_check;
ALTER TABLE discount_codes DROP CONSTRAINT discount_codes_discount_value_check;
ALTER TABLE bookmarks ADD deleted_at timestamptz;
DROP INDEX idx_reviews_analyst;
DROP INDEX idx_reviews_moderated_by;
CREATE INDEX ON reviews (moderated_by) WHERE rating = 5;
UPDATE chat_messages SET analyst_id = (SELECT id FROM users WHERE user_type = 'trader' LIMIT 1)
WHERE id = (SELECT min(id::text)::uuid FROM chat_messages GROUP BY channel_id ORDER BY count(*) DESC LIMIT 1);
UPDATE analyst_profiles SET monthly_revenue = 2147483647, commission_rate = 0.125, active_subscribers = 10,
  total_posts = 1;
"""
SEEN = [
    ("004", "", 6, 5),
    ("008", AS_TOLD, 0, 1),
    ("009", AS_TOLD, 0, 7),
    ("010", AS_TOLD, 0, 4),
    ("013", AS_TOLD, 0, 1),
    ("015", AS_TOLD, 0, 4),
    ("018", AS_TOLD, 0, 1),
    ("020", "after a soft delete", 1, 0),
    ("022", AS_TOLD, 0, 1),
    ("023", AS_TOLD, 0, 2),
    ("025", AS_TOLD, 0, 3),
    ("032", AS_TOLD, 0, 6),
]
"""Claim, quantity, its value on the database as it is, and on the disturbed one."""


def test_constraints_columns_and_triggers_that_go_or_come_are_seen(filled: Filled, copied: Copied) -> None:
    disturbed = copied(filled(SINGLE))
    with loaded(filled(SINGLE)) as whole, loaded(disturbed) as broken:
        broken.connection.execute(DISTURBED)
        seen = [(claim, name, value(whole, claim, name), value(broken, claim, name)) for claim, name, *_ in SEEN]
        indexes = [value(at, "006", "references without an index") for at in (whole, broken)]
        columns = [value(at, "002", "of their own row") for at in (whole, broken)]
        full = [value(at, "012", "fullest") for at in (whole, broken)]
        rates = [
            value(at, "011", "amounts that rounded shares of other rates do not add up to") for at in (whole, broken)
        ]
        copies = ask(broken, "copied_reads", **part("030", "copied_reads")).quantity("copies of one row").value
        codes = ask(broken, "scenario_walked", **part("026", "scenario_walked")).quantity(AS_TOLD).value
    assert seen == SEEN
    assert indexes == [0, 3], "an index of some rows only does not count"
    assert columns[1] == columns[0] - 1
    assert full[0] < 1 == full[1]
    assert rates[1] == 1_250 != rates[0]
    assert copies == 10
    assert codes == 2


def test_what_sessions_at_once_may_do_depends_on_constraints_locks_and_counters(filled: Filled) -> None:
    objects = {
        "zz_broken": """
        DROP INDEX idx_subscriptions_one_active;
        ALTER TABLE discount_codes DROP CONSTRAINT discount_codes_usage_count_check;
        CREATE OR REPLACE FUNCTION check_chat_rate_limit(sender uuid, channel uuid, rate_limit integer) RETURNS boolean
        LANGUAGE sql
        RETURN pg_sleep(0.1) IS NOT NULL AND (SELECT count(*) FROM chat_messages WHERE user_id = sender) < rate_limit;
        CREATE OR REPLACE FUNCTION update_post_bookmark_count() RETURNS trigger LANGUAGE plpgsql AS $$
        DECLARE
            kept integer;
        BEGIN
            SELECT count(*) INTO kept FROM bookmarks WHERE post_id = NEW.post_id;
            PERFORM pg_sleep(0.05);
            UPDATE posts SET bookmarks_count = kept WHERE id = NEW.post_id;
            RETURN NULL;
        END
        $$;
        """
    }
    with loaded(filled(SINGLE), objects) as at:
        pair, limit, codes, counters = (
            ask(at, "sessions_at_once", **part(claim, "sessions_at_once")) for claim in ("014", "021", "026", "007")
        )
    assert pair.quantity("subscriptions of the pair active at once").value == 8
    assert limit.quantity("messages of one user within a minute").value > 10
    assert codes.quantity("redemptions of a code good for five").value == 12
    assert counters.quantity("counters off").value == 1


def test_what_a_trigger_costs_writers_of_one_row_is_measured(filled: Filled, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writers, "TRANSACTIONS", {"quick": 32})
    arguments = part("007", "writers_slowed")
    one = {name: text for name, text in arguments["writes"].items() if name == "messages into one channel"}
    slow = """CREATE OR REPLACE FUNCTION update_chat_channel_stats() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        UPDATE chat_channels SET total_messages = total_messages + 1 WHERE id = NEW.channel_id;
        PERFORM pg_sleep(0.01);
        RETURN NULL;
    END $$"""
    with loaded(filled(SINGLE), {"zz_slow": slow}) as at:
        found = ask(at, "writers_slowed", **{**arguments, "writes": one})
    assert found.quantity("messages into one channel").value > 4
    assert [row["rows"] for row in found.detail] == ["messages into one channel"]
    assert found.detail[0]["with the triggers, rows/s"] < 100, "one message at a time, each of them 10 ms"


def test_jobs_that_leave_lose_or_take_too_early_are_seen(filled: Filled, copied: Copied) -> None:
    job = """CREATE OR REPLACE FUNCTION archive_read_notifications(as_of timestamptz DEFAULT now()) RETURNS integer
    LANGUAGE sql
    AS $$ WITH gone AS (DELETE FROM notifications WHERE {} RETURNING 1) SELECT count(*)::integer FROM gone $$"""
    due = "status = 'read' AND read_at < as_of - interval '30 days'"
    with loaded(copied(filled(SINGLE))) as at:
        whole = measured(attempt(at, "028"))
        found = []
        for condition in (due, f"{due} AND id > md5('half')::uuid", "status = 'read'"):
            at.connection.execute(job.format(condition).encode())
            found.append(measured(attempt(at, "028")))
        at.connection.execute("DELETE FROM support_tickets")
        nothing = attempt(at, "028")
    assert [each.value for each in whole.quantities] == [0, 0, 0]
    lost, left, early = found
    assert lost.quantity("lost on the way").value == whole.detail[0]["due, rows"] > 0
    assert 0 < left.quantity("due and left").value < whole.detail[0]["due, rows"]
    assert early.quantity("taken too early").value > 0
    assert isinstance(nothing, Unmeasured)
    assert "support_tickets" in nothing.takes


# keys, partitions, patterns


def test_keys_that_sources_draw_alike_are_counted(filled: Filled) -> None:
    kinds = {"hash": ("uuid", "md5(n::text)::uuid"), "random": ("uuid", "gen_random_uuid()"), "none": ("uuid", "no()")}
    with loaded(filled(SINGLE)) as at:
        found = ask(at, "keys_compared", kinds=kinds, sources=8)
        alone = EXPERIMENTS["keys_compared"](at, kinds={"none": ("uuid", "no()")}, sources=8)
    assert found.quantity("hash drawn twice").value == 21_000
    assert found.quantity("random drawn twice").value == 0
    assert len(found.detail) == 2, "a kind the server cannot draw is left out"
    assert isinstance(alone, Unmeasured)


MANY_POSTS = """
INSERT INTO posts (analyst_id, content, post_type, is_urgent, stock_symbol, created_at)
SELECT p.user_id, 'buy number ' || n, 'call', n % 500 = 0, 'S' || n % 300, now() - n * interval '1 minute'
FROM (SELECT user_id FROM analyst_profiles LIMIT 1) AS p, generate_series(1, 3000) AS n;
ANALYZE posts;
"""


def test_partitions_refuse_references_to_a_key_without_the_time(filled: Filled, copied: Copied) -> None:
    with loaded(copied(filled(SINGLE))) as at:
        few = attempt(at, "027")
        at.connection.execute(MANY_POSTS)
        many = ask(at, "partitions_tried", **{**CLAIMS["027"].arguments, "tables": ("posts",)})
    assert isinstance(few, Unmeasured)
    assert str(partitions.FEWEST) in few.takes
    assert [many.quantity(f"refused {way}").value for way in ("by time", "by hash of the key")] == [1, 0]
    assert {row["reference"] for row in many.detail} == {"bookmarks.post_id"}


def test_queries_that_lose_their_index_are_seen_and_what_it_bought(filled: Filled, copied: Copied) -> None:
    search = part("017", "index_bought")
    with loaded(copied(filled(SINGLE))) as at:
        few = EXPERIMENTS["index_bought"](at, **search)
        at.connection.execute(MANY_POSTS)
        indexed = ask(at, "index_bought", **search)
        served = value(at, "016", "not by their index")
        at.connection.execute("DROP INDEX idx_posts_urgent")
    with loaded(replace_dsn(filled(SINGLE), at.dsn)) as at:
        dropped = value(at, "016", "not by their index")
    assert isinstance(few, Unmeasured)
    assert str(bought.FEWEST) in few.takes
    assert indexed.quantity("with the index over without").value < 0.5
    assert [indexed.quantity(name).value for name in ("by the index", "otherwise written, without it")] == [1, 1]
    assert dropped == served + 1


def replace_dsn(run: Run, dsn: str) -> Run:
    return replace(run, dsn=dsn)


def test_a_table_is_grown_by_repeating_its_rows(filled: Filled, copied: Copied) -> None:
    arguments = {**CLAIMS["029"].arguments, "queries": ("discovery",)}
    with loaded(copied(filled(SINGLE))) as at:
        few, many = (ask(at, "queries_grown", **{**arguments, "rows": rows}) for rows in (2, 5_000))
        at.connection.execute("DELETE FROM analyst_profiles")
        none = EXPERIMENTS["queries_grown"](at, **arguments)
    assert [each.quantity("read whole").value for each in (few, many)] == [1, 0]
    assert many.detail[0]["reads by"] == "idx_analyst_profiles_discovery"
    assert isinstance(none, Unmeasured)


# several experiments for one claim


def test_several_experiments_are_held_against_one_rule() -> None:
    def finds(at: Loaded, *, name: str, kind: Any = "measured", users: int | None = None) -> Outcome:
        return Measurement((Quantity(1, "rows", name),), f"{name} found", kind=kind, users=users, detail=({"a": name},))

    def lacks(at: Loaded) -> Outcome:
        return Unmeasured("a second server")

    both = together({"finds": finds, "lacks": lacks})
    at: Any = None
    parts = (("finds", {"name": "one"}), ("finds", {"name": "two", "kind": "computed", "users": 7}))
    found = measured(both(at, parts=parts, shows=1))
    assert [each.name for each in found.quantities] == ["one", "two"]
    assert (found.says, found.kind, found.users, found.detail) == (
        *("one found; two found", "computed", 7),
        ({"a": "two"},),
    )
    assert both(at, parts=(*parts, ("lacks", {}))) == Unmeasured("a second server")
    with pytest.raises(ValueError, match="different names"):
        both(at, parts=(parts[0], parts[0]))
