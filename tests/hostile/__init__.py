"""What strangers write to hurt the gate: each kind is a test, with the variants of its kind."""
