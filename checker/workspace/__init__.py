"""Finds the files to check, and the tree that each is read from."""
