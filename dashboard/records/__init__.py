"""What people write: OKRs, check-ins, decisions, and which files are current; SQLAlchemy Core on SQLite or PostgreSQL."""
