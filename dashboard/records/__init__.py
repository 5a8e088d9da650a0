"""The records: OKRs, check-ins, decisions, reviews and lists of files, in SQLite or PostgreSQL."""
