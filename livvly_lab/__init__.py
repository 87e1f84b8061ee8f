"""A lab in which an architect decides a PostgreSQL schema before it is built."""

__version__ = "0.1.0"
