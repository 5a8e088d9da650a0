"""What leads housing completions in the real workspace, and that nothing leads what lies a decade apart."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd
import pytest

from dashboard.analytics.lead_lag.classification import classify, classify_family
from dashboard.analytics.lead_lag.families import families
from dashboard.analytics.lead_lag.role import is_conflict
from dashboard.analytics.lead_lag.verdict import CLAIMS, Verdict
from dashboard.analytics.series.series import up_to
from dashboard.domain.kpi import Grain
from dashboard.domain.okr import OkrSet, Role
from dashboard.workspace.read import read_workspace
from tests.workspace.conftest import CONFIGS, SHARED

REAL = SHARED / "real" / "us-economy"
AS_OF = dt.date(2019, 6, 30)
OUTCOME = "housing-completions"
WINDOW = 156
"""Months of a pair that is taken from two times."""

pytestmark = pytest.mark.skipif(
    not REAL.is_dir(), reason=f"the real workspace is not at {REAL}: nothing to look at"
)


@pytest.fixture(scope="module")
def series() -> dict[str, pd.Series]:
    """What was known at `AS_OF`, by KPI."""
    columns = {kpi.id: kpi.value for kpi in read_workspace(REAL, CONFIGS).sources[0].kpis}
    frame = pd.read_csv(REAL / "series.csv", parse_dates=["month"], index_col="month")
    return {
        kpi: up_to(frame[column].dropna(), Grain.MONTH, AS_OF) for kpi, column in columns.items()
    }


@pytest.fixture(scope="module")
def okrs() -> list[OkrSet]:
    return list(read_workspace(REAL, CONFIGS).okrs)


@pytest.fixture(scope="module")
def verdicts(series: dict[str, pd.Series], okrs: list[OkrSet]) -> dict[str, Verdict]:
    """The family of housing completions, judged together as the workspace does."""
    members = families(okrs)[OUTCOME]
    return classify_family({kpi: series[kpi] for kpi in members}, series[OUTCOME])


@pytest.mark.parametrize("kpi", ["building-permits", "housing-starts"])
def test_what_is_begun_leads_what_is_completed_by_months(
    kpi: str, verdicts: dict[str, Verdict], series: dict[str, pd.Series]
):
    alone = classify(series[kpi], series[OUTCOME])

    for verdict in (verdicts[kpi], alone):
        assert verdict.evidence == "leading"
        assert verdict.lead_high >= 3
        assert verdict.explanation is not None
        assert verdict.explanation.sign == 1


def test_the_wrong_declaration_of_housing_starts_is_a_conflict_and_the_right_one_is_none(
    verdicts: dict[str, Verdict], okrs: list[OkrSet]
):
    key_results = [kr for o in okrs[0].objectives for kr in o.key_results if kr.kpi == OUTCOME]
    declared = {attached.kpi: attached.declared for attached in key_results[0].kpis}

    assert declared["housing-starts"] is Role.LAGGING
    assert is_conflict(declared["housing-starts"], verdicts["housing-starts"])
    assert not is_conflict(declared["building-permits"], verdicts["building-permits"])


def apart(
    series: dict[str, pd.Series], seed: int, count: int
) -> list[tuple[pd.Series, pd.Series]]:
    """Pairs of two KPIs' windows that begin eight years apart or more, stamped as if they were of one time."""
    known = {kpi: np.log(s) if (s > 0).all() else s for kpi, s in sorted(series.items())}
    stamps = pd.date_range("2000-01-01", periods=WINDOW, freq="MS")
    rng = np.random.default_rng(seed)
    pairs: list[tuple[pd.Series, pd.Series]] = []
    while len(pairs) < count:
        sides = [known[str(kpi)] for kpi in rng.choice(sorted(known), 2, replace=False)]
        starts = [int(rng.integers(0, len(side) - WINDOW)) for side in sides]
        first, second = (side.index[start] for side, start in zip(sides, starts, strict=True))
        if abs((first - second).days) >= 8 * 365:
            windows = [
                pd.Series(side.to_numpy()[start : start + WINDOW], stamps)
                for side, start in zip(sides, starts, strict=True)
            ]
            pairs.append((windows[0], windows[1]))
    return pairs


def claimed(pairs: list[tuple[pd.Series, pd.Series]]) -> int:
    return sum(classify(kpi, outcome, 12).evidence in CLAIMS for kpi, outcome in pairs)


def test_of_forty_pairs_from_different_times_at_most_one_is_claimed(series: dict[str, pd.Series]):
    assert claimed(apart(series, seed=7, count=40)) <= 1


def test_of_many_pairs_from_different_times_hardly_any_is_claimed(series: dict[str, pd.Series]):
    assert claimed(apart(series, seed=8, count=200)) <= 10
