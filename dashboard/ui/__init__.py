"""Shared parts of the pages: session, HTML, cards, tables, filters and states."""
