"""The law in force: `seloste law`."""
