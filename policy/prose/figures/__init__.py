"""The figures of a text: its numbers, periods and dates, and what they are about."""
