"""The schema version of a database, and its migration to the current one."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection, inspect, text

from dashboard.domain.errors import StoreError

HEAD = "0002"
"""The schema of this program: the number of its last migration."""

MIGRATIONS = Path(__file__).parent / "migrations"


def version(conn: Connection) -> str | None:
    """The number of the database's schema; None if it has none yet."""
    if not inspect(conn).has_table("alembic_version"):
        return None
    return conn.execute(text("SELECT version_num FROM alembic_version")).scalar()


def bring_up_to_date(conn: Connection, where: str) -> None:
    """Run every missing migration in the transaction of `conn`; none if another process did.

    Args:
        conn: a write transaction, so that nobody else migrates at the same time.
        where: the database in words, for the errors.

    Raises:
        StoreError: the database was written by a newer version of the program, or it holds foreign
            tables.
    """
    current = version(conn)
    if current == HEAD:
        return
    if current is not None and current > HEAD:
        raise StoreError(
            f"{where} have schema {current}; this program knows them up to {HEAD}. "
            "They were written by a newer version: install that one, or restore a backup from before it."
        )
    if current is None and inspect(conn).get_table_names():
        raise StoreError(
            f"{where} hold tables of another program. Name a database of their own for the records."
        )
    _migrate(conn)


def _migrate(conn: Connection) -> None:
    # alembic takes a moment to import, and is needed once in the life of a schema
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
