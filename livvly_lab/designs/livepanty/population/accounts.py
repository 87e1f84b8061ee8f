"""Users, their preferences, sessions and password resets. Source: livepanty, User Management."""

import numpy as np
import pyarrow as pa

from livvly_lab.designs.livepanty.population import shapes
from livvly_lab.designs.livepanty.population.people import Lives, People, latin
from livvly_lab.designs.livepanty.population.vocabulary import addresses, mapped, rows_of, some, words
from livvly_lab.domain.clock import DAY_US, HOUR_US, MINUTE_US
from livvly_lab.domain.columns import (
    as_text,
    choose,
    framed,
    hexadecimal,
    join,
    pick,
    repeat,
    rows_at,
    uuid_text,
)
from livvly_lab.domain.draw import Ints, counts
from livvly_lab.domain.people import BaseCrowd
from livvly_lab.domain.population import Columns, Nullable, World

ROLES = ("viewer", "performer", "moderator", "admin")
COUNTRIES = shapes.COUNTRY.values
_STATUSES = ("active", "suspended", "banned", "closed")
_SUFFIX_STEP = 7_368_787
_SUFFIXES = 100_000_000
_BCRYPT = np.frombuffer(b"./ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789", dtype=np.uint8)
_BCRYPT_LETTERS = 53
_DAYS_PER_YEAR = 365.25
_ERASED_BORN = -25_567  # 1 January 1900
_EIGHTEEN = 18
_SESSIONS = 8


Crowd = BaseCrowd[People, Lives]
"""A stretch of users, in order of arrival."""


def crowd_of(world: World, people: People, first: int, last: int) -> Crowd:
    """Return users first..last-1."""
    ordinals = np.arange(first, last, dtype=np.int64)
    return Crowd(world, people, ordinals, people.ids("users", ordinals), people.lives(ordinals))


def _name(crowd: Crowd, part: str) -> Ints:
    return shapes.NAME_RANK.ranks(crowd.u(f"names/{part}"), len(crowd.world.pools[f"names.{part}"]))


def _birthdays(crowd: Crowd) -> Ints:
    """Return days since 1970 on which users were born, eighteen calendar years before signup at the latest."""
    signup = (crowd.lives.signup_us // DAY_US).astype("datetime64[D]")
    months = signup.astype("datetime64[M]")
    day = np.minimum((signup - months.astype("datetime64[D]")).astype(np.int64), 27)
    latest = (months - 12 * _EIGHTEEN).astype("datetime64[D]").astype(np.int64) + day
    years = shapes.AGE_YEARS.quantile(crowd.u("users/age"))
    born: Ints = latest - 1 - (years * _DAYS_PER_YEAR).astype(np.int64)
    return born


def user_columns(crowd: Crowd) -> Columns:
    """Return the rows of users; of those who are erased nothing is left but the row."""
    people, lives, ordinals, world = crowd.people, crowd.lives, crowd.ordinals, crowd.world
    first, last = (_name(crowd, part) for part in ("first", "last"))
    suffix = (ordinals * _SUFFIX_STEP + people.seed) % _SUFFIXES
    names = [pick(latin(world.pools[f"names.{part}"]), rank) for part, rank in (("first", first), ("last", last))]
    host = shapes.EMAIL_HOST.texts(crowd.u("users/host"))
    gone = lives.erased
    email = choose(
        gone,
        join("erased-", uuid_text(crowd.ids), "@erased.invalid"),
        join(names[0], ".", names[1], as_text(suffix), "@", host),
    )
    email = choose(ordinals == 0, "admin@example.com", email)
    username = choose(gone, framed("erased_", hexadecimal(crowd.ids)), join(names[0], "_", as_text(suffix)))
    performer, staff = people.is_performer(ordinals), people.is_staff(ordinals)
    role = np.select([ordinals == 0, staff, performer], [3, 2, 1], 0)
    status = np.select([lives.suspended, lives.banned, lives.closed], [1, 2, 3], 0)
    display = join(pick(world.pools["names.first"], first), " ", pick(world.pools["names.last"], last))
    octets = np.hstack([people.ids(f"users/password/{part}", ordinals) for part in range(4)])
    hashed = framed("$2b$12$", _BCRYPT[octets[:, :_BCRYPT_LETTERS] % np.uint8(len(_BCRYPT))])
    avatar = framed("https://cdn.example.com/avatars/", hexadecimal(people.ids("users/avatar", ordinals)), ".webp")
    seen = lives.seen & ~gone
    return {
        "id": crowd.ids,
        "email": email,
        "username": username,
        "password_hash": choose(gone, "erased", hashed),
        "role": words(ROLES, role),
        "status": words(_STATUSES, status),
        "display_name": Nullable(display, ~gone & (performer | (crowd.u("users/display") < 0.6))),
        "bio": Nullable(some(world, "bios.text", crowd.u("users/bio")), ~gone & performer),
        "avatar_url": Nullable(avatar, ~gone & (performer | (crowd.u("users/has_avatar") < 0.4))),
        "date_of_birth": np.where(gone, _ERASED_BORN, _birthdays(crowd)).astype(np.int32),
        "country": words([*COUNTRIES, "ZZ"], np.where(gone, len(COUNTRIES), people.country(ordinals))),
        "email_verified_at": Nullable(
            lives.signup_us + 5 * MINUTE_US, ~gone & lives.seen & (crowd.u("users/verified") < shapes.VERIFIED_SHARE)
        ),
        "last_login_at": Nullable(lives.until_us, seen),
        "last_login_ip": Nullable(addresses(people.ids("users/ip", ordinals)), seen),
        "created_at": lives.signup_us,
        "updated_at": np.where(gone, lives.erased_us, np.where(lives.active, lives.until_us, lives.gone_us)),
        "deleted_at": Nullable(lives.gone_us, lives.closed),
        "erased_at": Nullable(lives.erased_us, gone),
    }


def preference_columns(crowd: Crowd) -> Columns:
    """Return the rows of user_preferences, one for each user who is not erased."""
    rows = np.flatnonzero(~crowd.lives.erased)
    ordinals, lives, people = crowd.ordinals[rows], crowd.lives, crowd.people
    country, signup = people.country(ordinals), lives.signup_us[rows]
    consent = people.chance("preferences/marketing", ordinals, shapes.MARKETING_SHARE)
    return {
        "user_id": rows_at(crowd.ids, rows),
        "language": words(mapped(COUNTRIES, shapes.LANGUAGE), country),
        "timezone": words(mapped(COUNTRIES, shapes.TIMEZONE), country),
        "currency": words(mapped(COUNTRIES, shapes.CURRENCY, "USD"), country),
        "email_notifications": people.chance("preferences/email", ordinals, 0.85),
        "push_notifications": people.chance("preferences/push", ordinals, 0.6),
        "stream_alerts": people.chance("preferences/streams", ordinals, 0.7),
        "tip_alerts": people.chance("preferences/tips", ordinals, 0.9),
        "marketing_consent_at": Nullable(signup + MINUTE_US, consent),
        "private_profile": people.chance("preferences/private", ordinals, shapes.PRIVATE_SHARE)
        & ~people.is_performer(ordinals),
        "created_at": signup,
        "updated_at": signup + consent * MINUTE_US,
    }


def session_columns(crowd: Crowd) -> Columns:
    """Return the sessions of the last sixty days, which is all that the daily job leaves."""
    people, lives, as_of = crowd.people, crowd.lives, crowd.people.as_of_us
    oldest = np.maximum(lives.signup_us, as_of - shapes.SESSION_DAYS * DAY_US)
    wanted = np.where(lives.active & (lives.until_us > oldest), shapes.RATIOS["auth_sessions"] * 1.188, 0.0)
    owner, position = repeat(np.minimum(counts(crowd.u("sessions/count"), wanted), _SESSIONS))
    number = crowd.ordinals[owner] * _SESSIONS + position
    until = lives.until_us[owner]
    at = oldest[owner] + (people.u("sessions/at", number) * (until - oldest[owner])).astype(np.int64)
    expires = at + 30 * DAY_US
    seen = at + (people.u("sessions/seen", number) * (np.minimum(expires, until) - at)).astype(np.int64)
    revoked = people.chance("sessions/revoked", number, 0.25)
    kind = shapes.DEVICE_TYPE.quantile(people.u("sessions/type", number))
    types = [str(value) for value in shapes.DEVICE_TYPE.values]
    device = rows_of(crowd.world, "devices.type", types, kind, people.u("sessions/device", number))
    ids = people.ids("auth_sessions", number)
    return {
        "id": ids,
        "user_id": rows_at(crowd.ids, owner),
        "token_hash": _hash(people, "sessions/token", number),
        "device": pick(crowd.world.pools["devices.device"], device),
        "device_type": words(types, kind),
        "user_agent": pick(crowd.world.pools["devices.agent"], device),
        "ip_address": addresses(people.ids("sessions/ip", number)),
        "created_at": at,
        "last_seen_at": seen,
        "expires_at": expires,
        "revoked_at": Nullable(seen, revoked),
    }


def reset_columns(crowd: Crowd) -> Columns:
    """Return the password resets of the last day, which is all that the daily job leaves."""
    people, lives, as_of = crowd.people, crowd.lives, crowd.people.as_of_us
    wants = (crowd.u("resets/wants") < shapes.RESET_SHARE) & lives.active & (lives.signup_us < as_of - 2 * DAY_US)
    rows = np.flatnonzero(wants)
    ordinals = crowd.ordinals[rows]
    at = as_of - HOUR_US - (people.u("resets/at", ordinals) * (DAY_US - HOUR_US)).astype(np.int64)
    used = people.chance("resets/used", ordinals, shapes.RESET_USED_SHARE)
    return {
        "id": people.ids("password_reset_tokens", ordinals),
        "user_id": rows_at(crowd.ids, rows),
        "token_hash": _hash(people, "resets/token", ordinals),
        "requested_ip": addresses(people.ids("resets/ip", ordinals)),
        "created_at": at,
        "expires_at": at + HOUR_US,
        "used_at": Nullable(at + (people.u("resets/after", ordinals) * HOUR_US).astype(np.int64), used),
    }


def _hash(people: People, stream: str, numbers: Ints) -> pa.StringArray:
    return framed("", hexadecimal(np.hstack([people.ids(f"{stream}/{half}", numbers) for half in ("low", "high")])))
