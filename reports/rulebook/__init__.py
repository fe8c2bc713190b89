"""Explanations of rules: `seloste explain` and the pages in docs/rules."""
