"""Date and number formats of the two languages (words.md, section 4)."""
