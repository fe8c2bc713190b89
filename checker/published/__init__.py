"""The page that the public sees: what it says, and whether that is what the policy promises."""
