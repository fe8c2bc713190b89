"""The words of each language, and its way of writing days, periods, countries and citations."""
