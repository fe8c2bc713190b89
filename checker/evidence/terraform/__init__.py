"""Read: Terraform and OpenTofu, as plans and as the files that people write (HCL)."""
