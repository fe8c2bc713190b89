"""Read: Compose files, the services of one project at a time."""
