"""A peer: fideslang reads manifests of Fides and validates their systems with its models."""

import sys

from fideslang.manifests import ingest_manifests
from fideslang.parse import load_manifests_into_taxonomy

taxonomy = load_manifests_into_taxonomy(ingest_manifests(sys.argv[1]))
print(f"{len(taxonomy.system)} systems")
