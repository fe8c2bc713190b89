"""What a rule checks and why: `seloste explain` and the pages in docs/rules."""
