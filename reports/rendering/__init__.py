"""Templates to text: escaping at the sink, ours and the users' own in a sandbox."""
