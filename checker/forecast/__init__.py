"""What will be found on later days, and which days those are."""
