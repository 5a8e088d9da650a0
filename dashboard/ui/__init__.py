"""Pieces of the pages that are used twice: the session, HTML, cards, tables, filters and states."""
