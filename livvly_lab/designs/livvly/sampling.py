"""How the population of livvly is measured: the declared shapes by name, the samples, and whom to show."""

from livvly_lab.designs.livvly.population import shapes
from livvly_lab.designs.samples import read_samples, read_sql
from livvly_lab.domain.draw import Choice, Distribution
from livvly_lab.domain.sample import Portrait

DESIGN = "livvly_lab.designs.livvly"


def _given(share: float) -> Choice:
    return Choice(("given", "absent"), (share, 1 - share))


SHAPES: dict[str, Distribution] = {
    **shapes.DISTRIBUTIONS,
    "gender of creators": shapes.GENDER_OF_CREATORS,
    "verification tier of creators": shapes.TIER_OF_CREATORS,
    "fate of creators": shapes.FATE_OF_CREATORS,
    "hours since creators were seen": shapes.HOURS_SINCE_SEEN_OF_CREATORS,
    "interests of a user": shapes.INTERESTS_PER_USER,
    "photo": _given(shapes.PHOTO_SHARE),
    "bio": _given(shapes.BIO_SHARE),
    "rating": shapes.RATING,
    "rating given": _given(shapes.RATED_SHARE),
    "role in a room": shapes.ROOM_ROLE,
    "places in a room": shapes.ROOM_PLACES,
}
"""What is measured: the shapes the population names, and those of parts of it."""

SAMPLES = read_samples(DESIGN, SHAPES)

PORTRAIT = Portrait(*read_sql(DESIGN, "portrait/users.sql"), different=(("phone number", "users", "phone"),))
