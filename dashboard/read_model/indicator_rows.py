"""The KPIs on the key results as a snapshot holds them: verdict, explanation, and what people said of it."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

import pandas as pd

from dashboard.analytics.lead_lag.indicator_health import IndicatorHealth
from dashboard.analytics.lead_lag.verdict import Explanation, LagLink, Verdict
from dashboard.analytics.series.observed import Pair
from dashboard.domain.okr import OkrSet
from dashboard.domain.verdict_review import VerdictReview, current_reviews
from dashboard.read_model.rows import VerdictReviewRow, plain, rows_of
from dashboard.snapshots.read import Snapshot

Indicators = dict[str, tuple[IndicatorHealth, ...]]


def read_indicators(snapshot: Snapshot, reviews: Iterable[VerdictReviewRow]) -> Indicators:
    """The KPIs on every key result, in the order of the files, with what stands of the reviews."""
    said = current_reviews(map(review_of, reviews))
    profiles = _profiles(snapshot.ask("lag_profiles"))
    found: dict[str, list[IndicatorHealth]] = defaultdict(list)
    frame = snapshot.ask("indicators")
    healths = rows_of(IndicatorHealth, frame.rename(columns={"kpi_id": "kpi"}))
    for health, row in zip(healths, frame.to_dict("records"), strict=True):
        place = row["key_result_id"], health.kpi
        why = _explanation(row, profiles.get(place, ()))
        found[place[0]].append(replace(health, explanation=why, review=said.get(place)))
    ids = snapshot.table("key_result_health")["key_result_id"]
    return {i: tuple(found[i]) for i in ids}


def verdicts_in(
    okrs: Iterable[OkrSet], indicators: Mapping[str, tuple[IndicatorHealth, ...]]
) -> dict[Pair, Verdict]:
    """What the data say of every pair of a KPI and another measure, as it stands in the indicators of these key results."""
    return {
        (one.kpi, key_result.kpi): one.verdict
        for okr_set in okrs
        for _, key_result in okr_set.key_results()
        for one in indicators.get(key_result.id, ())
        if key_result.kpi is not None and one.kpi != key_result.kpi
    }


def review_of(row: VerdictReviewRow) -> VerdictReview:
    """A row as the word that a person wrote."""
    return VerdictReview(
        id=row.review_id,
        key_result=row.key_result_id,
        kpi=row.kpi_id,
        kind=row.kind,
        role=row.role,
        reason=row.reason,
        on=row.decided_on,
        by=row.decided_by,
        evidence=row.evidence,
        lead_periods=row.lead_periods,
    )


def _profiles(frame: pd.DataFrame) -> dict[tuple[str, str], tuple[LagLink, ...]]:
    found: dict[tuple[str, str], list[LagLink]] = defaultdict(list)
    columns = (frame[name] for name in ("key_result_id", "kpi_id", "lag", "link", "chance"))
    for key_result_id, kpi_id, *numbers in zip(*columns, strict=True):
        found[key_result_id, kpi_id].append(LagLink(*map(float, numbers)))
    return {place: tuple(links) for place, links in found.items()}


def _explanation(row: Mapping[Any, Any], profile: tuple[LagLink, ...]) -> Explanation | None:
    """Why the verdict says what it says; the method counts the windows of all that it looked at."""
    if plain("windows", row["windows"]) is None:
        return None
    return Explanation(
        sign=int(row["sign"]),
        profile=profile,
        leading=float(row["leading_probability"]),
        lagging=float(row["lagging_probability"]),
        coincident=float(row["coincident_probability"]),
        none=float(row["none_probability"]),
        windows=int(row["windows"]),
        agreeing=int(row["agreeing"]),
        error_reduction=_number(row["error_reduction"]),
        has_trend_removed=bool(row["has_trend_removed"]),
        season_periods=tuple(float(one) for one in row["season_periods"]),
        set_aside=int(row["set_aside"]),
    )


def _number(value: float | None) -> float:
    return math.nan if value is None else float(value)
