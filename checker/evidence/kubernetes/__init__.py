"""Read: Kubernetes manifests, as they are written, rendered by Helm or Kustomize, or dumped from a cluster."""
