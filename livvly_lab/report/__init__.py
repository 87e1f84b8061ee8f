"""Draws values: exhibits, the ERD, the dictionary, the index page. Asks nothing."""
