"""What fills VersBottomLex: shapes.py declares it, recipe.py puts it together, a module for each subject draws it."""

from livvly_lab.designs.versbottomlex.population.recipe import POPULATION

__all__ = ["POPULATION"]
