"""The KPIs attached to a key result: role, evidence, and whether their own threshold is met."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import pandas as pd

from dashboard.analytics.indicator import Basis, is_conflict, role_of
from dashboard.analytics.lead_lag import classify
from dashboard.analytics.series import dates, known, tidy
from dashboard.analytics.verdict import Evidence
from dashboard.domain.kpi import Grain
from dashboard.domain.okr import Attachment, Role
from dashboard.domain.thresholds import parse_threshold


@dataclass(frozen=True)
class IndicatorHealth:
    """One KPI on one key result; what cannot be known is `None`.

    `lead_periods`, `lead_low` and `lead_high` are in periods of `grain`; `value_on` is the stamp of the value's period.
    """

    kpi: str
    declared: Role | None
    evidence: Evidence
    role: Role
    basis: Basis
    lead_periods: float | None
    lead_low: float | None
    lead_high: float | None
    grain: Grain | None
    certainty: float | None
    points: int
    strength: float | None
    conflict: bool
    threshold: str | None
    threshold_met: bool | None
    value: float | None
    value_on: dt.date | None
    previous_value: float | None


def assess_indicator(
    attachment: Attachment,
    kpi: pd.Series | None,
    outcome: pd.Series | None,
    *,
    before: float | None = None,
    grain: Grain | None = None,
) -> IndicatorHealth:
    """The health of one attached KPI.

    Args:
        attachment: the KPI and what was declared of it.
        kpi: its complete periods up to the day asked about, stamped with their first days.
        outcome: the same of the key result's own measure; `None` where it has none.
        before: the KPI's value in the last period that closed before the cycle, for relative thresholds.
        grain: the grain at which both series are given.
    """
    own = tidy(kpi)
    verdict = classify(own, tidy(outcome))
    role, basis = role_of(attachment.declared, verdict)
    value = known(own.iloc[-1]) if len(own) else None
    return IndicatorHealth(
        kpi=attachment.kpi,
        declared=attachment.declared,
        evidence=verdict.evidence,
        role=role,
        basis=basis,
        lead_periods=known(verdict.lead_periods),
        lead_low=known(verdict.lead_low),
        lead_high=known(verdict.lead_high),
        grain=grain,
        certainty=known(verdict.certainty),
        points=verdict.points,
        strength=known(verdict.strength),
        conflict=is_conflict(attachment.declared, verdict),
        threshold=attachment.threshold,
        threshold_met=_threshold_met(attachment.threshold, value, known(before)),
        value=value,
        value_on=dates(own)[-1] if len(own) else None,
        previous_value=known(own.iloc[-2]) if len(own) > 1 else None,
    )


def _threshold_met(
    threshold: str | None, value: float | None, before: float | None
) -> bool | None:
    return None if threshold is None else parse_threshold(threshold).is_met(value, before)
