"""The documents that records name as evidence: which there are, and whether they are on file."""
