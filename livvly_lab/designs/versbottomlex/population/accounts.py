"""What every account brings: the user, ways to sign in, roles, preferences, settings, instruments, flags."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pyarrow as pa

from livvly_lab.designs.versbottomlex.population import shapes
from livvly_lab.designs.versbottomlex.population.people import METHOD_US, People
from livvly_lab.designs.versbottomlex.population.vocabulary import (
    BILLING_KEY,
    CONTACT_KEY,
    COUNTRIES,
    ZONES,
    digests,
    full_names,
    of_country,
    sealed,
    some,
    tongues,
    usernames,
    words,
)
from livvly_lab.domain.clock import DAY_US, HOUR_US, MINUTE_US
from livvly_lab.domain.columns import Bytes, framed, hexadecimal, join, rows_at, stacked
from livvly_lab.domain.draw import Floats, Ints
from livvly_lab.domain.people import Accounts, Flags
from livvly_lab.domain.population import Columns, Nullable, World

DAYS_OF_A_YEAR = 365.25
STAFF_ROLES = ("moderator", "support", "finance", "admin")
PROVIDER_OF_KIND = {"card": "cardly", "wallet": "walletone", "bank_debit": "debitlink"}
_ARGON2ID = "$argon2id$v=19$m=65536,t=3,p=4$"
_CARD_YEARS = 4


@dataclass(frozen=True)
class Crowd:
    """Users `first` to `last` - 1 by their ordinals."""

    world: World
    people: People
    first: int
    last: int

    @cached_property
    def ordinals(self) -> Ints:
        """Their ordinals."""
        return np.arange(self.first, self.last, dtype=np.int64)

    @cached_property
    def ids(self) -> Bytes:
        """Their ids."""
        return self.people.ids("users", self.ordinals)

    @cached_property
    def lives(self) -> Accounts:
        """When they came and went."""
        return self.people.lives(self.ordinals)

    @cached_property
    def country(self) -> Ints:
        """Their countries, positions in shapes.COUNTRY."""
        return self.people.country(self.ordinals)

    @cached_property
    def flagged(self) -> "FlagsRaised":
        """The flags on their accounts."""
        return flags_of(self)

    def u(self, name: str) -> Floats:
        """Return a uniform value for each."""
        return self.people.u(f"users/{name}", self.ordinals)

    def chance(self, name: str, share: float) -> Flags:
        """Return True for a share of them."""
        return self.u(name) < share


def user_columns(crowd: Crowd) -> Columns:
    """Return the rows of users."""
    people, ordinals, lives = crowd.people, crowd.ordinals, crowd.lives
    years = 18.0 + shapes.AGE.quantile(crowd.u("age"))
    birth = np.floor(lives.signup_us / DAY_US - 1 - years * DAYS_OF_A_YEAR).astype(np.int32)
    secret = hexadecimal(people.ids("users/password", ordinals))
    verified = lives.signup_us + MINUTE_US + (crowd.u("verified at") * HOUR_US).astype(np.int64)
    standing = np.where(lives.deleted, 3, crowd.flagged.standing[: len(ordinals)])
    return {
        "id": crowd.ids,
        "username": usernames(crowd.world, people, ordinals),
        "display_name": full_names(crowd.world, crowd.country, crowd.u("first"), crowd.u("last")),
        "bio": Nullable(some(crowd.world, "bios.text", crowd.u("bio")), crowd.chance("has bio", shapes.BIO_SHARE)),
        "avatar_url": Nullable(
            join("https://cdn.versbottomlex.example/a/", _name(people, "users/avatar", ordinals), ".webp"),
            crowd.chance("has avatar", shapes.AVATAR_SHARE),
        ),
        "birth_date": birth,
        "country_code": words(COUNTRIES, crowd.country),
        "email_ciphertext": sealed(people, "users/email", ordinals, CONTACT_KEY),
        "password_hash": Nullable(framed(_ARGON2ID, secret), crowd.chance("has password", 0.88)),
        "mfa_secret_ciphertext": Nullable(
            sealed(people, "users/mfa", ordinals, CONTACT_KEY), crowd.chance("has mfa", shapes.MFA_SHARE)
        ),
        "email_verified_at": Nullable(verified, crowd.chance("verified", shapes.EMAIL_VERIFIED_SHARE)),
        "failed_logins": np.where(crowd.chance("failed", 0.03), 1, 0).astype(np.int16),
        "locked_until": Nullable(lives.signup_us, np.zeros(len(ordinals), dtype=np.bool_)),
        "last_seen_at": Nullable(lives.until_us, lives.seen),
        "status": words(("active", "suspended", "banned", "closed"), standing),
        "created_at": lives.signup_us,
        "updated_at": np.where(lives.deleted, lives.gone_us, lives.until_us),
        "deleted_at": Nullable(lives.gone_us, lives.deleted),
    }


def _name(people: People, stream: str, numbers: Ints) -> pa.StringArray:
    return framed("", hexadecimal(people.ids(stream, numbers)))


def identity_columns(crowd: Crowd) -> Columns:
    """Return the rows of login_identities: address and username of everybody."""
    kinds = ("email", "username")
    return {
        "kind": words(kinds, np.repeat(np.arange(2), len(crowd.ordinals))),
        "lookup_hash": stacked([digests(crowd.people, f"login/{kind}", crowd.ordinals) for kind in kinds]),
        "user_id": np.concatenate([crowd.ids, crowd.ids]),
        "created_at": np.concatenate([crowd.lives.signup_us, crowd.lives.signup_us + MINUTE_US]),
    }


def role_columns(crowd: Crowd) -> Columns:
    """Return the rows of user_roles: everybody watches, some perform, the staff moderate and one thing more."""
    people, ordinals = crowd.people, crowd.ordinals
    staff = np.flatnonzero(people.is_staff(ordinals))
    performing = np.flatnonzero(people.is_performer(ordinals))
    extra = 1 + ordinals[staff] % 3
    rows = np.concatenate([np.arange(len(ordinals)), performing, staff, staff])
    role = np.concatenate([np.zeros(len(ordinals)), np.ones(len(performing)), np.full(len(staff), 2), 2 + extra])
    given = role >= 2
    admin = people.ids("users", np.full(len(rows), min(1, people.users - 1), dtype=np.int64))
    return {
        "user_id": rows_at(crowd.ids, rows),
        "role_code": words(("viewer", "performer", *STAFF_ROLES), role.astype(np.int64)),
        "granted_by": Nullable(admin, given),
        "created_at": crowd.lives.signup_us[rows] + np.where(role > 0, HOUR_US, 0),
        "expires_at": Nullable(crowd.lives.signup_us[rows], np.zeros(len(rows), dtype=np.bool_)),
    }


def preference_columns(crowd: Crowd) -> Columns:
    """Return the rows of user_preferences."""
    consent = crowd.chance("consents", shapes.CONSENT_SHARE)
    return {
        "user_id": crowd.ids,
        "locale": of_country(tongues(), crowd.country),
        "timezone": of_country(ZONES, crowd.country),
        "theme": shapes.THEME.texts(crowd.u("theme")),
        "shows_online": crowd.chance("shows", 0.8),
        "marketing_consent_at": Nullable(crowd.lives.signup_us, consent),
        "updated_at": crowd.lives.signup_us,
    }


def viewer_columns(crowd: Crowd) -> Columns:
    """Return the rows of viewer_profiles."""
    return {
        "user_id": crowd.ids,
        "quality": shapes.QUALITY.texts(crowd.u("quality")),
        "autoplays": crowd.chance("autoplays", 0.7),
        "subtitle_locale": Nullable(of_country(tongues(), crowd.country), crowd.chance("subtitles", 0.15)),
        "highest_rating": shapes.HIGHEST_RATING.texts(crowd.u("rating")),
        "hides_history": crowd.chance("hides", 0.12),
        "updated_at": crowd.lives.signup_us,
    }


def switched_off(people: People, ordinals: Ints) -> Ints:
    """Return the position in shapes.CHANNEL in which each user is not told of streams, -1 where there is none."""
    off = people.chance("settings/live", ordinals, shapes.LIVE_OFF_SHARE)
    return np.where(off, shapes.CHANNEL.quantile(people.u("settings/channel", ordinals)), -1)


def setting_columns(crowd: Crowd) -> Columns:
    """Return the rows of notification_settings: what was switched off."""
    channel = switched_off(crowd.people, crowd.ordinals)
    live = np.flatnonzero(channel >= 0)
    letters = np.flatnonzero(crowd.chance("no letters", shapes.NEWSLETTER_OFF_SHARE))
    rows = np.concatenate([live, letters])
    email = np.full(len(letters), shapes.CHANNEL.values.index("email"))
    return {
        "user_id": rows_at(crowd.ids, rows),
        "event_code": words(("stream_live", "newsletter"), (np.arange(len(rows)) >= len(live)).astype(np.int64)),
        "channel": words([str(c) for c in shapes.CHANNEL.values], np.concatenate([channel[live], email])),
        "is_enabled": np.zeros(len(rows), dtype=np.bool_),
    }


def method_columns(crowd: Crowd) -> Columns:
    """Return the rows of payment_methods: the one that is used, and a second one that is kept."""
    people, ordinals = crowd.people, crowd.ordinals
    has = people.pays(ordinals)
    second = has & crowd.chance("second method", shapes.SECOND_METHOD_SHARE)
    rows = np.concatenate([np.flatnonzero(has), np.flatnonzero(second)])
    spare = np.arange(len(rows)) >= int(has.sum())
    number = method_number(ordinals[rows]) + spare
    kind = np.where(spare, 0, people.method(ordinals[rows]))
    kinds = [str(value) for value in shapes.METHOD_KIND.values]
    card = kind == kinds.index("card")
    lives, created = crowd.lives, crowd.lives.signup_us[rows] + METHOD_US * (1 + spare)
    expiry = created // DAY_US + 400 + (people.u("payment_methods/expiry", number) * _CARD_YEARS * 365).astype(np.int64)
    failed = spare & people.chance("payment_methods/failed", number, 0.1)
    return {
        "id": people.ids("payment_methods", number),
        "user_id": rows_at(crowd.ids, rows),
        "provider_code": words([PROVIDER_OF_KIND[name] for name in kinds], kind),
        "provider_token": framed("pm_", hexadecimal(people.ids("payment_methods/token", number))),
        "kind": words(kinds, kind),
        "brand": Nullable(shapes.CARD_BRAND.texts(people.u("payment_methods/brand", number)), card),
        "last4": Nullable(_last4(people, number), card),
        "expires_on": Nullable(expiry.astype(np.int32), card),
        "fingerprint": digests(people, "payment_methods/fingerprint", number),
        "billing_ciphertext": sealed(people, "payment_methods/billing", number, BILLING_KEY),
        "key_id": np.full(len(rows), BILLING_KEY, dtype=np.int16),
        "verification_status": words(("verified", "failed"), failed.astype(np.int64)),
        "verified_at": Nullable(created + MINUTE_US, ~failed),
        "is_default": ~spare,
        "created_at": created,
        "updated_at": created + MINUTE_US,
        "deleted_at": Nullable(lives.gone_us[rows], lives.deleted[rows]),
    }


def method_number(ordinals: Ints) -> Ints:
    """Return the number of the instrument that each user pays with."""
    return ordinals * 2


def _last4(people: People, number: Ints) -> pa.StringArray:
    digits = (people.u("payment_methods/last4", number) * 10_000).astype(np.int64)
    return pa.array([f"{value:04d}" for value in range(10_000)]).take(pa.array(digits))


@dataclass(frozen=True)
class FlagsRaised:
    """Flags by their rows in a crowd; `standing` is what they left each account in: 0 active, 1 suspended, 2 banned."""

    rows: Ints
    at_us: Ints
    resolved: Flags
    outcome: Ints
    standing: Ints


def flags_of(crowd: Crowd) -> FlagsRaised:
    """Return the flags on accounts: raised late in a life, decided within two days, where that has passed."""
    lives, people = crowd.lives, crowd.people
    able = lives.acting & ~lives.deleted & ~people.is_staff(crowd.ordinals) & ~people.is_performer(crowd.ordinals)
    rows = np.flatnonzero(able & crowd.chance("flagged", shapes.FLAGGED_SHARE / 0.9))
    ordinals = crowd.ordinals[rows]
    at = people.rhythm.between(people.u("flags/at", ordinals), lives.first_us[rows], lives.until_us[rows])
    resolved = (at + 2 * DAY_US < people.as_of_us) & people.chance("flags/resolved", ordinals, 0.9)
    outcome = shapes.FLAG_OUTCOME.quantile(people.u("flags/outcome", ordinals))
    standing = np.zeros(len(crowd.ordinals), dtype=np.int64)
    outcomes = [str(value) for value in shapes.FLAG_OUTCOME.values]
    for place, name in ((1, "suspended"), (2, "banned")):
        standing[rows[resolved & (outcome == outcomes.index(name))]] = place
    return FlagsRaised(rows, at, resolved, outcome, standing)


def flag_columns(crowd: Crowd) -> Columns:
    """Return the rows of account_flags."""
    people, flags = crowd.people, crowd.flagged
    ordinals = crowd.ordinals[flags.rows]
    kinds = len(crowd.world.pools["flags.reason"])
    kind = (people.u("flags/kind", ordinals) * kinds).astype(np.int64)
    wait = ((0.02 + people.u("flags/wait", ordinals)) * 1.5 * DAY_US).astype(np.int64)
    by = people.ids("users", people.moderator("flags/by", ordinals))
    return {
        "id": people.ids("account_flags", ordinals),
        "user_id": rows_at(crowd.ids, flags.rows),
        "reason": some(crowd.world, "flags.reason", (kind + 0.5) / kinds),
        "severity": (1 + people.u("flags/severity", ordinals) * 3).astype(np.int16),
        "details": some(crowd.world, "flags.details", (kind + 0.5) / kinds),
        "raised_by": Nullable(by, people.chance("flags/raised by", ordinals, 0.4)),
        "created_at": flags.at_us,
        "resolved_by": Nullable(by, flags.resolved),
        "resolved_at": Nullable(flags.at_us + wait, flags.resolved),
        "outcome": Nullable(shapes.FLAG_OUTCOME.texts(people.u("flags/outcome", ordinals)), flags.resolved),
    }
