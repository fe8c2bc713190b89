"""Checks the JSON Schemas that users write for promises, and evaluates them on records."""
