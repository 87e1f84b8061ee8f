"""A stretch of users drawn together, with what many tables need to know of them."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pyarrow as pa

from livvly_lab.designs.wolo.population.people import Flags, Lives, People, full_names, homes, names_of, people_of
from livvly_lab.domain.columns import Bytes, Joined, rows_at
from livvly_lab.domain.draw import Floats, Ints
from livvly_lab.domain.population import World


@dataclass(frozen=True)
class Crowd:
    """A stretch of users in order of arrival, with what many tables need to know of them."""

    world: World
    people: People
    ordinals: Ints
    ids: Bytes
    lives: Lives

    @cached_property
    def effort(self) -> Floats:
        """How much each of them does, 1 on average."""
        return self.people.effort(self.ordinals, self.lives)

    @cached_property
    def homes(self) -> Ints:
        """The rows of their towns in cities.csv."""
        return homes(self.world, self.people, self.ordinals)

    @cached_property
    def names(self) -> Joined:
        """Their full names."""
        return full_names(self.world, self.people, self.ordinals)

    @cached_property
    def first_names(self) -> pa.Array:
        """Their first names."""
        return names_of(self.world, self.people, self.ordinals)[0]

    def u(self, stream: str) -> Floats:
        """Return a uniform value for each user."""
        return self.people.u(stream, self.ordinals)

    def chance(self, stream: str, share: float) -> Flags:
        """Return True for a share of the users."""
        return self.people.chance(stream, self.ordinals, share)

    def ids_at(self, owner: Ints) -> Bytes:
        """Return the ids of users by their places in the crowd."""
        ids: Bytes = rows_at(self.ids, owner)
        return ids


def crowd_of(world: World, first: int, last: int) -> Crowd:
    """Return users first..last-1."""
    people = people_of(world)
    ordinals = np.arange(first, last, dtype=np.int64)
    return Crowd(world, people, ordinals, people.ids("users", ordinals), people.lives(ordinals))
