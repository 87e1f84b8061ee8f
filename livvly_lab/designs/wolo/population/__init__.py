"""What fills wolo: users, invitations, pots, payments and what follows from them."""

from livvly_lab.designs.wolo.population.recipe import POPULATION

__all__ = ["POPULATION"]
