"""The notice for other systems, in published vocabularies."""
