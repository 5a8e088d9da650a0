"""What is judged of a KPI goes into a snapshot and comes out of it whole."""

from __future__ import annotations

import math
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from dashboard.analytics.assessment import Assessment
from dashboard.analytics.lead_lag.indicator_health import IndicatorHealth, assess_indicator
from dashboard.analytics.lead_lag.verdict import Explanation, LagLink, Verdict, too_little
from dashboard.domain.kpi import Grain
from dashboard.domain.okr import Attachment
from dashboard.pipeline.snapshot.indicator_tables import indicator_tables
from dashboard.read_model.indicator_rows import read_indicators
from dashboard.snapshots.compact import compact_snapshot
from dashboard.snapshots.read import Snapshot
from dashboard.snapshots.write import write_snapshot
from tests.snapshots.test_snapshots import header

WHY = Explanation(
    sign=-1,
    profile=(LagLink(-1.0, 0.1, 0.2), LagLink(0.0, -0.25, 0.2), LagLink(3.0, -0.6, 0.21)),
    leading=0.9,
    lagging=0.02,
    coincident=0.05,
    none=0.03,
    windows=9,
    agreeing=8,
    error_reduction=0.12,
    has_trend_removed=True,
    season_periods=(52.0, 26.0),
    set_aside=3,
)
LEADS = Verdict("leading", 3.0, 2.0, 4.5, 0.9, 104, 0.6, WHY)
UNRELATED = replace(
    LEADS,
    evidence="none",
    lead_periods=math.nan,
    lead_low=math.nan,
    lead_high=math.nan,
    explanation=replace(
        WHY, sign=0, windows=0, agreeing=0, season_periods=(), error_reduction=-0.1
    ),
)


def health(kpi: str, verdict: Verdict) -> IndicatorHealth:
    return assess_indicator(Attachment(kpi=kpi), None, verdict, grain=Grain.MONTH)


def written(folder: Path, *rows: IndicatorHealth) -> Path:
    ids = pd.DataFrame(
        [
            {"key_result_id": name, "status": "no_forecast", "is_final": False, "points": 0}
            for name in ("k", "bare")
        ]
    )
    tables = indicator_tables(Assessment(indicators={"k": rows, "bare": ()}))
    return write_snapshot(
        folder, "one", {"snapshot": header(), "key_result_health": ids, **tables}
    )


@pytest.mark.parametrize(
    "rows",
    [
        (health("starts", LEADS),),
        (health("starts", LEADS), health("a", too_little(7)), health("b", UNRELATED)),
        (health("b", UNRELATED),),
        (health("a", too_little(7)),),
        (),
    ],
)
def test_a_verdict_comes_out_of_a_snapshot_as_it_went_in(tmp_path: Path, rows):
    path = written(tmp_path, *rows)
    assert read_indicators(Snapshot(path), ()) == {"k": rows, "bare": ()}
    assert read_indicators(Snapshot(compact_snapshot(path, "one")), ()) == {"k": rows, "bare": ()}


def test_what_the_method_left_unknown_stays_unknown(tmp_path: Path):
    why = replace(
        WHY, error_reduction=math.nan, profile=(LagLink(-2.0, math.nan, 0.3), *WHY.profile)
    )
    path = written(tmp_path, health("starts", replace(LEADS, explanation=why)))

    (row,) = read_indicators(Snapshot(path), ())["k"]

    assert row.verdict.explanation is not None
    assert math.isnan(row.verdict.explanation.error_reduction)
    assert math.isnan(row.verdict.explanation.profile[0].link)
    assert row.verdict.explanation.profile[1:] == WHY.profile
