"""Read: files to values with positions, within limits, and what is wrong with them."""
