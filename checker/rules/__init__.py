"""The rules: a module a family, each rule a small function; their words, severity and law are the YAML beside them."""
