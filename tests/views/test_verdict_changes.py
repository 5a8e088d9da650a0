"""A changed verdict stands in the weekly review, with the way to its evidence."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

from dashboard.actions.review_verdict import ReviewGiven, record_review
from dashboard.config import Paths
from dashboard.domain.okr import Role
from dashboard.domain.verdict_review import ReviewKind
from dashboard.read_model.load import load_state
from dashboard.reports.weekly_review.verdict_changes import SHOWN
from tests.views.test_views import shown

HOSTILE = "<script>alert('x')</script> { $kpi } **so**"


def override_everything(root: Path) -> list[tuple[str, str]]:
    """Every KPI of the running cycle in the other role, by key result and KPI; measures of key results stay."""
    now = dt.datetime.now(dt.UTC)
    state = load_state(Paths(root), now)
    assert state is not None
    pairs = []
    for okr_set in state.cycles_at(state.as_of):
        for objective in okr_set.objectives:
            for key_result in objective.key_results:
                for row in state.indicators[key_result.id]:
                    if row.kpi == key_result.kpi:
                        continue
                    role = Role.LAGGING if row.role is Role.LEADING else Role.LEADING
                    given = ReviewGiven(
                        key_result.id, row.kpi, ReviewKind.OVERRIDDEN, "ana", role, HOSTILE
                    )
                    assert record_review(Paths(root), given, now)
                    pairs.append((key_result.id, row.kpi))
    return pairs


def test_what_is_read_in_another_role_is_a_line_with_a_link_and_the_rest_is_folded(
    open_page: Any, own_demo: Path
) -> None:
    pairs = override_everything(own_demo)
    assert len(pairs) > SHOWN

    page = shown(open_page(own_demo))

    lines = [f'leading-lagging?kr={key_result}&amp;kpi={kpi}"' for key_result, kpi in pairs]
    assert all(line in page for line in lines)
    head, _, folded = page.partition(f"{len(pairs) - SHOWN} more</summary>")
    assert [sum(line in part for line in lines) for part in (head, folded)] == [
        SHOWN,
        len(pairs) - SHOWN,
    ]
    assert "<script>" not in page
    assert "&lt;script&gt;" in page
