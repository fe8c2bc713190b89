"""Reads documents of several formats as blocks: a file a format."""
