"""What users say of themselves and what was verified of it.

Tables: users, user_interests, user_verification, matching_preferences. Source: livvly REQ-DB-002 and 004.
"""

from collections.abc import Iterator

import numpy as np
import pyarrow as pa

from livvly_lab.designs.livvly.population import shapes
from livvly_lab.designs.livvly.population.crowd import Crowd, city_names, gender_of, home
from livvly_lab.designs.livvly.population.people import People
from livvly_lab.designs.livvly.population.vocabulary import (
    LANGUAGES,
    Phrases,
    by_language,
    numbers,
    weighted,
)
from livvly_lab.domain.clock import DAY_US
from livvly_lab.domain.columns import (
    Joined,
    digits,
    fill,
    framed,
    hexadecimal,
    join,
    lists,
    pick,
    plain,
    repeat,
    rows_at,
    text,
)
from livvly_lab.domain.draw import Floats, Ints, choice
from livvly_lab.domain.population import Columns, Nullable, World

_PHONES = 4_000_000_000  # numbers of mobile phones in India: ten digits, the first one 6 to 9
_PHONE_STEP = 2_472_135_953  # prime to the above, and far from a simple fraction of it
_DAYS_TO_18 = 6_575  # eighteen years with five leap days
_INTEREST_DRAWS = 8
_LATEST_REQUEST = choice({"verified": 0.83, "pending": 0.07, "rejected": 0.06, "expired": 0.04})
_VERIFIED, _REJECTED = map(_LATEST_REQUEST.values.index, ("verified", "rejected"))
_ID_TYPE = choice({"aadhar": 0.6, "pan": 0.25, "driving_license": 0.1, "passport": 0.05})
_REJECTION = choice({"Face does not match the profile": 0.5, "Document cannot be read": 0.35, "Number in use": 0.15})
_DISTANCES_KM = (10, 25, 50, 100, 200)
_MOST_WANTED = 3
_PREFERENCE_GIVEN = {"age": 0.9, "cities": 0.5, "states": 0.4, "km": 0.6, "interests": 0.7}
_CREATOR_ONLY_SHARE = 0.3
_VERIFIED_ONLY_SHARE = 0.35
_SECOND_US = 1_000_000

PHONE, SELFIE, DOCUMENT, TOP_TIER = 1, 2, 3, 4
"""The tiers of verification: phone, selfie, document, video."""


def profiles(crowd: Crowd) -> Iterator[tuple[str, Columns]]:
    """Yield the tables about the users themselves."""
    cities = home(crowd.world, crowd.people, crowd.ordinals)
    yield "users", _users(crowd, cities)
    yield "user_interests", _interests(crowd)
    yield "user_verification", _verification(crowd)
    yield "matching_preferences", _preferences(crowd, cities)


def phones(seed: int, ordinals: Ints) -> pa.StringArray:
    """Return a mobile number for each user: valid, scattered, and never the same for two of them."""
    scattered = (ordinals.astype(np.uint64) * np.uint64(_PHONE_STEP) + np.uint64(seed)) % np.uint64(_PHONES)
    return framed("+91", digits(scattered.astype(np.int64) + 6_000_000_000, 10))


def _users(crowd: Crowd, cities: Ints) -> Columns:
    world, people, lives, ordinals = crowd.world, crowd.people, crowd.lives, crowd.ordinals
    photo = framed("/photos/", hexadecimal(people.ids("users/photo", ordinals)), ".jpg")
    age_days = _DAYS_TO_18 + (shapes.YEARS_OVER_18.quantile(crowd.u("users/age")) * 365.25).astype(np.int64)
    return {
        "id": crowd.ids,
        "phone": phones(world.seed, ordinals),
        "display_name": crowd.names,
        "profile_photo": Nullable(photo, crowd.chance("users/has_photo", shapes.PHOTO_SHARE)),
        "bio": Nullable(_bios(crowd, cities), crowd.chance("users/has_bio", shapes.BIO_SHARE)),
        "dob": (lives.signup_us // DAY_US - age_days).astype(np.int32),
        "gender": gender_of(people, ordinals),
        "language": pick(pa.array(LANGUAGES), crowd.language),
        "city": city_names(world, cities),
        "state": pick(world.pools["cities.state"], cities),
        "is_creator": people.is_creator(ordinals),
        "is_active": lives.active,
        "verification_tier": people.tier(ordinals),
        "last_active_at": Nullable(lives.until_us, lives.seen),
        "created_at": lives.signup_us,
        "updated_at": np.where(lives.deleted, lives.gone_us, lives.until_us),
        "deleted_at": Nullable(lives.gone_us, lives.deleted),
    }


def _bios(crowd: Crowd, cities: Ints) -> Joined:
    """Return one sentence or two different ones, in the user's language."""
    phrases = by_language(crowd.world, "bios")
    first, second = (phrases.drawn(crowd.language, crowd.u(f"users/bio/{part}")) for part in ("first", "second"))
    two = crowd.chance("users/bio/two", 0.5) & (first != second)
    sentences, more = crowd.world.once("bios", lambda: _sentences(crowd.world))
    width = len(crowd.world.pools["cities.city"])
    return join(
        pick(sentences, first * width + cities), pick(more, np.where(two, second * width + cities, len(sentences)))
    )


def _sentences(world: World) -> tuple[pa.StringArray, pa.StringArray]:
    """Return every sentence said by somebody of every city, sentence by sentence; and as they follow another, or not.

    The last of those that follow says nothing.
    """
    texts, cities = world.pools["bios.text"], world.pools["cities.city"]
    which = np.repeat(np.arange(len(texts), dtype=np.int64), len(cities))
    city = pick(cities, np.tile(np.arange(len(cities)), len(texts)))
    sentences = plain(fill(texts.to_pylist(), which, {"city": city}))
    return sentences, pa.concat_arrays([plain(join(". ", sentences)), pa.array([""])])


def _interests(crowd: Crowd) -> Columns:
    """Draw more interests than are wanted and keep the first ones that differ."""
    people, weights = crowd.people, numbers(crowd.world, "interests.weight")
    drawn = np.stack([weighted(weights, crowd.u(f"interests/{number}")) for number in range(_INTEREST_DRAWS)], axis=1)
    new = np.ones(drawn.shape, dtype=np.bool_)
    for number in range(1, _INTEREST_DRAWS):
        new[:, number] = (drawn[:, :number] != drawn[:, number : number + 1]).all(axis=1)
    wanted = shapes.INTERESTS_PER_USER.numbers(crowd.u("interests/count")).astype(np.int64)
    owner, column = np.nonzero(new & (np.cumsum(new, axis=1) <= wanted[:, None]))
    return {
        "id": people.ids("user_interests", crowd.ordinals[owner] * _INTEREST_DRAWS + column),
        "user_id": rows_at(crowd.ids, owner),
        "interest": pick(crowd.world.pools["interests.interest"], drawn[owner, column]),
        "created_at": crowd.lives.signup_us[owner],
    }


def _verification(crowd: Crowd) -> Columns:
    """Give each user the flags of the tiers up to his own, one after the other, and the fate of the latest request."""
    people, lives, tier = crowd.people, crowd.lives, crowd.people.tier(crowd.ordinals)
    status = np.where(tier < TOP_TIER, _LATEST_REQUEST.quantile(crowd.u("verification/status")), _VERIFIED)
    rejected = status == _REJECTED
    reached = {level: _reached_us(crowd, level) for level in range(1, TOP_TIER + 1)}
    asked = _reached_us(crowd, TOP_TIER + 1)
    last = np.choose(tier - 1, list(reached.values()))
    document = hexadecimal(people.ids("verification/document", crowd.ordinals))
    return {
        "id": people.ids("user_verification", crowd.ordinals),
        "user_id": crowd.ids,
        "phone_verified": tier >= PHONE,
        "phone_verified_at": Nullable(reached[PHONE], tier >= PHONE),
        "selfie_url": Nullable(framed("/selfies/", document, ".jpg"), tier >= SELFIE),
        "selfie_verified": tier >= SELFIE,
        "selfie_verified_at": Nullable(reached[SELFIE], tier >= SELFIE),
        "id_type": Nullable(_ID_TYPE.texts(crowd.u("verification/type")), tier >= DOCUMENT),
        "id_number_hash": Nullable(like_sha256(people, "verification/number", crowd.ordinals), tier >= DOCUMENT),
        "id_document_url": Nullable(framed("/documents/", document, ".pdf"), tier >= DOCUMENT),
        "id_verified": tier >= DOCUMENT,
        "id_verified_at": Nullable(reached[DOCUMENT], tier >= DOCUMENT),
        "video_url": Nullable(framed("/videos/", document, ".mp4"), tier >= TOP_TIER),
        "video_verified": tier >= TOP_TIER,
        "video_verified_at": Nullable(reached[TOP_TIER], tier >= TOP_TIER),
        "verification_tier": tier,
        "verification_status": pick(pa.array(_LATEST_REQUEST.values, pa.string()), status),
        "rejection_reason": Nullable(_REJECTION.texts(crowd.u("verification/reason")), rejected),
        "rejected_at": Nullable(asked, rejected),
        "created_at": lives.signup_us,
        "updated_at": np.where(rejected, asked, last),
    }


def _reached_us(crowd: Crowd, level: int) -> Ints:
    """Return when a tier was or would be reached: some way into the time the user was seen."""
    lives = crowd.lives
    on_the_way = lives.signup_us + (lives.until_us - lives.signup_us) * (level - 1) // (2 * TOP_TIER)
    reached: Ints = np.minimum(on_the_way + level * _SECOND_US, lives.gone_us)
    return reached


def like_sha256(people: People, stream: str, ordinals: Ints) -> pa.StringArray:
    """Return 64 random hexadecimal letters, as a SHA-256 looks."""
    return text(np.hstack([hexadecimal(people.ids(f"{stream}/{half}", ordinals)) for half in ("low", "high")]))


def _preferences(crowd: Crowd, cities: Ints) -> Columns:
    """Draw whom some users want to meet: people of about their age, mostly from where they live."""
    chosen = np.flatnonzero(crowd.chance("preferences/has", shapes.RATIOS["matching_preferences"]))
    ordinals, people = crowd.ordinals[chosen], crowd.people

    def u(name: str) -> Floats:
        return people.u(f"preferences/{name}", ordinals)

    youngest = 18 + (u("from") * 12).astype(np.int64)
    oldest = youngest + 5 + (u("to") * 25).astype(np.int64)
    kilometres = np.asarray(_DISTANCES_KM)[(u("km") * len(_DISTANCES_KM)).astype(np.int64)]
    states = crowd.world.pools["cities.state"]
    return {
        "id": people.ids("matching_preferences", ordinals),
        "user_id": rows_at(crowd.ids, chosen),
        "min_age": Nullable(youngest, u("has/age") < _PREFERENCE_GIVEN["age"]),
        "max_age": Nullable(oldest, u("has/age") < _PREFERENCE_GIVEN["age"]),
        "preferred_cities": Nullable(
            _some(crowd.world.pools["cities.city"], states, cities[chosen], u("cities"), u("which")),
            u("has/cities") < _PREFERENCE_GIVEN["cities"],
        ),
        "preferred_states": Nullable(
            lists(pick(states, cities[chosen]), np.ones(len(chosen), dtype=np.int64)),
            u("has/states") < _PREFERENCE_GIVEN["states"],
        ),
        "max_distance_km": Nullable(kilometres, u("has/km") < _PREFERENCE_GIVEN["km"]),
        "preferred_interests": Nullable(
            _some_interests(crowd, u("interests"), u("liked")), u("has/interests") < _PREFERENCE_GIVEN["interests"]
        ),
        "creator_only": u("creators") < _CREATOR_ONLY_SHARE,
        "verified_only": u("verified") < _VERIFIED_ONLY_SHARE,
        "created_at": crowd.lives.signup_us[chosen],
        "updated_at": crowd.lives.until_us[chosen],
    }


def _some(names: pa.StringArray, groups: pa.StringArray, rows: Ints, how_many: Floats, which: Floats) -> pa.ListArray:
    """Return one to three different names from the group each row belongs to."""
    values = tuple(dict.fromkeys(groups.to_pylist()))
    phrases = Phrases.by(groups, values)
    group = np.array([values.index(value) for value in groups.to_pylist()])[rows]
    size = phrases.count[group]
    wanted = np.minimum(1 + (how_many * _MOST_WANTED).astype(np.int64), size)
    owner, position = repeat(wanted)
    place = ((which * size).astype(np.int64)[owner] + position) % size[owner]
    return lists(pick(names, phrases.rows[phrases.first[group][owner] + place]), wanted)


def _some_interests(crowd: Crowd, how_many: Floats, which: Floats) -> pa.ListArray:
    """Return one to three different interests, popular ones more often."""
    pool = crowd.world.pools["interests.interest"]
    wanted = 1 + (how_many * _MOST_WANTED).astype(np.int64)
    owner, position = repeat(wanted)
    liked = weighted(numbers(crowd.world, "interests.weight"), which)
    return lists(pick(pool, (liked[owner] + position) % len(pool)), wanted)
