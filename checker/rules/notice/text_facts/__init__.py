"""The rule that compares the words of a promise with its own keys: a module for each kind of fact."""
