"""What fills livvly: shapes.py declares it, recipe.py puts it together, one module for each subject draws it."""

from livvly_lab.designs.livvly.population.recipe import POPULATION

__all__ = ["POPULATION"]
