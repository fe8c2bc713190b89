"""`seloste drill`: which breaches of each promise the gate catches, which it misses, and what would close the gap."""
