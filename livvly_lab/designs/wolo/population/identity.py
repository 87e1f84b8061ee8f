"""Accounts, sessions, profiles, addresses and preferences. Source: wolo sections 3.1, 3.2 and 3.8.

Tables: users, user_sessions, password_reset_tokens, profiles, user_addresses, notification_preferences.
"""

from collections.abc import Iterator

import numpy as np
import pyarrow as pa

from livvly_lab.designs.wolo.population import shapes
from livvly_lab.designs.wolo.population.crowd import Crowd
from livvly_lab.designs.wolo.population.people import People, emails
from livvly_lab.designs.wolo.population.vocabulary import addresses, any_of, row_of, said
from livvly_lab.domain.clock import DAY_US, HOUR_US
from livvly_lab.domain.columns import (
    as_text,
    choose,
    digits,
    framed,
    hexadecimal,
    join,
    json_object,
    lists,
    pick,
    repeat,
    text,
)
from livvly_lab.domain.draw import Ints, counts
from livvly_lab.domain.people import Flags, events_of
from livvly_lab.domain.population import Columns, Nullable

SECOND_US = 1_000_000
SESSION_VALID_US = 30 * DAY_US
TOKEN_VALID_US = HOUR_US

_ROLES = ("user", "admin", "super_admin", "partner")
_DEVICES = ("Android", "iOS", "Web")
_QUIET = (22 * HOUR_US, 8 * HOUR_US)


def accounts(crowd: Crowd) -> Iterator[tuple[str, Columns]]:
    """Yield the tables that are about users alone."""
    yield "users", _users(crowd)
    yield "user_sessions", _sessions(crowd)
    yield "password_reset_tokens", _tokens(crowd)
    yield "profiles", _profiles(crowd)
    yield "user_addresses", _addresses(crowd)
    yield "notification_preferences", _preferences(crowd)


def like_sha256(people: People, stream: str, ordinals: Ints) -> pa.StringArray:
    """Return 64 random hexadecimal letters, as a SHA-256 looks."""
    return text(np.hstack([hexadecimal(people.ids(f"{stream}/{half}", ordinals)) for half in ("low", "high")]))


def verified(people: People, ordinals: Ints) -> tuple[Flags, Ints]:
    """Tell whose identity document was accepted, and when."""
    lives = people.lives(ordinals)
    share = np.where(people.has_guardian(ordinals), shapes.VERIFIED_SHARE_OF_MINORS, shapes.VERIFIED_SHARE)
    at = lives.signup_us + (people.u("profiles/verified_after", ordinals) * 10 * DAY_US).astype(np.int64)
    return (people.u("profiles/verified", ordinals) < share) & (at < lives.until_us), at


def consent(people: People, ordinals: Ints) -> tuple[Flags, Ints, Flags, Ints]:
    """Tell who agreed to marketing and when, and who took it back and when."""
    lives = people.lives(ordinals)
    span = np.maximum(lives.last_us - lives.first_us, 0)
    given_us = lives.first_us + (people.u("consent/at", ordinals) * 0.5 * span).astype(np.int64)
    taken_us = given_us + ((0.1 + 0.9 * people.u("consent/until", ordinals)) * 0.5 * span).astype(np.int64)
    given = people.chance("consent/given", ordinals, shapes.MARKETING_CONSENT_SHARE) & lives.acting
    taken = given & people.chance("consent/taken", ordinals, shapes.CONSENT_WITHDRAWN_SHARE)
    return given, given_us, taken, taken_us


def _users(crowd: Crowd) -> Columns:
    people, ordinals, lives = crowd.people, crowd.ordinals, crowd.lives
    special = np.where(ordinals == 0, 2, np.where(ordinals < people.staff, 1, np.where(ordinals < people.known, 3, 0)))
    count = np.where(special > 0, 2, 1)
    owner, place = repeat(count)
    return {
        "id": crowd.ids,
        "phone": Nullable(people.phones(ordinals), people.has_phone(ordinals)),
        "email": Nullable(emails(crowd.world, people, ordinals), people.has_email(ordinals)),
        "auth_provider": shapes.AUTH_PROVIDER.texts(people.u("users/provider", ordinals)),
        "roles": lists(pick(pa.array(_ROLES), np.where(place == 0, 0, special[owner])), count),
        "is_active": lives.is_active,
        "created_at": lives.signup_us,
        "updated_at": lives.until_us,
        "last_login_at": Nullable(lives.until_us, lives.seen),
    }


def _sessions(crowd: Crowd) -> Columns:
    """Return the sessions of the last ninety days: older ones are gone."""
    people, lives = crowd.people, crowd.lives
    begin = np.maximum(lives.signup_us, people.as_of_us - shapes.SESSION_DAYS * DAY_US + HOUR_US)
    recent = lives.seen & (lives.until_us > begin)
    means = np.where(recent, shapes.SESSIONS_PER_USER * crowd.world.activity, 0.0)
    owner, position = repeat(counts(crowd.u("sessions/count"), means))
    number = events_of(crowd.ordinals[owner], position)
    at = people.rhythm.between(people.u("sessions/at", number), begin[owner], lives.until_us[owner])
    device = row_of(crowd.world, "agents", people.u("sessions/agent", number))
    systems = pick(pa.array(_DEVICES), (people.u("sessions/os", number) * len(_DEVICES)).astype(np.int64))
    return {
        "id": people.ids("user_sessions", number),
        "user_id": crowd.ids_at(owner),
        "token_hash": like_sha256(people, "sessions/token", number),
        "device_info": json_object({"os": systems, "agent": pick(crowd.world.pools["agents"], device)}),
        "ip_address": addresses(people.u("sessions/ip", number)),
        "expires_at": at + SESSION_VALID_US,
        "created_at": at,
        "is_revoked": people.chance("sessions/revoked", number, 0.2) | ~lives.is_active[owner],
    }


def _tokens(crowd: Crowd) -> Columns:
    """Return the reset tokens of the last ninety days: older ones are gone."""
    people, lives = crowd.people, crowd.lives
    begin = np.maximum(lives.first_us, people.as_of_us - shapes.SESSION_DAYS * DAY_US + HOUR_US)
    owner = np.flatnonzero(crowd.chance("tokens/has", shapes.RESET_SHARE) & lives.acting & (lives.last_us > begin))
    ordinals = crowd.ordinals[owner]
    at = people.rhythm.between(people.u("tokens/at", ordinals), begin[owner], lives.last_us[owner])
    used = at + ((30 + people.u("tokens/after", ordinals) * 1_500) * SECOND_US).astype(np.int64)
    return {
        "id": people.ids("password_reset_tokens", ordinals),
        "user_id": crowd.ids_at(owner),
        "token_hash": like_sha256(people, "tokens/token", ordinals),
        "expires_at": at + TOKEN_VALID_US,
        "used_at": Nullable(used, people.chance("tokens/used", ordinals, 0.8)),
        "created_at": at,
    }


def _profiles(crowd: Crowd) -> Columns:
    people, ordinals, lives = crowd.people, crowd.ordinals, crowd.lives
    minor, (checked, checked_us) = people.has_guardian(ordinals), verified(people, ordinals)
    last_four = text(digits((crowd.u("profiles/number") * 10_000).astype(np.int64), 4))
    document = hexadecimal(people.ids("profiles/document", ordinals))
    kind = choose(minor, "birth_certificate", shapes.ID_TYPE.texts(crowd.u("profiles/id_type")))
    return {
        "user_id": crowd.ids,
        "full_name": crowd.names,
        "date_of_birth": people.born(ordinals),
        "locale": shapes.LOCALE.texts(crowd.u("profiles/locale")),
        "timezone": pa.repeat("Africa/Dakar", len(ordinals)),
        "avatar_url": Nullable(
            framed("/avatars/", document[:, :16], ".jpg"), crowd.chance("avatar", shapes.AVATAR_SHARE)
        ),
        "bio": Nullable(any_of(crowd.world, "bios.text", crowd.u("bio/text")), crowd.chance("bio", shapes.BIO_SHARE)),
        "guardian_user_id": Nullable(people.ids("users", people.guardian_of(ordinals)), minor),
        "relationship_type": Nullable(shapes.RELATIONSHIP.texts(crowd.u("profiles/relation")), minor),
        "id_number": Nullable(join("****", last_four), checked),
        "id_type": Nullable(kind, checked),
        "id_country": Nullable(pa.repeat("SEN", len(ordinals)), checked),
        "id_hash": Nullable(like_sha256(people, "profiles/id", ordinals), checked),
        "id_media_url": Nullable(framed("/documents/", document, ".enc"), checked),
        "id_verified_at": Nullable(checked_us, checked),
        "id_verified_by": Nullable(people.staff_of(crowd.u("profiles/verifier")), checked),
        "is_profile_public": crowd.chance("profiles/public", shapes.PUBLIC_SHARE) & ~minor,
        "allow_contact_by_sponsors": crowd.chance("profiles/contact", shapes.CONTACT_SHARE) & ~minor,
        "notification_preferences": pa.repeat('{"email": true, "sms": true, "whatsapp": true}', len(ordinals)),
        "created_at": lives.signup_us,
        "updated_at": np.where(checked, checked_us, lives.signup_us),
    }


def _addresses(crowd: Crowd) -> Columns:
    world, people = crowd.world, crowd.people
    owner = np.flatnonzero(crowd.chance("addresses/has", shapes.ADDRESS_SHARE))
    ordinals, home = crowd.ordinals[owner], crowd.homes[owner]
    house = as_text(1 + (people.u("addresses/house", ordinals) * 240).astype(np.int64))
    street = said(
        world, "streets.street", row_of(world, "streets.street", people.u("addresses/street", ordinals)), number=house
    )
    code = digits(10_000 + (people.u("addresses/code", ordinals) * 15_000).astype(np.int64), 5)
    return {
        "id": people.ids("user_addresses", ordinals),
        "user_id": crowd.ids_at(owner),
        "type": shapes.ADDRESS_TYPE.texts(people.u("addresses/type", ordinals)),
        "street_address": street,
        "city": pick(world.pools["cities.city"], home),
        "region": pick(world.pools["cities.region"], home),
        "country": pa.repeat("SEN", len(owner)),
        "postal_code": text(code),
        "is_default": np.ones(len(owner), dtype=np.bool_),
        "created_at": crowd.lives.signup_us[owner],
    }


def _preferences(crowd: Crowd) -> Columns:
    people, lives, users = crowd.people, crowd.lives, len(crowd.ordinals)
    given, given_us, taken, taken_us = consent(people, crowd.ordinals)
    return {
        "user_id": crowd.ids,
        "email_enabled": crowd.chance("preferences/email", 0.9),
        "sms_enabled": crowd.chance("preferences/sms", 0.93),
        "whatsapp_enabled": crowd.chance("preferences/whatsapp", 0.96),
        "push_enabled": crowd.chance("preferences/push", 0.85),
        "referral_notifications": np.ones(users, dtype=np.bool_),
        "pot_notifications": np.ones(users, dtype=np.bool_),
        "donation_notifications": np.ones(users, dtype=np.bool_),
        "marketing_notifications": given & ~taken,
        "digest_frequency": shapes.DIGEST.texts(crowd.u("preferences/digest")),
        "quiet_hours_start": np.full(users, _QUIET[0]),
        "quiet_hours_end": np.full(users, _QUIET[1]),
        "updated_at": np.where(taken, taken_us, np.where(given, given_us, lives.signup_us)),
    }
