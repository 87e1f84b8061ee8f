"""The designs that ship with the lab, declarations only."""

from livvly_lab.designs.livvly import LIVVLY

DESIGNS = {design.name: design for design in (LIVVLY,)}
