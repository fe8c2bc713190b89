"""Databases as evidence: a PostgreSQL that runs, and files of SQLite. Their catalogues are read, and never a row."""
