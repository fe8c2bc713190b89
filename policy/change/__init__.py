"""What changed between two policies, promise by promise, and whether people must be informed again."""
