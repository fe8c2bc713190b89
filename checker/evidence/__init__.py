"""Read: what infrastructure shows. A file, or a folder of files, for each kind of source, behind one interface."""
