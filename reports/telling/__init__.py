"""How a policy becomes the words of a notice: section by section, in one language, in no format yet."""
