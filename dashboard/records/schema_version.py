"""Which schema a database has, and how it gets to the one that this program knows."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection, inspect, text

from dashboard.domain.errors import StoreError

HEAD = "0002"
"""The schema of this program: the number of its last migration."""

MIGRATIONS = Path(__file__).parent / "migrations"


def version(conn: Connection) -> str | None:
    """The number of the database's schema; None where it has none yet."""
    if not inspect(conn).has_table("alembic_version"):
        return None
    return conn.execute(text("SELECT version_num FROM alembic_version")).scalar()


def bring_up_to_date(conn: Connection, where: str) -> None:
    """Run every migration that is missing, in the transaction of `conn`; nothing where another process just did.

    Args:
        conn: a writing transaction, so that nobody migrates beside it.
        where: the database in words, for the errors.

    Raises:
        StoreError: the database was written by a newer version of the program, or it holds foreign tables.
    """
    found = version(conn)
    if found == HEAD:
        return
    if found is not None and found > HEAD:
        raise StoreError(
            f"{where} have schema {found}; this program knows them up to {HEAD}. "
            "They were written by a newer version: install that one, or restore a backup from before it."
        )
    if found is None and inspect(conn).get_table_names():
        raise StoreError(
            f"{where} hold tables of another program. Name a database of their own for the records."
        )
    _migrate(conn)


def _migrate(conn: Connection) -> None:
    # alembic takes a moment to import, and is wanted once in the life of a schema
    from alembic.config import Config
    from alembic.runtime.environment import EnvironmentContext
    from alembic.script import ScriptDirectory

    scripts = ScriptDirectory(str(MIGRATIONS))
    environment = EnvironmentContext(
        Config(),
        scripts,
        fn=lambda revision, _context: scripts._upgrade_revs(
            "head", revision
        ),  # as alembic's own `upgrade` does
        destination_rev="head",
    )
    with environment:
        environment.configure(connection=conn)
        environment.run_migrations()
