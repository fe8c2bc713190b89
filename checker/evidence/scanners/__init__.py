"""Results of scanners as evidence: Checkov, Trivy and KICS."""
