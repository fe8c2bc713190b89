"""Checks that Checkov loads."""
