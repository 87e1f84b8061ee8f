"""What fills livepanty: shapes.py declares it, recipe.py puts it together, a module for each subject draws it."""

from livvly_lab.designs.livepanty.population.recipe import POPULATION

__all__ = ["POPULATION"]
