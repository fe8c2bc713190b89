"""Drafts a `policy.yaml` from a published notice: its own words at the keys that they belong to."""
