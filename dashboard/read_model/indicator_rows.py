"""Reads the KPIs of the key results from a snapshot: verdict, explanation, review."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

import pandas as pd

from dashboard.analytics.lead_lag.indicator_health import IndicatorHealth
from dashboard.analytics.lead_lag.verdict import LagLink, Verdict
from dashboard.analytics.series.observed import Pair
from dashboard.domain.okr import OkrSet
from dashboard.domain.verdict_review import VerdictReview, current_reviews
from dashboard.pipeline.snapshot.columns import INDICATORS, LAG_PROFILES
from dashboard.snapshots.read import Snapshot

Indicators = dict[str, tuple[IndicatorHealth, ...]]


def read_indicators(snapshot: Snapshot, reviews: Iterable[VerdictReview]) -> Indicators:
    """The KPIs on every key result, in the order of the files, with their current reviews."""
    stated = current_reviews(reviews)
    profiles = _profiles(snapshot.ask("lag_profiles"))
    frame = snapshot.ask("indicators")
    pairs = list(zip(frame["key_result_id"], frame["kpi_id"], strict=True))
    healths = INDICATORS.read(
        frame,
        {
            "verdict.explanation.profile": [profiles.get(pair, ()) for pair in pairs],
            "review": [stated.get(pair) for pair in pairs],
        },
    )
    by_key_result: dict[str, list[IndicatorHealth]] = defaultdict(list)
    for (key_result_id, _), health in zip(pairs, healths, strict=True):
        by_key_result[key_result_id].append(health)
    ids = snapshot.table("key_result_health")["key_result_id"]
    return {i: tuple(by_key_result[i]) for i in ids}


def verdicts_in(
    okrs: Iterable[OkrSet], indicators: Mapping[str, tuple[IndicatorHealth, ...]]
) -> dict[Pair, Verdict]:
    """The verdict on every pair of a KPI and another measure, from the indicators of these key results."""
    return {
        (one.kpi, key_result.kpi): one.verdict
        for okr_set in okrs
        for _, key_result in okr_set.key_results()
        for one in indicators.get(key_result.id, ())
        if key_result.kpi is not None and one.kpi != key_result.kpi
    }


def _profiles(frame: pd.DataFrame) -> dict[tuple[str, str], tuple[LagLink, ...]]:
    profiles: dict[tuple[str, str], list[LagLink]] = defaultdict(list)
    pairs = zip(frame["key_result_id"], frame["kpi_id"], strict=True)
    for pair, link in zip(pairs, LAG_PROFILES.read(frame), strict=True):
        profiles[pair].append(link)
    return {pair: tuple(links) for pair, links in profiles.items()}
