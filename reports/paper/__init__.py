"""Documents as files: PDF, Word documents, workbooks, CSV. Their libraries are loaded when they are needed."""
