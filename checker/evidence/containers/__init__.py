"""What Kubernetes and Compose have in common: images, backups, settings, documents of YAML with their places."""
