"""What machines and terminals read: one file a format, each with one function from a result to text."""
