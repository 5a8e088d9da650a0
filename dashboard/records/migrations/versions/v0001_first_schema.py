"""The first schema: OKRs, sources, check-ins, decisions, revisions, audit, runs and the lists of files."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Create every table."""
    op.create_table(
        "audit",
        sa.Column("seq", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("object_type", sa.Text(), nullable=False),
        sa.Column("object_id", sa.Text(), nullable=False),
        sa.Column("old", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("new", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.CheckConstraint("actor <> ''", name=op.f("a_change_has_an_author")),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_audit")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_audit_at"), "audit", ["at"], unique=False)
    op.create_table(
        "cycles",
        sa.Column("id", sa.String(length=80), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("written_on", sa.Date(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("archived_on", sa.Date(), nullable=True),
        sa.Column("archived_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("starts_on <= ends_on", name=op.f("cycle_starts_before_it_ends")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cycles")),
    )
    op.create_table(
        "revisions",
        sa.Column("seq", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("object_type", sa.Text(), nullable=False),
        sa.Column("object_id", sa.String(length=80), nullable=False),
        sa.Column("field", sa.Text(), nullable=False),
        sa.Column("old", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("new", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("effective_on", sa.Date(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_revisions")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_revisions_object", "revisions", ["object_type", "object_id"], unique=False)
    op.create_table(
        "snapshots",
        sa.Column("id", sa.String(length=200), nullable=False),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("known_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("publish_number", sa.Integer(), nullable=False),
        sa.Column("file_name", sa.String(length=300), nullable=False),
        sa.Column("code_version", sa.Text(), nullable=False),
        sa.Column("week", sa.String(length=8), nullable=False),
        sa.Column("change_number", sa.Integer(), nullable=False),
        sa.Column("is_compact", sa.Boolean(), nullable=False),
        sa.Column("is_current", sa.Boolean(), nullable=False),
        sa.Column("is_kept", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_snapshots")),
        sa.UniqueConstraint("file_name", name=op.f("uq_snapshots_file_name")),
        sa.UniqueConstraint("publish_number", name=op.f("uq_snapshots_publish_number")),
    )
    op.create_index(op.f("ix_snapshots_as_of"), "snapshots", ["as_of"], unique=False)
    op.create_index(
        "uq_snapshots_current",
        "snapshots",
        ["is_current"],
        unique=True,
        sqlite_where=sa.text("is_current"),
        postgresql_where=sa.text("is_current"),
    )
    op.create_index(
        "uq_snapshots_kept",
        "snapshots",
        ["week"],
        unique=True,
        sqlite_where=sa.text("is_kept"),
        postgresql_where=sa.text("is_kept"),
    )
    op.create_table(
        "sources",
        sa.Column("id", sa.String(length=80), nullable=False),
        sa.Column("type", sa.Text(), nullable=False),
        sa.Column("schedule", sa.Text(), nullable=False),
        sa.Column("late_after_seconds", sa.Double(), nullable=False),
        sa.Column("stale_after_seconds", sa.Double(), nullable=False),
        sa.Column("lookback_seconds", sa.Double(), nullable=False),
        sa.Column("options", sa.JSON(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("written_on", sa.Date(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("archived_on", sa.Date(), nullable=True),
        sa.Column("archived_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sources")),
    )
    op.create_table(
        "workspace",
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_workspace")),
    )
    op.create_table(
        "kpis",
        sa.Column("id", sa.String(length=80), nullable=False),
        sa.Column("source", sa.String(length=80), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("direction", sa.Text(), nullable=False),
        sa.Column("grain", sa.Text(), nullable=False),
        sa.Column("aggregation", sa.Text(), nullable=False),
        sa.Column("owner", sa.Text(), nullable=True),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("low", sa.Double(), nullable=True),
        sa.Column("high", sa.Double(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("written_on", sa.Date(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("archived_on", sa.Date(), nullable=True),
        sa.Column("archived_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "aggregation IN ('sum', 'mean', 'last', 'min', 'max')",
            name=op.f("kpi_aggregation_is_known"),
        ),
        sa.CheckConstraint(
            "direction IN ('increase', 'decrease', 'maintain')",
            name=op.f("kpi_direction_is_known"),
        ),
        sa.CheckConstraint(
            "grain IN ('day', 'week', 'month', 'quarter')", name=op.f("kpi_grain_is_known")
        ),
        sa.CheckConstraint(
            "low IS NULL OR high IS NULL OR low <= high", name=op.f("kpi_limits_are_in_order")
        ),
        sa.ForeignKeyConstraint(["source"], ["sources.id"], name=op.f("fk_kpis_source")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kpis")),
    )
    op.create_index(op.f("ix_kpis_source"), "kpis", ["source"], unique=False)
    op.create_table(
        "objectives",
        sa.Column("id", sa.String(length=80), nullable=False),
        sa.Column("cycle", sa.String(length=80), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("owner", sa.Text(), nullable=True),
        sa.Column("team", sa.Text(), nullable=True),
        sa.Column("supports", sa.String(length=80), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("written_on", sa.Date(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("archived_on", sa.Date(), nullable=True),
        sa.Column("archived_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "supports IS NULL OR supports <> id", name=op.f("objective_does_not_support_itself")
        ),
        sa.ForeignKeyConstraint(["cycle"], ["cycles.id"], name=op.f("fk_objectives_cycle")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_objectives")),
    )
    op.create_index(op.f("ix_objectives_cycle"), "objectives", ["cycle"], unique=False)
    op.create_table(
        "runs",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("source", sa.String(length=80), nullable=True),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("code_version", sa.Text(), nullable=False),
        sa.Column("rows_read", sa.Integer(), nullable=True),
        sa.Column("rows_new", sa.Integer(), nullable=True),
        sa.Column("rows_restated", sa.Integer(), nullable=True),
        sa.Column("rows_bad", sa.Integer(), nullable=True),
        sa.Column("error", sa.Text(), nullable=True),
        sa.Column("counts", sa.JSON(), nullable=False),
        sa.CheckConstraint(
            "(status = 'running') = (finished_at IS NULL)", name=op.f("a_run_that_ended_says_when")
        ),
        sa.CheckConstraint(
            "status IN ('running', 'ok', 'partial', 'failed', 'interrupted')",
            name=op.f("run_status_is_known"),
        ),
        sa.ForeignKeyConstraint(["source"], ["sources.id"], name=op.f("fk_runs_source")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_runs")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_runs_source"), "runs", ["source"], unique=False)
    op.create_table(
        "key_results",
        sa.Column("id", sa.String(length=80), nullable=False),
        sa.Column("objective", sa.String(length=80), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("kpi", sa.String(length=80), nullable=True),
        sa.Column("direction", sa.Text(), nullable=False),
        sa.Column("baseline", sa.Double(), nullable=True),
        sa.Column("target", sa.Double(), nullable=True),
        sa.Column("target_low", sa.Double(), nullable=True),
        sa.Column("target_high", sa.Double(), nullable=True),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("weight", sa.Double(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("owner", sa.Text(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("written_on", sa.Date(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("archived_on", sa.Date(), nullable=True),
        sa.Column("archived_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "direction IN ('increase', 'decrease', 'maintain', 'milestone')",
            name=op.f("key_result_direction_is_known"),
        ),
        sa.CheckConstraint(
            "(target_low IS NULL) = (target_high IS NULL)", name=op.f("target_band_has_both_ends")
        ),
        sa.CheckConstraint(
            "baseline IS NULL OR target IS NULL OR baseline <> target",
            name=op.f("baseline_is_not_the_target"),
        ),
        sa.CheckConstraint(
            "target IS NULL OR target_low IS NULL", name=op.f("target_is_a_number_or_a_band")
        ),
        sa.CheckConstraint(
            "target_low IS NULL OR target_low <= target_high", name=op.f("target_band_is_in_order")
        ),
        sa.CheckConstraint("weight >= 0", name=op.f("key_result_weight_is_not_negative")),
        sa.ForeignKeyConstraint(["kpi"], ["kpis.id"], name=op.f("fk_key_results_kpi")),
        sa.ForeignKeyConstraint(
            ["objective"], ["objectives.id"], name=op.f("fk_key_results_objective")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_key_results")),
    )
    op.create_index(op.f("ix_key_results_objective"), "key_results", ["objective"], unique=False)
    op.create_table(
        "observation_files",
        sa.Column("file_name", sa.String(length=300), nullable=False),
        sa.Column("source", sa.String(length=80), nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("fingerprint", sa.Text(), nullable=False),
        sa.Column("run", sa.Integer(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("replaced_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("rows >= 0", name=op.f("observation_file_has_rows")),
        sa.ForeignKeyConstraint(["run"], ["runs.id"], name=op.f("fk_observation_files_run")),
        sa.ForeignKeyConstraint(
            ["source"], ["sources.id"], name=op.f("fk_observation_files_source")
        ),
        sa.PrimaryKeyConstraint("file_name", name=op.f("pk_observation_files")),
    )
    op.create_index(
        "uq_observation_files_current",
        "observation_files",
        ["source"],
        unique=True,
        sqlite_where=sa.text("replaced_at IS NULL"),
        postgresql_where=sa.text("replaced_at IS NULL"),
    )
    op.create_table(
        "quarantine",
        sa.Column("run", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("path", sa.Text(), nullable=True),
        sa.Column("line", sa.Integer(), nullable=True),
        sa.Column("column", sa.Text(), nullable=True),
        sa.Column("value", sa.Text(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("kpi_id", sa.Text(), nullable=True),
        sa.Column(
            "observed_on",
            sa.Text(),
            nullable=True,
            comment="as delivered: it may be no date at all",
        ),
        sa.ForeignKeyConstraint(["run"], ["runs.id"], name=op.f("fk_quarantine_run")),
        sa.PrimaryKeyConstraint("run", "position", name=op.f("pk_quarantine")),
    )
    op.create_table(
        "attachments",
        sa.Column("key_result", sa.String(length=80), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("kpi", sa.String(length=80), nullable=False),
        sa.Column("declared", sa.Text(), nullable=True),
        sa.Column("threshold", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "declared IS NULL OR declared IN ('leading', 'lagging')",
            name=op.f("declared_role_is_known"),
        ),
        sa.ForeignKeyConstraint(
            ["key_result"], ["key_results.id"], name=op.f("fk_attachments_key_result")
        ),
        sa.ForeignKeyConstraint(["kpi"], ["kpis.id"], name=op.f("fk_attachments_kpi")),
        sa.PrimaryKeyConstraint("key_result", "position", name=op.f("pk_attachments")),
    )
    op.create_table(
        "check_ins",
        sa.Column("id", sa.String(length=200), nullable=False),
        sa.Column("key_result", sa.String(length=80), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("value", sa.Double(), nullable=True),
        sa.Column("done", sa.Text(), nullable=True),
        sa.Column("confidence", sa.Double(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("is_correction", sa.Boolean(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "confidence IS NULL OR (confidence >= 0 AND confidence <= 1)",
            name=op.f("confidence_is_a_share"),
        ),
        sa.ForeignKeyConstraint(
            ["key_result"], ["key_results.id"], name=op.f("fk_check_ins_key_result")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_check_ins")),
    )
    op.create_index("ix_check_ins_key_result_on", "check_ins", ["key_result", "on"], unique=False)
    op.create_table(
        "decisions",
        sa.Column("id", sa.String(length=200), nullable=False),
        sa.Column("key_result", sa.String(length=80), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("decision", sa.Text(), nullable=False),
        sa.Column("owner", sa.Text(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            'due_on IS NULL OR due_on >= "on"', name=op.f("decision_is_due_after_it_is_made")
        ),
        sa.ForeignKeyConstraint(
            ["key_result"], ["key_results.id"], name=op.f("fk_decisions_key_result")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decisions")),
    )
    op.create_index(op.f("ix_decisions_key_result"), "decisions", ["key_result"], unique=False)
    op.create_table(
        "milestones",
        sa.Column("key_result", sa.String(length=80), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("done_on", sa.Date(), nullable=True, comment="what the files say"),
        sa.Column(
            "reported_on",
            sa.Date(),
            nullable=True,
            comment="what a check-in said; counts where the files say nothing",
        ),
        sa.ForeignKeyConstraint(
            ["key_result"], ["key_results.id"], name=op.f("fk_milestones_key_result")
        ),
        sa.PrimaryKeyConstraint("key_result", "position", name=op.f("pk_milestones")),
        sa.UniqueConstraint("key_result", "title", name=op.f("uq_milestones_key_result_title")),
    )
