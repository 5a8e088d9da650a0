"""The tables, the migrations and the words of the domain say the same."""

from __future__ import annotations

import re

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, create_engine
from sqlalchemy.dialects import postgresql
from sqlalchemy.schema import CreateIndex, CreateTable

from dashboard.domain.check_in import CheckIn, Decision
from dashboard.domain.kpi import Kpi
from dashboard.domain.okr import Attachment, Cycle, KeyResult, Objective
from dashboard.domain.verdict_review import VerdictReview
from dashboard.records import tables as t
from dashboard.records.database import reading
from dashboard.records.schema_version import HEAD, MIGRATIONS


def test_a_migrated_database_has_the_tables_that_the_program_speaks_to(world):
    with reading(world.engine) as conn:
        context = MigrationContext.configure(
            conn, opts={"compare_type": True, "compare_server_default": True}
        )
        assert compare_metadata(context, t.metadata) == []
        migrated = described(conn)
    made = create_engine("sqlite://")
    with made.begin() as conn:
        t.metadata.create_all(conn)
        assert described(conn) == migrated  # the comparison above sees no checks
    made.dispose()


def described(conn: Connection) -> list[list[str]]:
    """What SQLite was told of every table and index, each without the order of its parts."""
    query = "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite%' AND name <> 'alembic_version'"
    told = [" ".join(row.sql.split()).removesuffix(" )") for row in conn.exec_driver_sql(query)]
    return sorted(sorted(re.split(r", (?=CONSTRAINT|FOREIGN|UNIQUE|CHECK)", sql)) for sql in told)


def test_the_program_knows_the_last_migration():
    scripts = ScriptDirectory(str(MIGRATIONS))
    assert scripts.get_current_head() == HEAD
    numbers = [script.revision for script in scripts.walk_revisions()]
    assert numbers == sorted(numbers, reverse=True)


@pytest.mark.parametrize(
    ("model", "table", "elsewhere"),
    [
        (Cycle, t.cycles, set()),
        (Objective, t.objectives, {"key_results"}),
        (KeyResult, t.key_results, {"kpis", "milestones"}),
        (Attachment, t.attachments, set()),
        (Kpi, t.kpis, {"limits"}),
        (CheckIn, t.check_ins, set()),
        (Decision, t.decisions, set()),
        (VerdictReview, t.verdict_reviews, set()),
    ],
)
def test_every_field_of_the_domain_has_a_column(model, table, elsewhere):
    assert set(model.model_fields) - elsewhere <= set(table.columns.keys())


def test_the_tables_can_be_written_in_the_words_of_postgresql():
    dialect = postgresql.dialect()
    for table in t.metadata.sorted_tables:
        assert str(CreateTable(table).compile(dialect=dialect)).strip()
        for index in table.indexes:
            assert (
                "WHERE" in str(CreateIndex(index).compile(dialect=dialect))
            ) == index.name.startswith("uq_")
