"""One script a page: choose, gather one report, lay it out."""
