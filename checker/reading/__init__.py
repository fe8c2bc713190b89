"""Reads files into values with positions, within limits, and reports every problem with them."""
