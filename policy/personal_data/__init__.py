"""Kinds of personal data: which columns hold them by their names, and which fields of a notice name them."""
