"""Each sentence of wolo's specification on retention, erasure, export, consent and privacy, tried in both layouts."""

import json
import uuid
from collections.abc import Callable, Iterator
from typing import Any

import psycopg
import pytest
from wolo_for_tests import HASH, Wolo, grant, opened

from livvly_lab.designs.wolo import WOLO
from livvly_lab.domain.parameters import Parameters
from livvly_lab.domain.physical import LAYOUTS, PhysicalDesign
from livvly_lab.lab.run import Run

Filled = Callable[[Parameters], Run]

NOW = "2026-11-01T12:00:00Z"


@pytest.fixture(params=LAYOUTS)
def wolo(request: pytest.FixtureRequest, filled: Filled) -> Iterator[Wolo]:
    with opened(filled(Parameters("wolo", 8, 40, layout=request.param))) as found:
        yield found


# identity documents are hashed field by field


def test_the_number_of_a_document_never_reaches_the_table(wolo: Wolo) -> None:
    first = wolo.person(id_number="1 234 1990 00017", id_type="national_id", id_country="SEN")
    second = wolo.person(id_number="1234199000017", id_type="national_id", id_country="SEN")
    third = wolo.person(id_number="A01234567", id_type="passport", id_country="SEN")
    rows = {u: wolo.row("SELECT * FROM profiles WHERE user_id = %s", u) for u in (first, second, third)}
    assert [rows[u]["id_number"] for u in (first, third)] == ["****0017", "****4567"]
    assert rows[first]["id_hash"] == rows[second]["id_hash"] != rows[third]["id_hash"]
    assert len(rows[first]["id_hash"]) == 64
    fourth = wolo.person(id_number="****1234199000018", id_type="national_id", id_country="SEN")
    assert wolo.row("SELECT * FROM profiles WHERE user_id = %s", fourth)["id_number"] == "****0018", "no way around"
    wolo.ask("UPDATE profiles SET bio = 'x', id_number = id_number WHERE user_id = %s", first)
    assert wolo.row("SELECT * FROM profiles WHERE user_id = %s", first)["id_hash"] == rows[first]["id_hash"]
    wolo.ask("UPDATE profiles SET id_number = 'B7654321' WHERE user_id = %s", third)
    assert wolo.row("SELECT * FROM profiles WHERE user_id = %s", third)["id_hash"] != rows[third]["id_hash"]


# the audit keeps all modifications


def test_every_change_is_kept_with_who_and_what_but_not_with_what_tells_who_somebody_is(wolo: Wolo) -> None:
    owner = wolo.person()
    pot = wolo.pot(owner)
    wolo.claims(sub=owner)
    wolo.ask("UPDATE pots SET title = 'Fête', target_amount_cfa = 60000 WHERE id = %s", pot)
    wolo.ask("UPDATE profiles SET full_name = 'Awa Sarr', is_profile_public = false WHERE user_id = %s", owner)
    wolo.claims()
    wolo.ask("DELETE FROM pots WHERE id = %s", pot)
    found = wolo.ask(
        "SELECT action, actor_user_id, actor_type, old_values, new_values FROM audit_logs"
        " WHERE resource_id IN (%s, %s) AND action NOT LIKE 'user%%'",
        pot,
        owner,
    )
    kept = {action: rest for action, *rest in found}
    assert set(kept) == {"pot_created", "pot_changed", "pot_deleted", "profile_created", "profile_changed"}
    assert kept["pot_changed"] == [
        owner,
        "user",
        {"title": "***", "target_amount_cfa": 50_000},
        {"title": "***", "target_amount_cfa": 60_000},
    ]
    assert kept["profile_changed"][3] == {"full_name": "***", "is_profile_public": False}
    assert kept["pot_deleted"] == [None, "system", None, None]


def test_a_change_of_nothing_is_no_change_and_secrets_stay_out(wolo: Wolo) -> None:
    before = wolo.one("SELECT count(*) FROM audit_logs")
    wolo.ask("UPDATE packs SET name = name, updated_at = now()")
    assert wolo.one("SELECT count(*) FROM audit_logs") == before
    wolo.ask("UPDATE system_config SET config_value = '\"hunter2\"' WHERE config_key = 'wave_api_key'")
    text = wolo.one("SELECT string_agg(a::text, ' ') FROM audit_logs AS a WHERE resource_type = 'setting'")
    assert "hunter2" not in text
    assert "vault" not in text


def test_the_audit_itself_cannot_be_deleted_for_five_years(wolo: Wolo) -> None:
    wolo.put("audit_logs", actor_type="system", action="x", resource_type="y", timestamp="2021-01-01T00:00:00Z")
    wolo.ask("DELETE FROM audit_logs WHERE action = 'x'")
    with pytest.raises(psycopg.errors.RestrictViolation, match="kept for 5 years"), wolo.refused():
        wolo.ask("DELETE FROM audit_logs WHERE action = 'id_verified'")


# consent to marketing is tracked


def marketing(wolo: Wolo, user: uuid.UUID | None) -> uuid.UUID:
    template = wolo.one("SELECT id FROM notification_templates WHERE template_key = 'marketing_campaign'")
    return wolo.put(
        "notifications", user_id=user, recipient_identifier="a@b.sn", template_id=template, channel="email", body="x"
    )


def test_consent_is_off_kept_with_its_time_and_marketing_refused_without_it(wolo: Wolo) -> None:
    user = wolo.person()
    with pytest.raises(psycopg.errors.CheckViolation, match="no consent"), wolo.refused():
        marketing(wolo, user)
    wolo.put("notification_preferences", user_id=user)
    with pytest.raises(psycopg.errors.CheckViolation), wolo.refused():
        marketing(wolo, user)
    wolo.ask("UPDATE notification_preferences SET marketing_notifications = true WHERE user_id = %s", user)
    assert marketing(wolo, user)
    wolo.ask("UPDATE notification_preferences SET digest_frequency = 'weekly' WHERE user_id = %s", user)
    wolo.ask("UPDATE notification_preferences SET marketing_notifications = false WHERE user_id = %s", user)
    for nobody in (user, None):
        with pytest.raises(psycopg.errors.CheckViolation), wolo.refused():
            marketing(wolo, nobody)
    wolo.ask("UPDATE notifications SET status = 'sent' WHERE user_id = %s", user)
    with pytest.raises(psycopg.errors.CheckViolation), wolo.refused():
        wolo.ask("UPDATE notifications SET status = 'pending' WHERE user_id = %s", user)
    kept = wolo.ask(
        "SELECT action, old_values, new_values FROM audit_logs WHERE resource_id = %s AND action LIKE 'marketing%%'",
        user,
    )
    off, on = {"marketing_notifications": False}, {"marketing_notifications": True}
    assert sorted(kept) == [("marketing_consent_given", off, on), ("marketing_consent_withdrawn", on, off)]


def test_a_user_is_told_what_by_what_and_when_they_want(wolo: Wolo) -> None:
    user = wolo.person()
    assert not wolo.one("SELECT may_tell(%s, 'pot_opened', 'email', %s)", user, NOW), "no preferences, no messages"
    wolo.put("notification_preferences", user_id=user, sms_enabled=False)

    def told(template: str, channel: str, at: str = NOW) -> bool:
        return bool(wolo.one("SELECT may_tell(%s, %s, %s, %s)", user, template, channel, at))

    assert told("pot_opened", "email")
    assert not told("pot_opened", "sms")
    assert not told("pot_opened", "pigeon")
    assert not told("marketing_campaign", "email")
    wolo.ask("UPDATE notification_preferences SET donation_notifications = false WHERE user_id = %s", user)
    assert not told("donation_received", "email")
    assert told("referral_accepted", "email")
    edges = {"21:59:59": True, "22:00:00": False, "03:00:00": False, "07:59:59": False, "08:00:00": True}
    assert {at: told("pot_opened", "email", f"2026-11-01T{at}Z") for at in edges} == edges
    wolo.ask("UPDATE profiles SET timezone = 'Asia/Tokyo' WHERE user_id = %s", user)
    assert not told("pot_opened", "email", "2026-11-01T14:00:00Z")
    wolo.ask(
        "UPDATE notification_preferences SET quiet_hours_start = '13:00', quiet_hours_end = '14:00' WHERE user_id = %s",
        user,
    )
    assert told("pot_opened", "email", "2026-11-01T14:00:00Z")
    assert not told("pot_opened", "email", "2026-11-01T04:30:00Z")


# the right to be forgotten, thirty days after an account is deleted


def somebody(wolo: Wolo) -> uuid.UUID:
    """Make a user with a row wherever a user may have one, and the same rare words in every text."""
    user, friend = wolo.user(phone="+221799990001", email="zzpersonal@example.sn"), wolo.person()
    wolo.put("profiles", user_id=user, full_name="Zzpersonal Diop", date_of_birth="1990-01-01", bio="zzpersonal")
    wolo.put("user_addresses", user_id=user, street_address="Zzpersonal 7")
    wolo.put("user_sessions", user_id=user, token_hash=HASH, device_info={"of": "zzpersonal"}, expires_at="2027-01-01")
    wolo.put("password_reset_tokens", user_id=user, token_hash=HASH, expires_at="2027-01-01")
    wolo.put("admin_sessions", user_id=user, session_token_hash=HASH, ip_address="192.0.2.77", admin_level="regular",
             expires_at="2027-01-01", user_agent="zzpersonal")  # fmt: skip
    wolo.put("notification_preferences", user_id=user)
    people = [{"name": "Zzpersonal", "phone": "+221799990002"}]
    batch = wolo.put("sponsor_contact_batches", sponsor_user_id=user, start_position=0, end_position=1,
                     contact_snapshot=people)  # fmt: skip
    limit = wolo.put("sponsor_daily_limits", sponsor_user_id=user)
    brought = wolo.put("referrals", sponsor_user_id=user, referral_code="ZZ1", invited_name="Zzpersonal",
                       invited_phone="+221799990003", batch_id=batch, daily_limit_id=limit)  # fmt: skip
    wolo.put("referrals", sponsor_user_id=friend, referral_code="ZZ2", invited_name="Zzpersonal",
             invited_phone="+221799990001", sponsored_user_id=user, status="accepted")  # fmt: skip
    wolo.put("points_ledger", sponsor_user_id=user, referral_id=brought, event_type="referral_accepted")
    mine, other = wolo.pot(user, title="Zzpersonal", description="zzpersonal"), wolo.pot(friend)
    wolo.put("points_conversions", sponsor_user_id=user, points_converted=1, credits_issued=5, conversion_rate=5,
             applied_to_pot_id=mine)  # fmt: skip
    wolo.put("pot_invitations", pot_id=mine, invited_by_user_id=user, invitation_method="sms",
             recipient_identifier="zzpersonal")  # fmt: skip
    wolo.donation(other, donor_user_id=user, donor_name="Zzpersonal", donor_phone="+221799990001",
                  donation_message="zzpersonal", ip_address="192.0.2.77")  # fmt: skip
    wolo.donation(mine, donor_user_id=friend, donor_phone="+221799990004", donation_message="Bravo Zzpersonal")
    template = wolo.one("SELECT id FROM notification_templates WHERE template_key = 'welcome'")
    for known in (user, None):
        wolo.put("notifications", user_id=known, recipient_identifier="+221799990001", template_id=template,
                 channel="sms", body="Zzpersonal")  # fmt: skip
    wolo.put("referrals", sponsor_user_id=friend, referral_code="ZZ3", invited_email="zzpersonal@example.sn")
    wolo.put("pot_invitations", pot_id=other, invited_by_user_id=friend, invitation_method="sms",
             recipient_identifier="+221799990001", custom_message="zzpersonal")  # fmt: skip
    wolo.donation(other, donor_name="Zzpersonal", donor_phone="+221799990001")
    wolo.put(
        "analytics_events", event_name="pot_viewed", event_category="pot", user_id=user, properties={"q": "zzpersonal"}
    )
    test = wolo.one("SELECT id FROM ab_tests LIMIT 1")
    wolo.put("ab_test_assignments", test_id=test, user_id=user, variant="control", user_agent="zzpersonal")
    wolo.put("audit_logs", actor_user_id=user, actor_type="user", action="login", resource_type="user",
             user_agent="zzpersonal")  # fmt: skip
    code = wolo.one("SELECT id FROM qr_codes LIMIT 1")
    wolo.put("qr_redemption_logs", qr_code_id=code, partner_user_id=user, validation_result="invalid",
             user_agent="zzpersonal")  # fmt: skip
    return user


def mentions(wolo: Wolo, *words: str) -> dict[str, int]:
    """Count the rows of every table in which a word stands anywhere, in any case."""
    found = {}
    for table in WOLO.tables:
        pattern = "|".join(words)
        rows = wolo.one("SELECT count(*) FROM {table} AS t WHERE t::text ~* %s", pattern, table=table.name)
        if rows:
            found[table.name] = rows
    return found


def test_an_erased_user_is_nowhere_to_be_read_but_points_and_payments_stay(wolo: Wolo) -> None:
    user = somebody(wolo)
    words = ("zzpersonal", r"\+22179999000[123]", r"192\.0\.2\.77")
    assert len(mentions(wolo, *words)) >= 15
    wolo.ask("CALL erase_user(%s, %s)", user, NOW)
    assert mentions(wolo, *words) == {}
    assert wolo.row("SELECT phone, roles, is_active FROM users WHERE id = %s", user) == {
        "phone": None,
        "roles": [],
        "is_active": False,
    }
    assert wolo.one("SELECT sum(amount_cfa) FROM donations WHERE donor_user_id = %s", user) == 5_000
    assert wolo.one("SELECT count(*) FROM points_ledger WHERE sponsor_user_id = %s", user) == 1
    wolo.ask("CALL erase_user(%s, %s)", user, NOW)  # twice is no harm


def test_after_an_erasure_only_history_that_must_stay_refers_to_the_user(wolo: Wolo) -> None:
    user = somebody(wolo)
    wolo.ask("CALL erase_user(%s, %s)", user, NOW)
    references = PhysicalDesign(WOLO, LAYOUTS["single"], 1).references
    left = {
        f"{r.table}.{r.column}"
        for r in references
        if r.target == "users"
        and wolo.one("SELECT count(*) FROM {table} WHERE {column} = %s", user, table=r.table, column=r.column)
    }
    assert left == {
        "referrals.sponsor_user_id",
        "referrals.sponsored_user_id",
        "points_ledger.sponsor_user_id",
        "points_conversions.sponsor_user_id",
        "sponsor_daily_limits.sponsor_user_id",
        "sponsor_contact_batches.sponsor_user_id",
        "pots.owner_user_id",
        "donations.donor_user_id",
        "audit_logs.actor_user_id",
        "qr_redemption_logs.partner_user_id",
    }


def test_a_wish_to_leave_waits_thirty_days_and_may_be_taken_back(wolo: Wolo) -> None:
    leaving, staying = wolo.person(), wolo.person()
    for user in (leaving, staying):
        wolo.put("user_sessions", user_id=user, token_hash=HASH, expires_at="2027-01-01")
        wolo.ask("CALL request_deletion(%s, '2026-06-01T00:00:00Z')", user)
    assert not wolo.one("SELECT is_active FROM users WHERE id = %s", leaving)
    assert wolo.one("SELECT is_revoked FROM user_sessions WHERE user_id = %s", leaving)
    wolo.ask("CALL cancel_deletion(%s, '2026-06-15T00:00:00Z')", staying)
    assert wolo.one("SELECT is_active FROM users WHERE id = %s", staying)
    assert wolo.ask("SELECT purge_deleted_accounts('2026-07-01T00:00:00Z')") == []
    assert wolo.ask("SELECT purge_deleted_accounts('2026-07-01T00:00:01Z')") == [(leaving,)]
    assert wolo.ask("SELECT purge_deleted_accounts('2026-09-01T00:00:00Z')") == []
    assert wolo.one("SELECT count(*) FROM profiles WHERE user_id IN (%s, %s)", leaving, staying) == 1


def test_the_population_holds_users_who_wait_and_none_who_waited_too_long(wolo: Wolo) -> None:
    assert wolo.ask("SELECT leaving_users('2026-11-01')") == []
    assert wolo.one("SELECT count(*) FROM leaving_users('2026-12-02')") >= 1


def test_a_guardian_is_kept_until_the_minor_has_another(wolo: Wolo) -> None:
    guardian, other = wolo.person(), wolo.person()
    minor = wolo.person(born="2020-01-01", guardian_user_id=guardian, relationship_type="parent")
    with pytest.raises(psycopg.errors.ForeignKeyViolation, match="answers for a minor"), wolo.refused():
        wolo.ask("CALL erase_user(%s)", guardian)
    wolo.ask("CALL request_deletion(%s, '2026-01-01T00:00:00Z')", guardian)
    assert wolo.ask("SELECT purge_deleted_accounts('2026-03-01')") == []
    wolo.ask("UPDATE profiles SET guardian_user_id = %s WHERE user_id = %s", other, minor)
    assert wolo.ask("SELECT purge_deleted_accounts('2026-03-01')") == [(guardian,)]


# everything kept about a user can be exported


def test_an_export_holds_every_table_that_refers_to_a_user(wolo: Wolo) -> None:
    user = somebody(wolo)
    everything = wolo.one("SELECT export_user(%s)", user)
    references = PhysicalDesign(WOLO, LAYOUTS["single"], 1).references
    of_staff = {"partners", "partner_settlements", "feature_flags", "system_config"}
    assert {r.table for r in references if r.target == "users"} - of_staff <= set(everything)
    empty = {name for name, rows in everything.items() if not rows}
    assert empty == {"pot_analytics", "refunds", "qr_codes"}
    assert len(everything["referrals"]) == 2
    assert {row["donor_user_id"] for row in everything["donations"] if "donor_user_id" in row} == {str(user)}


def test_an_export_keeps_tokens_and_the_addresses_of_others_out(wolo: Wolo) -> None:
    user = somebody(wolo)
    text = json.dumps(wolo.one("SELECT export_user(%s)", user))
    assert "token_hash" not in text
    assert "shard_id" not in text
    assert "+221799990004" not in text
    assert "+221799990001" in text
    nobody = wolo.one("SELECT export_user(%s)", uuid.uuid4())
    assert {len(rows) for rows in nobody.values()} == {0}


# retention

KEPT: dict[str, tuple[str, dict[str, Any], str]] = {
    "user_sessions": ("90 days", {"token_hash": "keep", "expires_at": "2027-01-01"}, "created_at"),
    "password_reset_tokens": ("90 days", {"token_hash": "keep", "expires_at": "2027-01-01"}, "created_at"),
    "admin_sessions": (
        "90 days",
        {"session_token_hash": "keep", "ip_address": "41.82.0.1", "admin_level": "x", "expires_at": "2027-01-01"},
        "created_at",
    ),
    "analytics_events": ("2 years", {"event_name": "keep", "event_category": "x"}, "timestamp"),
    "audit_logs": ("5 years", {"actor_type": "system", "action": "keep", "resource_type": "x"}, "timestamp"),
    "donations": ("7 years", {"amount_cfa": 77}, "created_at"),
    "refunds": ("7 years", {"amount_cfa": 77, "reason": "fraud"}, "created_at"),
    "wave_webhook_events": ("7 years", {"wave_event_id": "keep", "event_type": "x", "raw_payload": {}}, "created_at"),
}


@pytest.mark.parametrize("table", KEPT)
def test_a_row_goes_when_its_time_is_over_and_not_a_second_before(wolo: Wolo, table: str) -> None:
    kept, values, age = KEPT[table]
    owner, values = wolo.person(), dict(values)
    if table in ("user_sessions", "password_reset_tokens", "admin_sessions"):
        values["user_id"] = owner
    elif table == "donations":
        values["pot_id"] = wolo.pot(owner)
    elif table == "refunds":
        values |= {"refunded_by_user_id": owner, "donation_id": wolo.donation(wolo.pot(owner))}
    row = wolo.put(table, **values, **{age: "2010-01-01T00:00:00Z"})
    purge = "SELECT * FROM purge_expired('2010-01-01T00:00:00Z'::timestamptz + %s::interval + %s::interval)"
    wolo.ask(purge, kept, "0 seconds")
    assert wolo.one("SELECT count(*) FROM {table} WHERE id = %s", row, table=table) == 1
    purged = wolo.ask(purge, kept, "1 second")
    assert dict(purged)[table] == 1
    assert wolo.one("SELECT count(*) FROM {table} WHERE id = %s", row, table=table) == 0


def test_what_is_money_cannot_be_deleted_before_its_seven_years(wolo: Wolo) -> None:
    for table in ("donations", "refunds", "wave_webhook_events", "points_conversions", "partner_settlements"):
        with pytest.raises(psycopg.errors.RestrictViolation, match="kept for 7 years"), wolo.refused():
            wolo.ask("DELETE FROM {table}", table=table)


def test_a_payment_stays_as_long_as_its_refund_does(wolo: Wolo) -> None:
    donation = wolo.donation(wolo.pot(wolo.person()), created_at="2010-01-01")
    wolo.put("refunds", donation_id=donation, refunded_by_user_id=wolo.user(), amount_cfa=1, reason="fraud",
             created_at="2012-01-01")  # fmt: skip
    wolo.ask("SELECT * FROM purge_expired('2018-01-01')")
    assert wolo.one("SELECT count(*) FROM donations WHERE id = %s", donation) == 1
    wolo.ask("SELECT * FROM purge_expired('2019-01-02')")
    assert wolo.one("SELECT count(*) FROM donations WHERE id = %s", donation) == 0


def test_nothing_of_the_population_has_been_kept_too_long(wolo: Wolo) -> None:
    purged = wolo.ask("SELECT * FROM purge_expired('2026-11-01')")
    assert {rows for _, rows in purged} == {0}


# data minimization


def test_contacts_of_people_who_are_no_users_are_forgotten_after_thirty_days(wolo: Wolo) -> None:
    people = [{"name": "Awa", "phone": "+221770000000"}]
    at = {"sponsor_user_id": wolo.user(), "start_position": 0, "end_position": 1, "contact_snapshot": people}
    old = wolo.put("sponsor_contact_batches", **at, created_at="2026-01-01T00:00:00Z")
    young = wolo.put("sponsor_contact_batches", **at, created_at="2026-01-20T00:00:00Z")
    assert wolo.one("SELECT minimise_contacts('2026-02-01T00:00:00Z')") == 1
    kept = dict(wolo.ask("SELECT id, contact_snapshot FROM sponsor_contact_batches WHERE id IN (%s, %s)", old, young))
    assert kept == {old: None, young: people}
    assert wolo.one("SELECT minimise_contacts('2026-02-01T00:00:00Z')") == 0


# row-level security for many tenants


@pytest.fixture
def bound(wolo: Wolo) -> Wolo:
    """Return wolo with a role that the policies bind."""
    grant(wolo)
    return wolo


def count(wolo: Wolo, table: str) -> int:
    found: int = wolo.one("SELECT count(*) FROM {table}", table=table)
    return found


def test_every_table_and_every_shard_has_policies(wolo: Wolo) -> None:
    bare = wolo.ask(
        "SELECT c.relname FROM pg_class AS c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p')"
        " AND NOT (c.relrowsecurity AND (SELECT count(*) FROM pg_policy WHERE polrelid = c.oid) = 2)"
    )
    assert bare == []


def test_a_visitor_sees_what_is_for_everybody_and_nothing_else(bound: Wolo) -> None:
    seen = {}
    with bound.asking():
        for table in WOLO.tables:
            seen[table.name] = count(bound, table.name)
    public = bound.one("SELECT count(*) FROM pots WHERE visibility = 'public'")
    profiles = bound.one("SELECT count(*) FROM profiles WHERE is_profile_public")
    assert {name: rows for name, rows in seen.items() if rows} == {
        "packs": count(bound, "packs"),
        "sponsor_campaigns": count(bound, "sponsor_campaigns"),
        "pots": public,
        "profiles": profiles,
    }


def test_staff_and_the_owner_of_the_tables_see_everything(bound: Wolo) -> None:
    everything = {table.name: count(bound, table.name) for table in WOLO.tables}
    with bound.asking(uuid.uuid4(), app_role="admin"):
        assert {table.name: count(bound, table.name) for table in WOLO.tables} == everything
    with bound.asking(uuid.uuid4(), app_role="user"):
        assert count(bound, "donations") == 0


def test_a_user_sees_what_is_theirs_through_the_parent_and_in_the_shard(bound: Wolo) -> None:
    user = somebody(bound)
    others = somebody_else(bound)
    own = {
        "users": "id",
        "user_sessions": "user_id",
        "user_addresses": "user_id",
        "points_ledger": "sponsor_user_id",
        "points_conversions": "sponsor_user_id",
        "sponsor_daily_limits": "sponsor_user_id",
        "sponsor_contact_batches": "sponsor_user_id",
        "notification_preferences": "user_id",
        "notifications": "user_id",
        "ab_test_assignments": "user_id",
    }
    with bound.asking(user):
        for table, column in own.items():
            key = user if bound.run.physical.is_sharded(table) else uuid.uuid4()
            for place in {table, bound.home(table, key)}:
                seen = bound.ask("SELECT DISTINCT {column} FROM {place}", column=column, place=place)
                assert seen == [(user,)], place
        assert bound.one("SELECT count(*) FROM referrals") == 2
        assert bound.ask("SELECT * FROM password_reset_tokens") == []
        assert bound.ask("SELECT 1 FROM donations WHERE pot_id = %s", others) == []


def somebody_else(wolo: Wolo) -> uuid.UUID:
    """Make a private pot of somebody else with a payment; return the pot."""
    pot = wolo.pot(wolo.person(), visibility="private")
    wolo.donation(pot, donor_name="Moussa")
    return pot


def test_nobody_writes_what_is_not_theirs(bound: Wolo) -> None:
    user, other = bound.person(), bound.person()
    theirs = bound.pot(other, visibility="public")
    mine = bound.pot(user)
    with bound.asking(user):
        assert bound.ask("UPDATE pots SET title = 'x' WHERE id = %s RETURNING id", theirs) == []
        assert bound.ask("UPDATE pots SET title = 'x' WHERE id = %s RETURNING id", mine) == [(mine,)]
        assert bound.ask("DELETE FROM profiles WHERE user_id = %s RETURNING 1", other) == []
        forbidden: dict[str, dict[str, Any]] = {
            "pots": {"owner_user_id": other, "title": "x", "target_amount_cfa": 1, "birthday_date": "2026-12-31",
                     "scheduled_open_at": "2026-12-01"},
            "points_ledger": {"sponsor_user_id": user, "event_type": "x", "points_earned": 1_000_000},
            "donations": {"pot_id": mine, "amount_cfa": 1_000_000, "status": "succeeded"},
            "user_addresses": {"user_id": other},
            "audit_logs": {"actor_type": "user", "action": "x", "resource_type": "y"},
        }  # fmt: skip
        for table, values in forbidden.items():
            with pytest.raises(psycopg.errors.InsufficientPrivilege, match="row-level security"), bound.refused():
                bound.put(table, **values)
        with pytest.raises(psycopg.errors.InsufficientPrivilege), bound.refused():
            bound.ask("UPDATE pots SET owner_user_id = %s WHERE id = %s", other, mine)


def test_a_guardian_answers_for_the_minor_and_a_partner_sees_their_own(bound: Wolo) -> None:
    guardian = bound.person()
    minor = bound.person(
        born="2020-01-01", guardian_user_id=guardian, relationship_type="parent", is_profile_public=False
    )
    with bound.asking(guardian):
        assert bound.ask("UPDATE profiles SET bio = 'x' WHERE user_id = %s RETURNING user_id", minor) == [(minor,)]
    with bound.asking(bound.person()):
        assert bound.ask("SELECT 1 FROM profiles WHERE user_id = %s", minor) == []
    partner = bound.one("SELECT partner_id FROM partner_settlements LIMIT 1")
    with bound.asking(uuid.uuid4(), partner_id=partner):
        assert bound.ask("SELECT DISTINCT partner_id FROM partner_settlements") == [(partner,)]
        assert bound.ask("SELECT id FROM partners") == [(partner,)]
        assert bound.ask("SELECT DISTINCT redeemed_by_partner_id FROM qr_codes") == [(partner,)]


# visibility and anonymity of payments


def test_a_pot_is_seen_by_its_owner_by_friends_who_gave_and_by_everybody_where_it_is_public(bound: Wolo) -> None:
    owner, friend, stranger = bound.person(), bound.person(), bound.person()
    pots = {kind: bound.pot(owner, visibility=kind) for kind in ("private", "friends_only", "public")}
    for pot in pots.values():
        bound.donation(pot, donor_user_id=friend)
    seen = {}
    for who in (owner, friend, stranger):
        with bound.asking(who):
            ids = {pot for (pot,) in bound.ask("SELECT id FROM pots WHERE owner_user_id = %s", owner)}
            payments = {pot for (pot,) in bound.ask("SELECT pot_id FROM pot_donations")} & set(pots.values())
        seen[who] = ({kind for kind, pot in pots.items() if pot in ids}, payments == ids)
    assert seen == {
        owner: ({"private", "friends_only", "public"}, True),
        friend: ({"friends_only", "public"}, True),
        stranger: ({"public"}, True),
    }


def test_a_visitor_reads_no_name_amount_or_message_that_is_hidden(bound: Wolo) -> None:
    donor = bound.person()
    named = bound.pot(bound.person(), visibility="public")
    nameless = bound.pot(bound.person(), visibility="public", show_donor_names=False, enable_messages=False)
    bound.donation(named, donor_user_id=donor, donation_message="Bravo")
    bound.donation(named, donor_name="Moussa", is_anonymous=True, show_amount=False)
    bound.donation(named, donor_name="Fatou", status="failed")
    bound.donation(nameless, donor_name="Coumba", donation_message="Bravo")
    with bound.asking():
        shown = bound.ask(
            "SELECT donor_name, amount_cfa, donation_message FROM pot_donations WHERE pot_id IN (%s, %s)",
            named,
            nameless,
        )
    assert sorted(shown, key=str) == sorted(
        [("Awa Diop", 5_000, "Bravo"), (None, None, None), (None, 5_000, None)], key=str
    )
