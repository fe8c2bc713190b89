"""What is handed over as a file: PDF, Word documents, workbooks, CSV. Their libraries are loaded when needed."""
