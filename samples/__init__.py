"""Practice documents in our own words, and a marked-up project."""
