"""What performers are: profiles, categories, tags, hours, and where they are paid."""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from livvly_lab.designs.versbottomlex.population import shapes
from livvly_lab.designs.versbottomlex.population.people import People
from livvly_lab.designs.versbottomlex.population.stage import Stage
from livvly_lab.designs.versbottomlex.population.vocabulary import PAYOUT_KEY, full_names, sealed, some, words
from livvly_lab.domain.clock import DAY_US, HOUR_US
from livvly_lab.domain.columns import Bytes, choose, framed, letters_of, plain, repeat, rows_at
from livvly_lab.domain.draw import Floats, Ints
from livvly_lab.domain.people import FIRST_ACT_US, Flags
from livvly_lab.domain.population import Columns, Nullable, World

_KBPS = {"720": 2_800, "1080": 5_200, "1440": 8_500, "2160": 14_000}
_SLOTS_PER_PERFORMER = 8
_TAGS = 60
_DIGITS = "0123456789"


def heights(u: Floats) -> Ints:
    """Return the height of the picture each performer streams, pixels."""
    values = np.array([int(str(value)) for value in shapes.HEIGHT.values])
    return values[shapes.HEIGHT.quantile(u)]


def bitrates(height: Ints) -> Ints:
    """Return the bits a second that go with heights, in thousands."""
    kbps = {int(pixels): rate for pixels, rate in _KBPS.items()}
    return np.array([kbps.get(int(pixels), 0) for pixels in sorted(kbps)])[np.searchsorted(sorted(kbps), height)]


def profile_columns(stage: Stage) -> Columns:
    """Return the rows of performer_profiles."""
    lives, country = stage.lives, stage.people.country(stage.ordinals)
    adjective, noun = (some(stage.world, f"{pool}.word", stage.u(pool)) for pool in ("adjectives", "nouns"))
    named = full_names(stage.world, country, stage.u("first"), stage.u("last"))
    height = heights(stage.u("height"))
    return {
        "user_id": stage.ids,
        "stage_name": choose(stage.u("own name") < 0.45, named, _title(adjective, noun)),
        "about": some(stage.world, "abouts.text", stage.u("about")),
        "default_height_pixels": height.astype(np.int16),
        "default_bitrate_kbps": bitrates(height),
        "latency_mode": words(("normal", "low"), (stage.u("latency") < 0.3).astype(np.int64)),
        "chat_mode": shapes.CHAT_MODE.texts(stage.u("chat")),
        "records_by_default": records(stage),
        "identity_verified_at": Nullable(stage.open_us, stage.open_us < lives.until_us),
        "created_at": lives.signup_us + FIRST_ACT_US,
        "updated_at": np.maximum(lives.until_us, lives.signup_us + FIRST_ACT_US),
        "deleted_at": Nullable(lives.gone_us, lives.deleted),
    }


def _title(adjective: pa.DictionaryArray, noun: pa.DictionaryArray) -> pa.Array:
    return pc.utf8_title(pc.binary_join_element_wise(plain(adjective), plain(noun), " "))


def records(stage: Stage) -> Flags:
    """Tell who keeps streams."""
    return stage.u("records") < shapes.RECORDS_SHARE


def categories(world: World) -> Ints:
    """Return the ids of the categories that hold streams, those that titles are there for."""
    found = sorted({int(each) for each in world.pools["streams.category_id"].to_pylist()})
    return np.array(found, dtype=np.int64)


def category_of(stage: Stage) -> tuple[Ints, Ints]:
    """Return the category that each performer streams in most, and another one: positions in `categories`."""
    many = len(categories(stage.world))
    first = shapes.CATEGORY_RANK.ranks(stage.u("category"), many)
    second = (first + 1 + (stage.u("other category") * (many - 1)).astype(np.int64)) % many
    return first, second


def category_columns(stage: Stage) -> Columns:
    """Return the rows of performer_categories."""
    first, second = category_of(stage)
    other = np.flatnonzero(stage.u("two categories") < shapes.SECOND_CATEGORY_SHARE)
    rows = np.concatenate([np.arange(len(first)), other])
    return {
        "performer_id": rows_at(stage.ids, rows),
        "category_id": categories(stage.world)[np.concatenate([first, second[other]])].astype(np.int16),
        "is_primary": np.arange(len(rows)) < len(first),
    }


def tag_columns(stage: Stage) -> Columns:
    """Return the rows of performer_tags."""
    row, _ = repeat(np.full(len(stage.numbers), shapes.TAGS_OF_STREAM))
    tag = tags_of(stage.people, "performers", stage.numbers)
    return {"performer_id": rows_at(stage.ids, row), "tag_id": tag.ravel()}


def tags_of(people: People, stream: str, numbers: Ints) -> Ints:
    """Return different tags for each of some things, an (n, 3) array: a popular one, and others beside it."""
    first = shapes.TAG_RANK.ranks(people.u(f"{stream}/tag", numbers), _TAGS)
    step = 1 + (people.u(f"{stream}/step", numbers) * (_TAGS // shapes.TAGS_OF_STREAM - 1)).astype(np.int64)
    return 1 + (first[:, None] + step[:, None] * np.arange(shapes.TAGS_OF_STREAM)[None, :]) % _TAGS


def schedule_columns(stage: Stage) -> Columns:
    """Return the rows of performer_schedules: evenings, on different days."""
    many = np.where(stage.streaming, shapes.SLOTS.numbers(stage.u("slots")).astype(np.int64), 0)
    row, place = repeat(many)
    number = stage.numbers[row] * _SLOTS_PER_PERFORMER + place
    first = (stage.u("first day") * 7).astype(np.int64)
    begins = 17 + (stage.people.u("schedules/hour", number) * 5).astype(np.int64)
    hours = 1 + (stage.people.u("schedules/hours", number) * 2).astype(np.int64)
    return {
        "id": stage.people.ids("performer_schedules", number),
        "performer_id": rows_at(stage.ids, row),
        "weekday": (1 + (first[row] + 2 * place) % 7).astype(np.int16),
        "starts_at": begins * HOUR_US,
        "ends_at": (begins + hours) * HOUR_US,
        "note": Nullable(
            some(stage.world, "schedules.note", stage.people.u("schedules/note", number)),
            stage.people.chance("schedules/noted", number, 0.6),
        ),
    }


def is_paid(stage: Stage) -> Flags:
    """Tell who has a verified account to be paid to."""
    return stage.streaming & (stage.u("account") < shapes.ACCOUNT_SHARE)


def account_columns(stage: Stage) -> Columns:
    """Return the rows of payout_accounts."""
    rows = np.flatnonzero(is_paid(stage))
    number, people, created = stage.numbers[rows], stage.people, stage.open_us[rows]
    last4 = letters_of((stage.u("last4")[rows] * 10_000).astype(np.int64), 4, _DIGITS)
    return {
        "id": account_ids(stage, rows),
        "performer_id": rows_at(stage.ids, rows),
        "method": shapes.ACCOUNT_METHOD.texts(stage.u("account method")[rows]),
        "holder_ciphertext": sealed(people, "payout_accounts/holder", number, PAYOUT_KEY),
        "account_ciphertext": sealed(people, "payout_accounts/account", number, PAYOUT_KEY),
        "account_last4": framed("", last4),
        "tax_number_ciphertext": Nullable(
            sealed(people, "payout_accounts/tax", number, PAYOUT_KEY), stage.u("tax number")[rows] < 0.8
        ),
        "key_id": np.full(len(rows), PAYOUT_KEY, dtype=np.int16),
        "verification_status": words(("verified",), np.zeros(len(rows), dtype=np.int64)),
        "verified_at": created + DAY_US,
        "is_default": np.ones(len(rows), dtype=np.bool_),
        "created_at": created,
        "updated_at": created + DAY_US,
        "deleted_at": Nullable(created, np.zeros(len(rows), dtype=np.bool_)),
    }


def account_ids(stage: Stage, rows: Ints) -> Bytes:
    """Return the ids of the accounts that performers are paid to."""
    return stage.people.ids("payout_accounts", stage.numbers[rows])
