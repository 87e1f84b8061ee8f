"""Users, their one-time passwords, and the profiles of analysts. Source: analyst_marketplace §1 to §3."""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from livvly_lab.designs.analyst_marketplace.population import shapes
from livvly_lab.designs.analyst_marketplace.population.desk import Desk
from livvly_lab.designs.analyst_marketplace.population.people import APPROVED, REJECTED, People
from livvly_lab.designs.analyst_marketplace.population.vocabulary import some
from livvly_lab.domain.clock import DAY_US, HOUR_US, MINUTE_US, MONTH_US
from livvly_lab.domain.columns import (
    Joined,
    as_text,
    digits,
    framed,
    hexadecimal,
    join,
    json_object,
    lists,
    pick,
    plain,
    repeat,
    text,
)
from livvly_lab.domain.draw import Choice, Ints, Zipf
from livvly_lab.domain.people import Accounts, BaseCrowd
from livvly_lab.domain.population import Columns, Nullable, World

_PHONES = 4_000_000_000  # numbers of mobile phones in India: ten digits, the first one 6 to 9
_PHONE_STEP = 2_472_135_953  # prime to the above, and far from a simple fraction of it
_SUFFIX_STEP = 7_368_787
_SUFFIXES = 100_000_000
_BCRYPT = np.frombuffer(b"./ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789", dtype=np.uint8)
_BCRYPT_LETTERS = 53
_OTP_US = 10 * MINUTE_US
_OTP_KEPT_US = 24 * HOUR_US
_REJECTIONS = pa.array(
    ["Certificate has expired", "Name does not match the registration", "Registration number not found"]
)


Crowd = BaseCrowd[People, Accounts]


def crowd_of(world: World, people: People, first: int, last: int) -> Crowd:
    """Return users first..last-1."""
    ordinals = np.arange(first, last, dtype=np.int64)
    return Crowd(world, people, ordinals, people.ids("users", ordinals), people.lives(ordinals))


def phones(seed: int, ordinals: Ints) -> pa.StringArray:
    """Return an Indian mobile number for each user: valid, scattered, and never the same for two of them."""
    scattered = (ordinals.astype(np.uint64) * np.uint64(_PHONE_STEP) + np.uint64(seed)) % np.uint64(_PHONES)
    return framed("+91", digits(scattered.astype(np.int64) + 6_000_000_000, 10))


def emails(world: World, people: People, ordinals: Ints) -> pa.StringArray:
    """Return an address for each user: a name, a number that no other user has, and a provider."""
    suffix = (ordinals * _SUFFIX_STEP + people.seed) % _SUFFIXES
    first, last = (pick(_mailable(world, f"names.{part}"), _rank(people, part, ordinals, world)) for part in _PARTS)
    host = shapes.EMAIL_HOST.texts(people.u("users/host", ordinals))
    return join(first, ".", last, as_text(suffix), "@", host)


_PARTS = ("first", "last")


def _rank(people: People, part: str, ordinals: Ints, world: World) -> Ints:
    return shapes.NAME_RANK.ranks(people.u(f"names/{part}", ordinals), len(world.pools[f"names.{part}"]))


def _mailable(world: World, pool: str) -> pa.StringArray:
    return pc.replace_substring_regex(pc.ascii_lower(world.pools[pool]), pattern="[^a-z]", replacement="")


def bcrypts(people: People, ordinals: Ints) -> pa.StringArray:
    """Return what looks like the bcrypt hash of a password; nothing hashes to it."""
    octets = np.hstack([people.ids(f"users/password/{part}", ordinals) for part in range(4)])
    return framed("$2b$12$", _BCRYPT[octets[:, :_BCRYPT_LETTERS] % np.uint8(len(_BCRYPT))])


def user_columns(crowd: Crowd) -> Columns:
    """Return the rows of users: everybody can be reached by email or phone."""
    people, lives, ordinals = crowd.people, crowd.lives, crowd.ordinals
    by_phone = crowd.u("users/has_phone") < shapes.PHONE_SHARE
    by_email = (crowd.u("users/has_email") < shapes.EMAIL_SHARE) | ~by_phone
    kind = np.where(people.is_admin(ordinals), 2, people.is_analyst(ordinals))
    months = (lives.until_us - lives.signup_us) / MONTH_US
    logins = shapes.ENGAGEMENT.quantile(crowd.u("users/engagement")) * months * shapes.LOGINS_PER_MONTH
    return {
        "id": crowd.ids,
        "email": Nullable(emails(crowd.world, people, ordinals), by_email),
        "phone": Nullable(phones(crowd.world.seed, ordinals), by_phone),
        "password_hash": bcrypts(people, ordinals),
        "user_type": pick(pa.array(["trader", "analyst", "admin"]), kind.astype(np.int64)),
        "email_verified": by_email & (crowd.u("users/email_verified") < shapes.EMAIL_VERIFIED_SHARE),
        "phone_verified": by_phone & (crowd.u("users/phone_verified") < shapes.PHONE_VERIFIED_SHARE),
        "is_active": lives.active,
        "last_active": Nullable(lives.until_us, lives.seen),
        "login_count": 1 + logins.astype(np.int64),
        "created_at": lives.signup_us,
        "updated_at": np.where(lives.deleted, lives.gone_us, lives.until_us),
        "deleted_at": Nullable(lives.gone_us, lives.deleted),
    }


def otp_columns(crowd: Crowd) -> Columns:
    """Return the codes of the last day and ten minutes, which is all that the daily cleanup leaves."""
    people, lives, as_of = crowd.people, crowd.lives, crowd.people.as_of_us
    oldest = as_of - _OTP_KEPT_US - _OTP_US
    wants = crowd.u("otp/wants") < shapes.RATIOS["otp_verifications"] * _OTP_DRAWN
    who = np.flatnonzero(wants & lives.active & (lives.signup_us < as_of - DAY_US))
    ordinals = crowd.ordinals[who]
    at = oldest + (people.u("otp/at", ordinals) * (as_of - MINUTE_US - oldest)).astype(np.int64)
    stranger = people.chance("otp/stranger", ordinals, shapes.OTP_UNREGISTERED_SHARE)
    purpose = np.where(stranger, 0, 1 + shapes.OTP_PURPOSE.quantile(people.u("otp/purpose", ordinals)))
    by_phone = people.u("users/has_phone", ordinals) < shapes.PHONE_SHARE
    by_phone = np.where(stranger, people.u("otp/channel", ordinals) < shapes.PHONE_SHARE, by_phone)
    verified_us = at + ((0.02 + 0.5 * people.u("otp/after", ordinals)) * _OTP_US).astype(np.int64)
    verified = people.chance("otp/verified", ordinals, shapes.OTP_VERIFIED_SHARE) & (verified_us < as_of)
    wrong = (people.u("otp/wrong", ordinals) ** 4 * 3).astype(np.int64)
    # A stranger's address is that of somebody who comes after all users there are.
    whose = np.where(stranger, people.users + ordinals, ordinals)
    return {
        "id": people.ids("otp_verifications", ordinals),
        "user_id": Nullable(crowd.ids[who], ~stranger),
        "phone": Nullable(phones(crowd.world.seed, whose), by_phone),
        "email": Nullable(emails(crowd.world, people, whose), ~by_phone),
        "otp_code": text(digits((people.u("otp/code", ordinals) * 1_000_000).astype(np.int64), 6)),
        "purpose": pick(pa.array(["signup", *shapes.OTP_PURPOSE.values], pa.string()), purpose),
        "verified": verified,
        "verified_at": Nullable(verified_us, verified),
        "expires_at": at + _OTP_US,
        "attempts": np.where(verified, 1 + np.minimum(wrong, 2), wrong),
        "max_attempts": np.full(len(who), 3),
        "created_at": at,
    }


_OTP_DRAWN = 1.16
"""How many more are drawn than are wanted: only active users who are not new have one."""


def display_names(desk: Desk) -> Joined:
    """Return the public names of the analysts of a desk."""
    return join(first_names(desk), " ", _names(desk, "last"))


def first_names(desk: Desk) -> pa.DictionaryArray:
    """Return the first names of the analysts of a desk."""
    return _names(desk, "first")


def _names(desk: Desk, part: str) -> pa.DictionaryArray:
    return pick(desk.world.pools[f"names.{part}"], _rank(desk.people, part, desk.ordinals, desk.world))


@dataclass(frozen=True)
class Standing:
    """What the triggers would have counted for each analyst; the rating is in hundredths of a star."""

    rating: Ints
    reviews: Ints
    subscribers: Ints
    active: Ints
    posts: Ints
    last_post_us: Ints
    revenue: Ints


def analyst_columns(desk: Desk, standing: Standing) -> Columns:
    """Return the rows of analyst_profiles."""
    people, numbers, world = desk.people, desk.numbers, desk.world
    status = desk.analysts.status[desk.first : desk.last]
    signup, verified_us = desk.analysts.lives.signup_us[numbers], desk.analysts.verified_us[numbers]
    gone, deleted = desk.analysts.lives.gone_us[numbers], desk.analysts.lives.deleted[numbers]
    approved, american = status == APPROVED, desk.u("analysts/country") >= shapes.COUNTRY.weights[0]
    featured = desk.selling & desk.chance("analysts/featured", shapes.FEATURED_SHARE)
    photo = framed("https://cdn.example.in/analysts/", hexadecimal(people.ids("analysts/photo", numbers)), ".jpg")
    sebi = join(
        shapes.SEBI_KIND.texts(desk.u("analysts/sebi")), text(digits((numbers * 7_919 + 1_207) % 1_000_000_000, 9))
    )
    ria = framed("801-", digits((numbers * 6_007 + 70_001) % 1_000_000, 6))
    decided = approved | (status == REJECTED)
    return {
        "id": people.ids("analyst_profiles", numbers),
        "user_id": desk.ids,
        "display_name": display_names(desk),
        "bio": Nullable(some(world, "bios.text", desk.u("analysts/bio")), desk.u("analysts/has_bio") < 0.9),
        "photo_url": Nullable(photo, desk.u("analysts/has_photo") < 0.85),
        "specializations": _several(
            desk, "specializations.specialization", shapes.SPECIALIZATIONS, shapes.SPECIALIZATION
        ),
        "languages": _several(desk, "languages.language", shapes.LANGUAGES, shapes.LANGUAGE_RANK),
        "country": pick(pa.array(["IN", "US"]), american.astype(np.int64)),
        "sebi_number": Nullable(sebi, ~american),
        "ria_number": Nullable(ria, american),
        "verification_status": pick(pa.array(shapes.VERIFICATION.values, pa.string()), status),
        "verification_documents": _documents(desk),
        "verified_at": Nullable(verified_us, approved),
        "verified_by": Nullable(people.ids("users", people.admin("analysts/admin", numbers)), approved),
        "rejection_reason": Nullable(
            pick(_REJECTIONS, (desk.u("analysts/why") * len(_REJECTIONS)).astype(np.int64)), status == REJECTED
        ),
        "avg_rating": standing.rating,
        "total_reviews": standing.reviews,
        "total_subscribers": standing.subscribers,
        "active_subscribers": standing.active,
        "total_posts": standing.posts,
        "monthly_revenue": standing.revenue,
        "commission_rate": desk.commission_permille,
        "is_featured": featured,
        "feature_position": Nullable(1 + (desk.u("analysts/position") * 20).astype(np.int64), featured),
        "created_at": signup,
        "updated_at": np.where(
            deleted, gone, np.maximum(np.where(decided, verified_us, signup), standing.last_post_us)
        ),
        "last_post_at": Nullable(standing.last_post_us, standing.posts > 0),
        "deleted_at": Nullable(gone, deleted),
    }


def _several(desk: Desk, pool: str, how_many: Choice, rank: Zipf) -> pa.ListArray:
    """Return one to three different values of a pool for each analyst, the first ones more often."""
    values = desk.world.pools[pool]
    wanted = how_many.numbers(desk.u(f"{pool}/count")).astype(np.int64)
    owner, position = repeat(wanted)
    first = rank.ranks(desk.u(f"{pool}/first"), len(values))
    step = 1 + (desk.u(f"{pool}/step") * 3).astype(np.int64)
    return lists(pick(values, (first[owner] + position * step[owner]) % len(values)), wanted)


def _documents(desk: Desk) -> pa.StringArray:
    """Return the metadata of the certificate each analyst handed in, as a JSON array."""
    kept = hexadecimal(desk.people.ids("analysts/document", desk.numbers))
    kinds = pick(pa.array(["certificate"]), np.zeros(len(desk.numbers), dtype=np.int64))
    return join("[", json_object({"kind": kinds, "file": plain(framed("/documents/", kept, ".pdf"))}), "]")
