"""The notice in a browser, anew whenever a file is saved."""
