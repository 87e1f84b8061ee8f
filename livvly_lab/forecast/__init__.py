"""Arithmetic on answers; no connection."""
