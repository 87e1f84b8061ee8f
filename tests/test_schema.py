"""The tables of livvly say what the requirements say, before any server is asked."""

import re
from collections import Counter
from dataclasses import replace

import pytest
from designs_for_tests import livvly_in, livvly_without_rows
from sqlalchemy import DateTime, Index, Numeric, Table, UniqueConstraint
from sqlalchemy.dialects import postgresql
from sqlalchemy.schema import CreateIndex

from livvly_lab.designs.livvly.placement import MONTHLY, PLACEMENT, REFERENCE_TABLES, SECTIONS
from livvly_lab.designs.livvly.schema import METADATA
from livvly_lab.domain.physical import LAYOUTS, PhysicalDesign

TABLES = sorted(METADATA.tables.values(), key=lambda table: table.name)
INDEXES = sorted((index for table in TABLES for index in table.indexes), key=lambda index: str(index.name))

NAMED_INDEXES = """
idx_users_phone_covering ON users (phone) INCLUDE (display_name, profile_photo, is_creator)
idx_users_active_creators ON users (is_creator) WHERE is_active = TRUE AND deleted_at IS NULL
idx_users_bio_trgm ON users USING gin (bio gin_trgm_ops)
idx_users_phone_lower ON users (lower(phone))
idx_users_deleted ON users (deleted_at) WHERE deleted_at IS NULL
idx_calls_caller ON calls (caller_id)
idx_calls_receiver ON calls (receiver_id)
idx_calls_composite ON calls (receiver_id, status, created_at DESC)
idx_transactions_user ON transactions (user_id)
idx_transactions_composite ON transactions (user_id, type, created_at DESC)
idx_transactions_metadata_gin ON transactions USING gin (metadata)
idx_room_participants_composite ON room_participants (room_id, role, joined_at DESC)
idx_withdrawals_pending ON withdrawals (status, requested_at DESC) WHERE status = 'pending'
idx_rooms_live ON rooms (status, started_at DESC) WHERE status = 'live'
idx_rooms_title_trgm ON rooms USING gin (title gin_trgm_ops)
idx_diamond_wallets_covering ON diamond_wallets (user_id) INCLUDE (available_balance, pending_balance)
idx_gifts_names_gin ON gifts USING gin (names)
idx_subscription_features_gin ON subscription_plans USING gin (features)
idx_matching_preferences_user ON matching_preferences (user_id)
idx_ai_transcripts_source ON ai_moderation_transcripts (source_type, source_id)
idx_ai_transcripts_flagged ON ai_moderation_transcripts (flagged, review_status, created_at DESC)
idx_ai_transcripts_user ON ai_moderation_transcripts (user_id)
idx_referrals_referrer ON referrals (referrer_id)
idx_referrals_code ON referrals (referral_code)
idx_referrals_status ON referrals (status, created_at DESC)
idx_notifications_user ON notifications (user_id, created_at DESC)
idx_notifications_type ON notifications (type, created_at DESC)
idx_user_verification_user ON user_verification (user_id)
idx_user_verification_status ON user_verification (verification_status, verification_tier)
idx_creator_performance_user ON creator_performance (user_id)
idx_creator_performance_tier ON creator_performance (revenue_tier)
idx_creator_performance_next_calc ON creator_performance (next_calculation_at)
idx_system_messages_key ON system_messages (message_key)
idx_creator_call_rates_creator ON creator_call_rates (creator_id)
"""

DECLARED_OTHERWISE = {
    "idx_users_age": "CREATE INDEX idx_users_age ON users (dob)",
    "idx_users_phone": "CREATE UNIQUE INDEX idx_users_phone ON users (phone) WHERE deleted_at IS NULL",
}

ON_DELETE = {
    "CASCADE": """user_interests.user_id coin_wallets.user_id diamond_wallets.user_id creator_call_rates.creator_id
        room_participants.room_id room_participants.user_id creator_kyc.user_id user_blocks.blocker_id
        user_blocks.blocked_id user_verification.user_id creator_performance.user_id notifications.user_id
        matching_preferences.user_id user_subscriptions.user_id""",
    "SET NULL": """transactions.user_id calls.caller_id calls.receiver_id gift_transactions.sender_id
        gift_transactions.receiver_id rooms.host_id withdrawals.user_id withdrawals.bank_account_id
        reports.reporter_id reports.reported_user_id reports.reviewed_by referrals.referrer_id referrals.referee_id
        ai_moderation_transcripts.user_id ai_moderation_transcripts.reviewed_by""",
    "RESTRICT": "transactions.coin_package_id gift_transactions.gift_id user_subscriptions.plan_id",
}

REAL_IN_INHERITANCE = """
coin_wallets.user_id diamond_wallets.user_id transactions.user_id transactions.coin_package_id calls.caller_id
creator_call_rates.creator_id gift_transactions.sender_id gift_transactions.gift_id rooms.host_id
room_participants.user_id reports.reporter_id user_blocks.blocker_id matching_preferences.user_id
user_verification.user_id withdrawals.bank_account_id user_subscriptions.plan_id
"""


def definition(index: Index) -> str:
    return str(CreateIndex(index).compile(dialect=postgresql.dialect(paramstyle="named")))  # type: ignore[no-untyped-call]


def leading_columns(table: Table) -> set[str]:
    """Columns with which a key or index of the whole table begins; `x IS NOT NULL` leaves no reference out."""
    keys = [table.primary_key, *(c for c in table.constraints if isinstance(c, UniqueConstraint))]
    found = {key.columns.keys()[0] for key in keys}
    for index in table.indexes:
        first = index.columns.keys()[0]
        where = index.dialect_options["postgresql"]["where"]
        if where is None or str(where) == f"{first} IS NOT NULL":
            found.add(first)
    return found


def test_there_are_27_tables_each_placed_once_and_in_one_section() -> None:
    names = {table.name for table in TABLES}
    assert len(names) == 27
    assert Counter([*PLACEMENT.keys, *PLACEMENT.shared]) == Counter(names)
    assert Counter(name for section in SECTIONS for name in section.tables) == Counter(names)
    assert len(PLACEMENT.keys) == 13
    assert all(PLACEMENT.shared.values())


def test_each_sharded_table_has_its_shard_key_as_a_uuid_that_means_a_user() -> None:
    for name, key in PLACEMENT.keys.items():
        column = METADATA.tables[name].columns[key]
        assert str(column.type) == "UUID"
        assert name == PLACEMENT.root or {target.target_fullname for target in column.foreign_keys} == {"users.id"}


def test_partitioned_and_reference_tables_are_shared() -> None:
    assert {monthly.table for monthly in MONTHLY} | set(REFERENCE_TABLES) <= set(PLACEMENT.shared)


def test_every_table_column_and_index_has_a_comment_and_a_source() -> None:
    source = re.compile(r"REQ-DB-0\d\d|ours")
    for table in TABLES:
        assert table.comment, table.name
        for column in table.columns:
            assert column.comment, column
            assert source.fullmatch(column.info["source"]), column
    for index in INDEXES:
        assert index.info["comment"], index.name
        assert source.fullmatch(index.info["source"]), index.name


def test_the_comments_given_by_the_specification_are_word_for_word() -> None:
    users = METADATA.tables["users"]
    comments = {str(index.name): index.info["comment"] for index in users.indexes}
    assert users.comment == "Core user table with authentication and profile data. Sharded by user_id."
    assert users.c.is_creator.comment == "Flag indicating if user has creator privileges (can receive calls/gifts)"
    assert users.c.verification_tier.comment == "Tiered verification level (1=phone, 2=selfie, 3=ID, 4=video)"
    assert comments["idx_users_phone"] == "Unique index for phone-based authentication lookups"
    assert (
        comments["idx_users_active_creators"] == "Partial index for active creator search (excludes deleted/inactive)"
    )


def test_all_36_named_indexes_are_defined_as_written_but_for_the_two_declared() -> None:
    written = {line.split()[0]: f"CREATE INDEX {line}" for line in NAMED_INDEXES.strip().splitlines()}
    here = {str(index.name): definition(index) for index in INDEXES if index.info["source"] != "ours"}
    assert len(here) == 36
    assert here == written | DECLARED_OTHERWISE


def test_every_soft_deleted_table_has_a_partial_index_on_live_rows() -> None:
    soft = {table.name for table in TABLES if "deleted_at" in table.columns}
    partial = {
        index.table.name for index in INDEXES if index.table is not None and "deleted_at IS NULL" in definition(index)
    }
    assert soft == {"users", "transactions", "calls", "gift_transactions", "rooms", "reports"}
    assert partial == soft


@pytest.mark.parametrize(("action", "columns"), ON_DELETE.items())
def test_every_foreign_key_has_its_action_and_says_so_in_its_comment(action: str, columns: str) -> None:
    here = {
        f"{key.table.name}.{key.column_keys[0]}"
        for table in TABLES
        for key in table.foreign_key_constraints
        if key.ondelete == action
    }
    assert here == set(columns.split())
    for name in here:
        table, column = name.split(".")
        assert f"ON DELETE {action}" in str(METADATA.tables[table].columns[column].comment)


def test_every_foreign_key_is_indexed_or_excused() -> None:
    for table in TABLES:
        for key in table.foreign_key_constraints:
            column = table.columns[key.column_keys[0]]
            assert (column.name in leading_columns(table)) != bool(column.info.get("unindexed")), column


def test_references_that_empty_themselves_are_nullable() -> None:
    for table in TABLES:
        for key in table.foreign_key_constraints:
            if key.ondelete == "SET NULL":
                assert table.columns[key.column_keys[0]].nullable, key.name


def test_every_soft_reference_names_a_column_that_exists() -> None:
    found = [
        column.info["soft_reference"] for table in TABLES for column in table.columns if "soft_reference" in column.info
    ]
    targets = {target for reference in found for target in reference.split(",")}
    assert targets == {"i18n_metadata.language", "calls.id", "gift_transactions.id", "rooms.id"}
    for target in targets:
        table, column = target.split(".")
        assert column in METADATA.tables[table].columns


def test_every_moment_knows_its_time_zone() -> None:
    moments = [column for table in TABLES for column in table.columns if isinstance(column.type, DateTime)]
    assert len(moments) > 60
    assert all(isinstance(column.type, DateTime) and column.type.timezone for column in moments)


def test_money_is_numeric_12_2_but_for_the_rates_given_as_ddl() -> None:
    money = re.compile(r"price|amount|balance|coins|diamond|rate_per_minute|base_rate|earned|spent|lifetime|earnings")
    other = {
        f"{table.name}.{column.name}": str(column.type)
        for table in TABLES
        for column in table.columns
        if money.search(column.name) and isinstance(column.type, Numeric) and str(column.type) != "NUMERIC(12, 2)"
    }
    assert other == {
        "creator_call_rates.audio_rate_per_minute": "NUMERIC(10, 2)",
        "creator_call_rates.video_rate_per_minute": "NUMERIC(10, 2)",
    }


def test_constraints_have_the_names_postgresql_would_give_them() -> None:
    names = [str(constraint.name) for table in TABLES for constraint in table.constraints]
    assert not [name for name, times in Counter(names).items() if times > 1]
    assert {"users_pkey", "coin_wallets_user_id_key", "calls_status_check", "calls_caller_id_fkey"} <= set(names)
    assert "referrals_referrer_id_referee_id_key" in names
    assert all(re.fullmatch(r"[a-z0-9_]{1,58}_(pkey|key|check|fkey)", name) for name in names)


def test_names_stay_within_63_bytes_in_a_thousand_shards() -> None:
    names = [str(i.name) for i in INDEXES] + [str(c.name) for table in TABLES for c in table.constraints]
    assert max(len(f"{name}_s1023") for name in names) <= 63
    assert max(len(f"{name}_shard_1023") for name in PLACEMENT.keys) <= 63


def test_single_holds_every_reference_and_inheritance_only_those_within_a_shard_or_to_a_shared_table() -> None:
    assert set(LAYOUTS) >= {"single", "inheritance"}
    assert all(reference.real for reference in livvly_in("single").references)
    real = {f"{r.table}.{r.column}" for r in livvly_in("inheritance").references if r.real}
    assert real == set(REAL_IN_INHERITANCE.split())


def test_a_reference_between_rows_that_share_their_shard_key_is_real() -> None:
    design = livvly_without_rows()
    placement = replace(design.placement, together=frozenset({"room_participants.room_id"}))
    before, after = (
        {f"{r.table}.{r.column}": r for r in PhysicalDesign(each, LAYOUTS["inheritance"], 2).references}
        for each in (design, replace(design, placement=placement))
    )
    assert {name for name, reference in after.items() if reference.real != before[name].real} == {
        "room_participants.room_id"
    }
    assert after["room_participants.room_id"].why == "both rows have the same user_id, so they live in one shard"
