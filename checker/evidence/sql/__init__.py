"""Files of SQL as evidence: the tables that they define, in dumps, schemas and folders of migrations."""
