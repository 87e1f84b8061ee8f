"""A stretch of users drawn together, with what many tables need to know of them."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pyarrow as pa

from livvly_lab.designs.wolo.population.people import Members, People, full_names, homes, names_of
from livvly_lab.domain.columns import Bytes, Joined, rows_at
from livvly_lab.domain.draw import Ints
from livvly_lab.domain.people import BaseCrowd
from livvly_lab.domain.population import World


@dataclass(frozen=True)
class Crowd(BaseCrowd[People, Members]):
    """Users drawn together, with their names and homes."""

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

    def ids_at(self, owner: Ints) -> Bytes:
        """Return the ids of users by their places in the crowd."""
        ids: Bytes = rows_at(self.ids, owner)
        return ids


def crowd_of(world: World, first: int, last: int) -> Crowd:
    """Return users first..last-1."""
    people = People.of(world)
    ordinals = np.arange(first, last, dtype=np.int64)
    return Crowd(world, people, ordinals, people.ids("users", ordinals), people.lives(ordinals))
