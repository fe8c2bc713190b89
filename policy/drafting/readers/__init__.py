"""What reads each section of a notice: a file a section, or a few that belong together."""
