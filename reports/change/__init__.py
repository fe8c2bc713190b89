"""What changed between two notices, told: for the terminal, as Markdown, as JSON, and as a message to people."""
