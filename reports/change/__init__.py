"""Reports of changes between notices: as text, as Markdown, as JSON, and as a message to the people concerned."""
