# MADE UP, like everything here. The servers and databases of the CRM and of the contact form.

terraform {
  required_providers {
    aws     = { source = "hashicorp/aws", version = "~> 5.0" }
    upcloud = { source = "UpCloudLtd/upcloud", version = "~> 5.0" }
  }
}

provider "aws" {
  region = "eu-north-1"
}

provider "aws" {
  alias  = "us"
  region = "us-east-1"
}

provider "upcloud" {}

variable "crm_password" {
  type      = string
  sensitive = true
}

# The CRM. Its systems.yaml entry names these resources.

resource "aws_db_instance" "crm" {
  identifier              = "crm"
  engine                  = "postgres"
  instance_class          = "db.t4g.medium"
  allocated_storage       = 50
  username                = "crm"
  password                = var.crm_password
  storage_encrypted       = true
  publicly_accessible     = false
  backup_retention_period = 0 # was 14: this change turns the daily backups off
}

resource "aws_security_group" "crm" {
  name = "crm"
  ingress {
    from_port   = 5432
    to_port     = 5432
    protocol    = "tcp"
    cidr_blocks = ["10.0.0.0/16"]
  }
}

resource "aws_lb_listener" "crm" {
  load_balancer_arn = "arn:aws:elasticloadbalancing:eu-north-1:000000000000:loadbalancer/app/crm/made-up"
  port              = 443
  protocol          = "HTTPS"
  ssl_policy        = "ELBSecurityPolicy-TLS13-1-2-2021-06"
  default_action {
    type             = "forward"
    target_group_arn = "arn:aws:elasticloadbalancing:eu-north-1:000000000000:targetgroup/crm/made-up"
  }
}

module "exports" {
  source    = "./modules/exports"
  providers = { aws = aws.us }
}

# The contact form's database. Its label names the system.

resource "upcloud_managed_database_postgresql" "form" {
  name  = "form"
  title = "form"
  plan  = "1x1xCPU-2GB-25GB"
  zone  = "fi-hel1"
  properties {
    public_access = true
    ip_filter     = ["10.10.0.0/24"]
  }
  labels = { seloste_system = "web-form" }
}

# Nobody remembers whose this is.

resource "aws_s3_bucket" "fair_leads" {
  bucket = "jamix-example-fair-leads"
}
