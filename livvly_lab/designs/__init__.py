"""The designs that ship with the lab, declarations only."""
