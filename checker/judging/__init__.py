"""The check itself: reads, links, judges, and folds it all into a result."""
