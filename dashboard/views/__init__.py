"""One script per page: choose, gather one report, lay it out."""
