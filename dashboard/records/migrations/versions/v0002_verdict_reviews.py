"""Reviews of verdicts by people: accepted, overridden with a reason, withdrawn."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Create the table of verdict reviews."""
    op.create_table(
        "verdict_reviews",
        sa.Column("id", sa.String(length=200), nullable=False),
        sa.Column("key_result", sa.String(length=80), nullable=False),
        sa.Column("kpi", sa.String(length=80), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column(
            "evidence",
            sa.Text(),
            nullable=False,
            comment="what the data said when it was decided",
        ),
        sa.Column("lead_periods", sa.Double(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "kind IN ('accepted', 'overridden', 'withdrawn')",
            name=op.f("verdict_review_kind_is_known"),
        ),
        sa.CheckConstraint(
            "evidence IN ('leading', 'lagging', 'coincident', 'none', 'too_little')",
            name=op.f("reviewed_evidence_is_known"),
        ),
        sa.CheckConstraint(
            "role IS NULL OR role IN ('leading', 'lagging')",
            name=op.f("overriding_role_is_known"),
        ),
        sa.CheckConstraint(
            "(kind = 'overridden') = (role IS NOT NULL)",
            name=op.f("an_override_and_no_other_has_a_role"),
        ),
        sa.CheckConstraint(
            "kind <> 'overridden' OR reason <> ''", name=op.f("an_override_has_a_reason")
        ),
        sa.ForeignKeyConstraint(
            ["key_result"], ["key_results.id"], name=op.f("fk_verdict_reviews_key_result")
        ),
        sa.ForeignKeyConstraint(["kpi"], ["kpis.id"], name=op.f("fk_verdict_reviews_kpi")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_verdict_reviews")),
    )
    op.create_index(
        "ix_verdict_reviews_key_result_kpi",
        "verdict_reviews",
        ["key_result", "kpi"],
        unique=False,
    )
