"""The health of an objective: what its key results say together."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from dashboard.analytics.key_results.key_result import KeyResultHealth
from dashboard.analytics.key_results.projection import INTERVALS
from dashboard.analytics.objectives.factor_model import (
    correlation_of,
    factor_loadings,
    prior_loadings,
)
from dashboard.analytics.objectives.joint_outcome import (
    chance_of_all,
    mean_quantiles,
    reached_counts,
)
from dashboard.analytics.objectives.residual_correlation import residual_correlation
from dashboard.analytics.typing import Floats
from dashboard.domain.okr import KeyResult, Objective, Status

Judged = tuple[KeyResult, KeyResultHealth]


@dataclass(frozen=True)
class ObjectiveHealth:
    """All that is known of an objective on one day; what is unknown is `None`.

    `progress` is the weighted mean over the key results with a progress, each cut to 0 and 1;
    `coverage` is their share of the weight. `partial`: some key result has no chance; then the
    chance that all are reached is unknown, and `status` is that of the weakest of the others.
    `counts` has the number of key results of each status. `reached_counts` are the chances that
    exactly 0, 1, 2 ... all key results that count are reached; `correlation` is the mean
    correlation of outcomes over pairs that are not final, `None` where there is no pair.
    """

    objective_id: str
    status: Status
    partial: bool
    progress: float | None
    coverage: float
    chance: float | None
    confidence: float | None
    lowest_confidence: float | None
    lowest_confidence_key_result: str | None
    weakest_key_result: str | None
    progress_median: float | None
    progress_low50: float | None
    progress_high50: float | None
    progress_low80: float | None
    progress_high80: float | None
    counts: Mapping[Status, int]
    reached_counts: tuple[float, ...] | None = None
    correlation: float | None = None


def assess_objective(objective: Objective, key_results: Sequence[Judged]) -> ObjectiveHealth:
    """The health of an objective from that of its key results.

    A key result of weight 0 is watched, not counted: it has no say in anything but `counts`.
    """
    counted = sorted((p for p in key_results if p[0].weight > 0), key=lambda pair: pair[0].id)
    with_chance = [pair for pair in counted if pair[1].projection.chance is not None]
    chances = [
        health.projection.chance for _, health in counted if health.projection.chance is not None
    ]
    is_partial = len(chances) < len(counted)
    weakest = min(with_chance, key=_strength, default=None)
    stated = [
        (kr, health.confidence.value)
        for kr, health in counted
        if health.confidence.value is not None
    ]
    lowest = min(stated, key=lambda pair: pair[1], default=None)
    progress, coverage = _progress(counted)
    loadings = _loadings(counted)
    is_known = bool(chances) and not is_partial
    return ObjectiveHealth(
        objective_id=objective.id,
        status=_status(counted, weakest),
        partial=is_partial,
        progress=progress,
        coverage=coverage,
        chance=chance_of_all(chances, loadings) if is_known else None,
        confidence=weighted_mean([(kr.weight, value) for kr, value in stated]),
        lowest_confidence=lowest[1] if lowest else None,
        lowest_confidence_key_result=lowest[0].id if lowest else None,
        weakest_key_result=weakest[0].id if weakest else None,
        **_progress_ranges(counted, loadings),
        counts=Counter(health.status for _, health in key_results),
        reached_counts=reached_counts(chances, loadings) if is_known else None,
        correlation=_mean_correlation(counted, loadings) if is_known else None,
    )


def weighted_mean(parts: Sequence[tuple[float, float]]) -> float | None:
    """The mean of (weight, value), the same bits in any order and never outside of its values; `None` without weight."""
    total = math.fsum(weight for weight, _ in parts)
    if total <= 0:
        return None
    values = [value for weight, value in parts if weight > 0]
    mean = math.fsum(weight * value for weight, value in parts) / total
    return min(max(values), max(min(values), mean))


def _strength(judged: Judged) -> tuple[int, float]:
    health = judged[1]
    return health.status.severity, health.projection.chance or 0.0


def _status(counted: Sequence[Judged], weakest: Judged | None) -> Status:
    """The weakest key result's; an objective of which nothing has started has not started, forecast or none."""
    if counted and all(health.status is Status.NOT_STARTED for _, health in counted):
        return Status.NOT_STARTED
    return weakest[1].status if weakest else Status.NO_FORECAST


def _progress(counted: Sequence[Judged]) -> tuple[float | None, float]:
    parts = [
        (kr.weight, min(1.0, max(0.0, health.attainment.progress)))
        for kr, health in counted
        if health.attainment.progress is not None
    ]
    total = math.fsum(kr.weight for kr, _ in counted)
    covered = math.fsum(weight for weight, _ in parts)
    return weighted_mean(parts), min(1.0, covered / total) if total > 0 else 0.0


def _loadings(counted: Sequence[Judged]) -> Floats:
    """The factor loadings: open outcomes by their residuals, final ones uncorrelated."""
    loadings = prior_loadings(len(counted))
    is_open = [not health.attainment.is_final for _, health in counted]
    residuals = [
        health.projection.residuals for _, health in counted if not health.attainment.is_final
    ]
    loadings[is_open] = factor_loadings(residual_correlation(residuals))
    return loadings


def _mean_correlation(counted: Sequence[Judged], loadings: Floats) -> float | None:
    is_open = [not health.attainment.is_final for _, health in counted]
    found = correlation_of(loadings[is_open])
    pairs = [float(found[pair]) for pair in combinations(range(len(found)), 2)]
    return math.fsum(pairs) / len(pairs) if pairs else None


def _progress_ranges(counted: Sequence[Judged], loadings: Floats) -> dict[str, float | None]:
    """The ranges of the objective's progress at the deadline, unknown while any key result's is."""
    outcomes = [_final_progress(health) for _, health in counted]
    known = [outcome for outcome in outcomes if outcome is not None]
    if not known or len(known) < len(outcomes):
        return {f"progress_{name}": None for name in INTERVALS}
    weights, levels = [kr.weight for kr, _ in counted], list(INTERVALS.values())
    found = mean_quantiles(weights, known, levels, loadings)
    return {f"progress_{name}": float(value) for name, value in zip(INTERVALS, found, strict=True)}


def _final_progress(health: KeyResultHealth) -> Floats | None:
    """The quantile function of a key result's progress at its deadline; one number if it is final."""
    if health.attainment.is_final and health.attainment.progress is not None:
        return np.array([health.attainment.progress])
    landing = health.projection.landing["progress"].to_numpy(dtype=float)
    return landing if len(landing) and bool(np.isfinite(landing).all()) else None
