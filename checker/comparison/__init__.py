"""Two results compared, for a change under review: what it does to the promises, and by what it was judged."""
