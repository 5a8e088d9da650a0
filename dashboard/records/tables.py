"""The tables of the records and their constraints.

A column has the name of the field in the files. Items removed from the files are archived, never
deleted, so that the references of check-ins and revisions stay valid.
"""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    Double,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from dashboard.records.column_types import UtcDateTime

_ID = String(80)

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def _life() -> list[Column[object]]:
    """When an item was first written, its position within its kind, and when it was archived."""
    return [
        Column("position", Integer, nullable=False),
        Column("written_on", Date, nullable=False),
        Column("written_at", UtcDateTime, nullable=False),
        Column("archived_on", Date),
        Column("archived_at", UtcDateTime),
    ]


def _one_of(column: str, words: str, name: str) -> CheckConstraint:
    listed = ", ".join(f"'{word}'" for word in words.split())
    return CheckConstraint(f"{column} IN ({listed})", name=name)


workspace = Table(
    "workspace",
    metadata,
    Column("name", String(80), primary_key=True),
    Column("value", Text, nullable=False),
)

sources = Table(
    "sources",
    metadata,
    Column("id", _ID, primary_key=True),
    Column("type", Text, nullable=False),
    Column("schedule", Text, nullable=False),
    Column("late_after_seconds", Double, nullable=False),
    Column("stale_after_seconds", Double, nullable=False),
    Column("lookback_seconds", Double, nullable=False),
    Column("options", JSON, nullable=False),
    *_life(),
)

kpis = Table(
    "kpis",
    metadata,
    Column("id", _ID, primary_key=True),
    Column("source", ForeignKey("sources.id"), nullable=False, index=True),
    Column("name", Text, nullable=False),
    Column("value", Text, nullable=False),
    Column("unit", Text, nullable=False),
    Column("direction", Text, nullable=False),
    Column("grain", Text, nullable=False),
    Column("aggregation", Text, nullable=False),
    Column("owner", Text),
    Column("description", Text, nullable=False),
    Column("low", Double),
    Column("high", Double),
    *_life(),
    _one_of("direction", "increase decrease maintain", "kpi_direction_is_known"),
    _one_of("grain", "day week month quarter", "kpi_grain_is_known"),
    _one_of("aggregation", "sum mean last min max", "kpi_aggregation_is_known"),
    CheckConstraint("low IS NULL OR high IS NULL OR low <= high", name="kpi_limits_are_in_order"),
)

cycles = Table(
    "cycles",
    metadata,
    Column("id", _ID, primary_key=True),
    Column("starts_on", Date, nullable=False),
    Column("ends_on", Date, nullable=False),
    *_life(),
    CheckConstraint("starts_on <= ends_on", name="cycle_starts_before_it_ends"),
)

objectives = Table(
    "objectives",
    metadata,
    Column("id", _ID, primary_key=True),
    Column("cycle", ForeignKey("cycles.id"), nullable=False, index=True),
    Column("title", Text, nullable=False),
    Column("why", Text, nullable=False),
    Column("owner", Text),
    Column("team", Text),
    Column("supports", _ID),
    *_life(),
    CheckConstraint(
        "supports IS NULL OR supports <> id", name="objective_does_not_support_itself"
    ),
)

key_results = Table(
    "key_results",
    metadata,
    Column("id", _ID, primary_key=True),
    Column("objective", ForeignKey("objectives.id"), nullable=False, index=True),
    Column("title", Text, nullable=False),
    Column("kpi", ForeignKey("kpis.id")),
    Column("direction", Text, nullable=False),
    Column("baseline", Double),
    Column("target", Double),
    Column("target_low", Double),
    Column("target_high", Double),
    Column("unit", Text, nullable=False),
    Column("weight", Double, nullable=False),
    Column("due_on", Date),
    Column("owner", Text),
    *_life(),
    _one_of("direction", "increase decrease maintain milestone", "key_result_direction_is_known"),
    CheckConstraint("weight >= 0", name="key_result_weight_is_not_negative"),
    CheckConstraint(
        "baseline IS NULL OR target IS NULL OR baseline <> target",
        name="baseline_is_not_the_target",
    ),
    CheckConstraint(
        "(target_low IS NULL) = (target_high IS NULL)", name="target_band_has_both_ends"
    ),
    CheckConstraint(
        "target_low IS NULL OR target_low <= target_high", name="target_band_is_in_order"
    ),
    CheckConstraint("target IS NULL OR target_low IS NULL", name="target_is_a_number_or_a_band"),
)

attachments = Table(
    "attachments",
    metadata,
    Column("key_result", ForeignKey("key_results.id"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("kpi", ForeignKey("kpis.id"), nullable=False),
    Column("declared", Text),
    Column("threshold", Text),
    CheckConstraint(
        "declared IS NULL OR declared IN ('leading', 'lagging')", name="declared_role_is_known"
    ),
)

milestones = Table(
    "milestones",
    metadata,
    Column("key_result", ForeignKey("key_results.id"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("title", Text, nullable=False),
    Column("done_on", Date, comment="what the files say"),
    Column(
        "reported_on", Date, comment="what a check-in said; counts where the files say nothing"
    ),
    UniqueConstraint("key_result", "title"),
)

check_ins = Table(
    "check_ins",
    metadata,
    Column("id", String(200), primary_key=True),
    Column("key_result", ForeignKey("key_results.id"), nullable=False),
    Column("on", Date, nullable=False),
    Column("value", Double),
    Column("done", Text),
    Column("confidence", Double),
    Column("note", Text, nullable=False),
    Column("by", Text, nullable=False),
    Column("is_correction", Boolean(create_constraint=False), nullable=False),
    Column("source", Text, nullable=False),
    Column("recorded_at", UtcDateTime, nullable=False),
    CheckConstraint(
        "confidence IS NULL OR (confidence >= 0 AND confidence <= 1)", name="confidence_is_a_share"
    ),
    Index("ix_check_ins_key_result_on", "key_result", "on"),
)

decisions = Table(
    "decisions",
    metadata,
    Column("id", String(200), primary_key=True),
    Column("key_result", ForeignKey("key_results.id"), nullable=False, index=True),
    Column("on", Date, nullable=False),
    Column("decision", Text, nullable=False),
    Column("owner", Text, nullable=False),
    Column("due_on", Date),
    Column("by", Text, nullable=False),
    Column("recorded_at", UtcDateTime, nullable=False),
    CheckConstraint('due_on IS NULL OR due_on >= "on"', name="decision_is_due_after_it_is_made"),
)

verdict_reviews = Table(
    "verdict_reviews",
    metadata,
    Column("id", String(200), primary_key=True),
    Column("key_result", ForeignKey("key_results.id"), nullable=False),
    Column("kpi", ForeignKey("kpis.id"), nullable=False),
    Column("kind", Text, nullable=False),
    Column("role", Text),
    Column("reason", Text, nullable=False),
    Column("on", Date, nullable=False),
    Column("by", Text, nullable=False),
    Column("evidence", Text, nullable=False, comment="what the data said when it was decided"),
    Column("lead_periods", Double),
    Column("recorded_at", UtcDateTime, nullable=False),
    _one_of("kind", "accepted overridden withdrawn", "verdict_review_kind_is_known"),
    _one_of(
        "evidence",
        "leading lagging coincident none too_little",
        "reviewed_evidence_is_known",
    ),
    CheckConstraint(
        "role IS NULL OR role IN ('leading', 'lagging')", name="overriding_role_is_known"
    ),
    CheckConstraint(
        "(kind = 'overridden') = (role IS NOT NULL)", name="an_override_and_no_other_has_a_role"
    ),
    CheckConstraint("kind <> 'overridden' OR reason <> ''", name="an_override_has_a_reason"),
    Index("ix_verdict_reviews_key_result_kpi", "key_result", "kpi"),
)

revisions = Table(
    "revisions",
    metadata,
    Column("seq", Integer, primary_key=True, autoincrement=True),
    Column("object_type", Text, nullable=False),
    Column("object_id", _ID, nullable=False),
    Column("field", Text, nullable=False),
    Column("old", JSON(none_as_null=True)),
    Column("new", JSON(none_as_null=True)),
    Column("effective_on", Date, nullable=False),
    Column("recorded_at", UtcDateTime, nullable=False),
    Column("by", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Index("ix_revisions_object", "object_type", "object_id"),
    sqlite_autoincrement=True,
)

audit = Table(
    "audit",
    metadata,
    Column("seq", Integer, primary_key=True, autoincrement=True),
    Column("at", UtcDateTime, nullable=False, index=True),
    Column("actor", Text, nullable=False),
    Column("action", Text, nullable=False),
    Column("object_type", Text, nullable=False),
    Column("object_id", Text, nullable=False),
    Column("old", JSON(none_as_null=True)),
    Column("new", JSON(none_as_null=True)),
    Column("reason", Text, nullable=False),
    Column("source", Text, nullable=False),
    CheckConstraint("actor <> ''", name="a_change_has_an_author"),
    sqlite_autoincrement=True,
)

runs = Table(
    "runs",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("source", ForeignKey("sources.id"), index=True),
    Column("started_at", UtcDateTime, nullable=False),
    Column("finished_at", UtcDateTime),
    Column("status", Text, nullable=False),
    Column("code_version", Text, nullable=False),
    Column("rows_read", Integer),
    Column("rows_new", Integer),
    Column("rows_restated", Integer),
    Column("rows_bad", Integer),
    Column("error", Text),
    Column("counts", JSON, nullable=False),
    _one_of("status", "running ok partial failed interrupted", "run_status_is_known"),
    CheckConstraint(
        "(status = 'running') = (finished_at IS NULL)", name="a_run_that_ended_says_when"
    ),
    sqlite_autoincrement=True,
)

quarantine = Table(
    "quarantine",
    metadata,
    Column("run", ForeignKey("runs.id"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("path", Text),
    Column("line", Integer),
    Column("column", Text),
    Column("value", Text),
    Column("reason", Text, nullable=False),
    Column("kpi_id", Text),
    Column("observed_on", Text, comment="as delivered: it may be no date at all"),
)

observation_files = Table(
    "observation_files",
    metadata,
    Column("file_name", String(300), primary_key=True),
    Column("source", ForeignKey("sources.id"), nullable=False),
    Column("rows", Integer, nullable=False),
    Column("fingerprint", Text, nullable=False),
    Column("run", ForeignKey("runs.id")),
    Column("recorded_at", UtcDateTime, nullable=False),
    Column("replaced_at", UtcDateTime),
    CheckConstraint("rows >= 0", name="observation_file_has_rows"),
    Index(
        "uq_observation_files_current",
        "source",
        unique=True,
        sqlite_where=text("replaced_at IS NULL"),
        postgresql_where=text("replaced_at IS NULL"),
    ),
)

snapshots = Table(
    "snapshots",
    metadata,
    Column("id", String(200), primary_key=True),
    Column("as_of", Date, nullable=False, index=True),
    Column("known_at", UtcDateTime, nullable=False),
    Column("published_at", UtcDateTime, nullable=False),
    Column("publish_number", Integer, nullable=False, unique=True),
    Column("file_name", String(300), nullable=False, unique=True),
    Column("code_version", Text, nullable=False),
    Column("week", String(8), nullable=False),
    Column("change_number", Integer, nullable=False),
    Column("is_compact", Boolean(create_constraint=False), nullable=False),
    Column("is_current", Boolean(create_constraint=False), nullable=False),
    Column("is_kept", Boolean(create_constraint=False), nullable=False),
    Index(
        "uq_snapshots_current",
        "is_current",
        unique=True,
        sqlite_where=text("is_current"),
        postgresql_where=text("is_current"),
    ),
    Index(
        "uq_snapshots_kept",
        "week",
        unique=True,
        sqlite_where=text("is_kept"),
        postgresql_where=text("is_kept"),
    ),
)
