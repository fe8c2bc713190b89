"""The words of each language, and how days, periods, countries and citations are written in it."""
