"""Scratch servers and DDL: start, stop, create, drop."""
