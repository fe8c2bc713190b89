"""Judge: the JSON Schemas that a promise brings along, each held against records as they are written."""
