"""The rules of the lint: pure functions from the facts of a catalog to what is wrong."""
