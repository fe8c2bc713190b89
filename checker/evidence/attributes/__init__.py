"""What the attributes of a resource show, by a table of the types of resources: data, and its reader."""
