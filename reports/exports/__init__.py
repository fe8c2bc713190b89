"""The notice and its results for other systems, in published vocabularies."""
