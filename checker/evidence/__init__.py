"""Judge: what records show of each promise."""
