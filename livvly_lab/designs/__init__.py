"""The designs that ship with the lab, declarations only."""

from livvly_lab.designs.analyst_marketplace import ANALYST_MARKETPLACE
from livvly_lab.designs.livepanty import LIVEPANTY
from livvly_lab.designs.livvly import LIVVLY
from livvly_lab.designs.versbottomlex import VERSBOTTOMLEX
from livvly_lab.designs.wolo import WOLO

DESIGNS = {design.name: design for design in (LIVVLY, LIVEPANTY, WOLO, ANALYST_MARKETPLACE, VERSBOTTOMLEX)}
