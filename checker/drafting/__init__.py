"""Drafts an inventory and a processor list from evidence: what infrastructure shows, for a person to complete."""
