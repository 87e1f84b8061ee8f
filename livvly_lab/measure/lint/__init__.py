"""Reads what the rules of the lint are run on."""
