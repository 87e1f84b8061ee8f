"""Users as one writes them with Faker: a row at a time, every value asked for by itself."""

import random
import uuid
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from faker import Faker

_GENDERS = ("female", "male", "other", "undisclosed")
_LANGUAGES = ("ta", "te", "hi", "kn", "en")
_HISTORY = timedelta(days=730)
_END = datetime(2026, 11, 1, tzinfo=UTC)


def people(users: int, seed: int) -> Iterator[tuple[Any, ...]]:
    """Yield rows of livvly's users table, in the order of its columns.

    Faker gives what it is for; numbers, flags and times come from `random`, which is many times quicker.
    """
    faker, dice = Faker("en_IN"), random.Random(seed)  # noqa: S311 - rows of a bench, not secrets
    faker.seed_instance(seed)
    for _ in range(users):
        signup = _END - _HISTORY * dice.random()
        seen = signup + (_END - signup) * dice.random()
        yield (
            uuid.uuid4(),
            f"+91{dice.randrange(6_000_000_000, 10_000_000_000)}",
            faker.name(),
            f"/photos/{dice.getrandbits(128):032x}.jpg" if dice.random() < 0.7 else None,
            faker.sentence() if dice.random() < 0.65 else None,
            faker.date_of_birth(minimum_age=18, maximum_age=68),
            dice.choice(_GENDERS),
            dice.choice(_LANGUAGES),
            faker.city(),
            faker.state(),
            dice.random() < 0.02,
            dice.random() < 0.85,
            dice.randrange(1, 5),
            seen,
            signup,
            seen,
            seen if dice.random() < 0.02 else None,
        )
