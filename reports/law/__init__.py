"""What law was in force, for people: `seloste law`."""
