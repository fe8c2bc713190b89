"""Judge: what records and infrastructure show of each promise, and the verdict that it adds up to."""
