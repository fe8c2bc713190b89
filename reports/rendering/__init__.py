"""Templates become text here: our own ones, and those of users in a sandbox. Everything inserted is escaped."""
