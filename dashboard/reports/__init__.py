"""All that one page shows, gathered for its question; nothing of how it looks."""
