"""Link: records with their places, and everything they refer to, resolved once."""
