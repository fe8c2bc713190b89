"""Tables of databases, whatever they were read from, as resources: one description for all sources."""
