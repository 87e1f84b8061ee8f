"""A stretch of users drawn together, with what many tables need to know of them."""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from livvly_lab.designs.livvly.population import shapes
from livvly_lab.designs.livvly.population.people import People
from livvly_lab.designs.livvly.population.vocabulary import (
    ENGLISH,
    LANGUAGES,
    MEN,
    WOMEN,
    named,
    numbers,
    weighted_of,
)
from livvly_lab.domain.columns import Joined, join, pick, plain, repeat
from livvly_lab.domain.draw import Floats, Ints, counts
from livvly_lab.domain.people import Accounts, BaseCrowd, Flags, events_of
from livvly_lab.domain.population import World

_GENDERS = shapes.GENDER.values
_WOMAN, _MAN = _GENDERS.index(WOMEN), _GENDERS.index(MEN)
_GENDERS_OF_CREATORS = np.array([_GENDERS.index(gender) for gender in shapes.GENDER_OF_CREATORS.values])
_NAME_KINDS = [f"{language}.{gender}" for language in LANGUAGES for gender in (WOMEN, MEN)]


@dataclass(frozen=True)
class Events:
    """Events of users: `owner` is the user's place in the crowd, `position` the event's among the owner's."""

    owner: Ints
    position: Ints
    number: Ints


@dataclass(frozen=True)
class Crowd(BaseCrowd[People, Accounts]):
    """Users drawn together, with what they are called."""

    language: Ints
    names: Joined

    def events(self, means: Floats, stream: str) -> Events:
        """Return events of a stream, on average so many for each user."""
        owner, position = repeat(counts(self.u(f"{stream}/count"), means))
        return Events(owner, position, events_of(self.ordinals[owner], position))

    def acts(self, per_user: float, stream: str) -> Events:
        """Return what users do: so much per user at activity 1, and more of it by those who do more."""
        return self.events(self.effort * per_user * self.world.activity, stream)


@dataclass(frozen=True)
class Picks:
    """One thing of their owner for each of some events: `row` means something where there `is_any`."""

    row: Ints
    is_any: Flags


def one_of(things: Ints, owner: Ints, u: Floats, owners: int) -> Picks:
    """Pick one of the things of each event's owner; `things` are the owners of the things, in order."""
    count = np.bincount(things, minlength=owners)
    first = np.cumsum(count) - count
    row = first[owner] + (u * count[owner]).astype(np.int64)
    is_any = count[owner] > 0
    return Picks(np.where(is_any, row, 0), is_any)


def crowd_of(world: World, first: int, last: int) -> Crowd:
    """Return users first..last-1."""
    people = People.of(world)
    ordinals = np.arange(first, last, dtype=np.int64)
    lives = people.lives(ordinals)
    return Crowd(
        world=world,
        people=people,
        ordinals=ordinals,
        ids=people.ids("users", ordinals),
        lives=lives,
        language=people.language(ordinals),
        names=display_names(world, people, ordinals),
    )


def gender_of(people: People, ordinals: Ints) -> pa.DictionaryArray:
    """Return the gender users state."""
    return pick(pa.array(_GENDERS, pa.string()), _gender(people, ordinals))


def _gender(people: People, ordinals: Ints) -> Ints:
    """Return the position of each user's gender in shapes.GENDER."""
    u, creators = people.u("users/gender", ordinals), people.is_creator(ordinals)
    genders = shapes.GENDER.quantile(u)
    genders[creators] = _GENDERS_OF_CREATORS[shapes.GENDER_OF_CREATORS.quantile(u[creators])]
    return genders


def display_names(world: World, people: People, ordinals: Ints) -> Joined:
    """Return the names users show: in the script of their language or in Latin, with a last name or without."""
    native = people.chance("names/script", ordinals, shapes.NATIVE_SCRIPT_SHARE)
    script = np.where(native, people.language(ordinals), ENGLISH)
    return _names(world, people, ordinals, script, people.chance("names/parts", ordinals, shapes.LAST_NAME_SHARE))


def creator_names(world: World, people: People, creators: Ints) -> pa.StringArray:
    """Return the names creators show; each is drawn once, however often it is wanted."""
    everybody = people.creators
    return pick(everybody.once("names", lambda: plain(display_names(world, people, everybody.ordinals))), creators)


def legal_names(world: World, people: People, ordinals: Ints) -> Joined:
    """Return the names users have at the bank, in Latin letters."""
    everybody = np.ones(len(ordinals), dtype=np.bool_)
    return _names(world, people, ordinals, np.full(len(ordinals), ENGLISH, dtype=np.int64), everybody)


def _names(world: World, people: People, ordinals: Ints, script: Ints, whole: Flags) -> Joined:
    gender, woman = _gender(people, ordinals), people.chance("names/gender", ordinals, 0.5)
    woman = (gender == _WOMAN) | woman & (gender != _MAN)
    first = named(world, _NAME_KINDS, script * 2 + ~woman, people.u("names/first", ordinals))
    last = named(world, [f"{language}.last" for language in LANGUAGES], script, people.u("names/last", ordinals))
    after = world.once("last names", lambda: pa.concat_arrays([plain(join(" ", last.dictionary)), pa.array([""])]))
    return join(first, pick(after, np.where(whole, np.asarray(last.indices), len(after) - 1)))


def home(world: World, people: People, ordinals: Ints) -> Ints:
    """Return the position of each user's city among the cities: people of a language live where it is spoken."""
    weights = [numbers(world, f"cities.{language}") for language in LANGUAGES]
    return weighted_of(weights, people.language(ordinals), people.u("users/city", ordinals))


def city_names(world: World, cities: Ints) -> pa.StringArray:
    """Return the names of cities."""
    return pick(world.pools["cities.city"], cities)
