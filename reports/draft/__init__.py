"""A drafted inventory and processor list as files to complete, and the summary of what a person must decide."""
