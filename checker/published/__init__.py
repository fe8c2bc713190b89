"""Compares published pages with the policy."""
