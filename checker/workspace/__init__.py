"""Read: which files there are to be checked, and from which tree."""
