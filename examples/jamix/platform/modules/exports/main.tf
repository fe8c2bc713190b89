# MADE UP. Files that the CRM exports; the region is that of the provider that the caller hands over.

terraform {
  required_providers {
    aws = { source = "hashicorp/aws" }
  }
}

resource "aws_s3_bucket" "this" {
  bucket = "jamix-example-crm-exports"
}
