"""The text of a notice: a published page, and how alike two passages are."""
