"""The nouns of the lab: frozen values without I/O, shared by every room."""
