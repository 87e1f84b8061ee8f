"""What wolo's tables refuse: each rule with a row that breaks it; and what the specification leaves open."""

import uuid
from collections.abc import Callable, Iterator
from typing import Any

import psycopg
import pytest
from psycopg.types.json import Jsonb
from sqlalchemy import CheckConstraint, UniqueConstraint
from wolo_for_tests import HASH, Wolo, opened

from livvly_lab.designs.wolo import WOLO
from livvly_lab.domain.parameters import Parameters
from livvly_lab.domain.physical import LAYOUTS, PhysicalDesign
from livvly_lab.lab.run import Run
from livvly_lab.report.catalog import placement_reason

Filled = Callable[[Parameters], Run]

UNIQUE = [
    (table.name, tuple(key.columns.keys()))
    for table in WOLO.tables
    for key in sorted(table.constraints, key=lambda key: str(key.name))
    if isinstance(key, UniqueConstraint)
]


@pytest.fixture(params=LAYOUTS)
def wolo(request: pytest.FixtureRequest, filled: Filled) -> Iterator[Wolo]:
    with opened(filled(Parameters("wolo", 8, 40, layout=request.param))) as found:
        yield found


@pytest.fixture
def single(filled: Filled) -> Iterator[Wolo]:
    with opened(filled(Parameters("wolo", 8, 40, layout="single"))) as found:
        yield found


# what the specification counts


def test_there_are_37_tables_in_ten_services_34_indexes_and_44_references() -> None:
    assert len(WOLO.tables) == 37
    assert len(WOLO.sections) == 10
    assert sum(len(table.indexes) for table in WOLO.tables) == 34
    assert sum(len(table.foreign_key_constraints) for table in WOLO.tables) == 44
    assert sum(column.name != "shard_id" for table in WOLO.tables for column in table.columns) == 507
    assert len(UNIQUE) == 20


def test_32_references_lead_from_one_service_to_another_and_would_be_lost_where_services_part() -> None:
    references = PhysicalDesign(WOLO, LAYOUTS["single"], 1).references
    crossing = [r for r in references if WOLO.section_of(r.table) != WOLO.section_of(r.target)]
    assert len(crossing) == 32
    assert sum(reference.target == "users" for reference in crossing) == 26


def test_what_hangs_on_a_pot_lives_with_the_pot_and_the_rest_with_its_user() -> None:
    physical = PhysicalDesign(WOLO, LAYOUTS["inheritance"], 8)
    assert WOLO.anchors == ("users", "pots")
    reasons = {table: placement_reason(physical, table).split(": ")[1] for table in WOLO.placement.keys}
    assert reasons["pots"] == reasons["users"] == "a row lives in the shard of its own id"
    assert reasons["donations"] == "a row lives in the shard of the pots row that pot_id names"
    assert reasons["referrals"] == "a row lives in the shard of the users row that sponsor_user_id names"


def test_three_references_stand_in_comments_only_and_are_checked_all_the_same(wolo: Wolo) -> None:
    soft = {
        f"{table.name}.{column.name}": column.info["soft_reference"]
        for table in WOLO.tables
        for column in table.columns
        if "soft_reference" in column.info
    }
    assert soft == {
        "pots.preferred_pack_id": "packs.id",
        "packs.partner_id": "partners.id",
        "points_conversions.applied_to_pot_id": "pots.id",
        "notification_analytics.template_key": "notification_templates.template_key",
    }
    checks = {check.name: check.ok for check in wolo.run.checks}
    assert all(checks[f"orphan.{name}"] for name in soft)
    wolo.pot(wolo.user(), preferred_pack_id=uuid.uuid4())


# CHECKs

BATCH = {"start_position": 0, "end_position": 50}
BROKEN: dict[str, tuple[str, dict[str, Any], dict[str, Any]]] = {
    "check_contact_method": ("users", {"phone": "+221770000001"}, {"phone": None}),
    "check_minor_has_guardian": (
        "profiles",
        {"full_name": "Awa Diop", "date_of_birth": "1990-01-01"},
        {"full_name": "Awa Diop", "date_of_birth": "2020-01-01"},
    ),
    "check_invitation_contact": ("referrals", {"invited_email": "a@example.sn"}, {"invited_name": "Awa"}),
    "check_daily_limit": ("sponsor_daily_limits", {"invitations_sent_today": 50}, {"invitations_sent_today": 51}),
    "check_batch_positions": ("sponsor_contact_batches", BATCH, {"start_position": 5, "end_position": 5}),
    "check_batch_size": ("sponsor_contact_batches", BATCH, {"start_position": 0, "end_position": 51}),
    "pots_target_amount_cfa_check": ("pots", {"target_amount_cfa": 1}, {"target_amount_cfa": 0}),
    "check_open_before_birthday": (
        "pots",
        {"scheduled_open_at": "2026-12-30T00:00:00Z"},
        {"scheduled_open_at": "2026-12-30T00:00:01Z"},
    ),
    "donations_amount_cfa_check": ("donations", {"amount_cfa": 1}, {"amount_cfa": 0}),
    "packs_base_price_cfa_check": ("packs", {"base_price_cfa": 1}, {"base_price_cfa": 0}),
    "partners_revenue_split_percentage_check": (
        "partners",
        {"revenue_split_percentage": 100},
        {"revenue_split_percentage": 100.01},
    ),
    "check_valid_redemption_period": (
        "qr_codes",
        {"redeemable_from": "2026-12-31T00:00:00Z", "expires_at": "2026-12-31T00:00:01Z"},
        {"redeemable_from": "2026-12-31T00:00:00Z", "expires_at": "2026-12-31T00:00:00Z"},
    ),
    "feature_flags_rollout_percentage_check": (
        "feature_flags",
        {"rollout_percentage": 100},
        {"rollout_percentage": 101},
    ),
}


def whole(wolo: Wolo, table: str) -> dict[str, Any]:
    """Return what a row of a table needs beside what a rule is about."""
    owner = wolo.user() if table not in ("users", "packs", "partners", "feature_flags") else None
    needs: dict[str, dict[str, Any]] = {
        "profiles": {"user_id": owner},
        "referrals": {"sponsor_user_id": owner, "referral_code": uuid.uuid4().hex[:16]},
        "sponsor_daily_limits": {"sponsor_user_id": owner},
        "sponsor_contact_batches": {"sponsor_user_id": owner},
        "packs": {"name": "a", "description": "b", "category": "spa"},
        "partners": {"name": "a", "type": "spa"},
        "feature_flags": {"flag_key": uuid.uuid4().hex, "name": "a"},
    }
    return needs.get(table, {})


def attempt(wolo: Wolo, table: str, values: dict[str, Any]) -> None:
    if table == "pots":
        wolo.pot(wolo.user(), **values)
    elif table == "donations":
        wolo.donation(wolo.pot(wolo.user()), **values)
    elif table == "qr_codes":
        pack = wolo.one("SELECT id FROM packs LIMIT 1")
        wolo.put("qr_codes", pot_id=wolo.pot(wolo.user()), pack_id=pack, code=uuid.uuid4().hex, **values)
    else:
        wolo.put(table, **whole(wolo, table), **values)


def test_every_check_of_the_specification_has_a_row_it_refuses_here() -> None:
    named = {str(c.name) for table in WOLO.tables for c in table.constraints if isinstance(c, CheckConstraint)}
    assert named == set(BROKEN)


@pytest.mark.parametrize("name", BROKEN)
def test_a_check_takes_the_last_value_within_and_refuses_the_first_beyond(wolo: Wolo, name: str) -> None:
    table, good, bad = BROKEN[name]
    attempt(wolo, table, good)
    with pytest.raises(psycopg.errors.CheckViolation) as refused, wolo.refused():
        attempt(wolo, table, bad)
    assert refused.value.diag.constraint_name == name


# keys


@pytest.mark.parametrize(("table", "columns"), UNIQUE, ids=str)
def test_a_unique_key_refuses_the_same_again(wolo: Wolo, table: str, columns: tuple[str, ...]) -> None:
    home, row = wolo.run.physical.home(table, 0).name, {}
    for place in (found.name for found in wolo.run.physical.homes(table)):
        for (found,) in wolo.ask("SELECT to_jsonb(t) FROM {place} AS t", place=place):
            if all(found[column] is not None for column in columns):
                home, row = place, found
    assert row, "no row to repeat"
    others = {name for key_table, key in UNIQUE if key_table == table for name in key if name not in columns}
    new = {name: uuid.uuid4().hex[:16] for name in others if isinstance(row[name], str)}
    again = row | new | {"id": str(near(wolo, table, uuid.UUID(row["id"])))}
    with pytest.raises(psycopg.errors.UniqueViolation) as refused, wolo.refused():
        wolo.ask("INSERT INTO {home} SELECT * FROM jsonb_populate_record(NULL::{home}, %s)", Jsonb(again), home=home)
    assert f"({', '.join(columns)})" in str(refused.value.diag.message_detail).replace('"', "")


def near(wolo: Wolo, table: str, there: uuid.UUID) -> uuid.UUID:
    """Return another id that lives where this one does."""
    while True:
        other = uuid.uuid4()
        if WOLO.placement.keys.get(table) != "id" or wolo.home(table, other) == wolo.home(table, there):
            return other


@pytest.mark.parametrize("reference", PhysicalDesign(WOLO, LAYOUTS["single"], 1).references, ids=lambda r: r.name)
def test_every_reference_refuses_what_is_not_there(single: Wolo, reference: Any) -> None:
    table, column = reference.table, reference.column
    change = (
        "UPDATE {table} SET {column} = %s WHERE ctid = (SELECT ctid FROM {table} WHERE {column} IS NOT NULL LIMIT 1)"
    )
    with pytest.raises(psycopg.errors.ForeignKeyViolation) as refused, single.refused():
        single.ask(change, uuid.uuid4(), table=table, column=column)
    assert refused.value.diag.constraint_name == reference.name


def test_five_tables_go_with_their_user_and_the_rest_keeps_the_user(single: Wolo) -> None:
    going = single.person()
    single.put("user_addresses", user_id=going, city="Thiès")
    single.put("user_sessions", user_id=going, token_hash=HASH, expires_at="2027-01-01")
    single.ask("DELETE FROM users WHERE id = %s", going)
    assert single.one("SELECT count(*) FROM profiles WHERE user_id = %s", going) == 0
    staying = single.user()
    single.pot(staying)
    with pytest.raises(psycopg.errors.ForeignKeyViolation), single.refused():
        single.ask("DELETE FROM users WHERE id = %s", staying)
    actions = [r.on_delete for r in PhysicalDesign(WOLO, LAYOUTS["single"], 1).references]
    assert (actions.count("CASCADE"), actions.count("NO ACTION")) == (7, 37)


def test_an_invitation_expires_after_seven_days_unless_somebody_says_otherwise(wolo: Wolo) -> None:
    code = uuid.uuid4().hex[:16]
    wolo.put("referrals", sponsor_user_id=wolo.user(), referral_code=code, invited_phone="+221770000009")
    assert wolo.one("SELECT expired_at - sent_at = interval '7 days' FROM referrals WHERE referral_code = %s", code)


# what only two sessions at once can show


def test_two_sessions_cannot_take_the_last_invitation_of_a_day_or_one_event_of_wave_twice(
    filled: Filled, copied: Callable[[Run], Run]
) -> None:
    run = copied(filled(Parameters("wolo", 8, 40, layout="single")))
    with run.connect() as first, run.connect() as second:
        limit = first.execute(
            "UPDATE sponsor_daily_limits SET invitations_sent_today = 49"
            " WHERE id = (SELECT id FROM sponsor_daily_limits LIMIT 1) RETURNING id"
        ).fetchone()
        take = "UPDATE sponsor_daily_limits SET invitations_sent_today = invitations_sent_today + 1 WHERE id = %s"
        event = "INSERT INTO wave_webhook_events (wave_event_id, event_type, raw_payload) VALUES ('EV_1', 'x', '{}')"
        second.execute("SET lock_timeout = '20ms'")
        with first.transaction():
            first.execute(take, limit)
            first.execute(event)
            for statement, values in ((take, limit), (event, None)):
                with pytest.raises(psycopg.errors.LockNotAvailable):
                    second.execute(statement, values)
        with pytest.raises(psycopg.errors.CheckViolation):
            second.execute(take, limit)
        with pytest.raises(psycopg.errors.UniqueViolation):
            second.execute(event)
