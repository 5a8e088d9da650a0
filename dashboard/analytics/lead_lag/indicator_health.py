"""The state of a KPI attached to a key result: role, verdict, and whether its threshold is met."""

from __future__ import annotations

import datetime as dt
import math
from dataclasses import dataclass, replace

import pandas as pd

from dashboard.analytics.lead_lag.assumed_role import AssumedRole
from dashboard.analytics.lead_lag.role import Basis, is_conflict, role_of
from dashboard.analytics.lead_lag.verdict import Evidence, Explanation, Verdict, is_same_claim
from dashboard.analytics.series.series import finite_or_none, tidy
from dashboard.domain.kpi import Grain
from dashboard.domain.okr import Attachment, Role
from dashboard.domain.thresholds import parse_threshold
from dashboard.domain.verdict_review import ReviewKind, VerdictReview


@dataclass(frozen=True)
class IndicatorHealth:
    """One KPI on one key result; unknown values are `None`.

    `lead_periods`, `lead_low` and `lead_high` are in periods of `grain`, the grain of the key
    result's own measure (`None` without a measure). `value_on` is the first day of the value's
    period. `explanation` has the numbers behind the verdict; `review` is a person's review of the
    verdict, unless withdrawn.
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
    explanation: Explanation | None = None
    review: VerdictReview | None = None

    @property
    def measured_lead(self) -> float | None:
        """The measured lead in periods of `grain`, if the role is leading; else `None`."""
        is_leading = self.role is Role.LEADING and self.evidence == "leading"
        return self.lead_periods if is_leading else None

    @property
    def is_accepted(self) -> bool:
        """Whether a person accepted the verdict and it has not changed since."""
        return (
            self.review is not None
            and self.review.kind is ReviewKind.ACCEPTED
            and is_same_claim(
                self.review.evidence, self.review.lead_periods, self.evidence, self.lead_periods
            )
        )

    @property
    def verdict(self) -> Verdict:
        """The verdict of the lead-lag analysis, unknown numbers as NaN."""
        return Verdict(
            self.evidence,
            _or_nan(self.lead_periods),
            _or_nan(self.lead_low),
            _or_nan(self.lead_high),
            _or_nan(self.certainty),
            self.points,
            _or_nan(self.strength),
            self.explanation,
        )


def assess_indicator(
    attachment: Attachment,
    kpi: pd.Series | None,
    verdict: Verdict,
    *,
    before: float | None = None,
    grain: Grain | None = None,
    review: VerdictReview | None = None,
) -> IndicatorHealth:
    """The health of one attached KPI.

    Args:
        attachment: the KPI's id, declared role and threshold.
        kpi: its complete periods up to the evaluated day, indexed by their first days.
        verdict: the verdict on the KPI and the key result's own measure.
        before: the KPI's value in the last period before the cycle, for relative thresholds.
        grain: the grain of the key result's own measure; leads are in its periods.
        review: a person's review of the verdict, unless withdrawn.
    """
    own = tidy(kpi)
    role, basis = role_of(attachment.declared, verdict, review.role if review else None)
    value = finite_or_none(own.iloc[-1]) if len(own) else None
    return IndicatorHealth(
        kpi=attachment.kpi,
        declared=attachment.declared,
        evidence=verdict.evidence,
        role=role,
        basis=basis,
        lead_periods=finite_or_none(verdict.lead_periods),
        lead_low=finite_or_none(verdict.lead_low),
        lead_high=finite_or_none(verdict.lead_high),
        grain=grain,
        certainty=finite_or_none(verdict.certainty),
        points=verdict.points,
        strength=finite_or_none(verdict.strength),
        conflict=is_conflict(attachment.declared, verdict),
        threshold=attachment.threshold,
        threshold_met=_threshold_met(attachment.threshold, value, finite_or_none(before)),
        value=value,
        value_on=own.index[-1].date() if len(own) else None,
        previous_value=finite_or_none(own.iloc[-2]) if len(own) > 1 else None,
        explanation=verdict.explanation,
        review=review,
    )


def with_assumed_role(health: IndicatorHealth, assumed: AssumedRole) -> IndicatorHealth:
    """The health with the role assumed from the KPI's words, if nothing else decides the role."""
    return replace(health, role=assumed.role) if health.basis == "assumed" else health


def _or_nan(value: float | None) -> float:
    return math.nan if value is None else value


def _threshold_met(
    threshold: str | None, value: float | None, before: float | None
) -> bool | None:
    return None if threshold is None else parse_threshold(threshold).is_met(value, before)
