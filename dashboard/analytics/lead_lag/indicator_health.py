"""The state of a KPI attached to a key result: role, verdict, and whether its threshold is met."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

import pandas as pd

from dashboard.analytics.lead_lag.assumed_role import AssumedRole
from dashboard.analytics.lead_lag.role import Basis, is_conflict, role_of
from dashboard.analytics.lead_lag.verdict import Verdict, is_same_claim
from dashboard.analytics.series.series import finite_or_none, tidy
from dashboard.domain.kpi import Grain
from dashboard.domain.okr import Attachment, Role
from dashboard.domain.thresholds import parse_threshold
from dashboard.domain.verdict_review import ReviewKind, VerdictReview


@dataclass(frozen=True)
class IndicatorHealth:
    """One KPI on one key result; unknown values are `None`.

    `verdict` is what the data say, leads in periods of `grain`, which is that of the key result's
    own measure: `None` where it has none. `value_on` is the stamp of the value's period. `review`
    is what a person said of the verdict, where it stands.
    """

    kpi: str
    declared: Role | None
    verdict: Verdict
    role: Role
    basis: Basis
    grain: Grain | None
    conflict: bool
    threshold: str | None
    threshold_met: bool | None
    value: float | None
    value_on: dt.date | None
    previous_value: float | None
    review: VerdictReview | None = None

    # The verdict's numbers with None for unknown, where it has NaN as arrays do: pages and JSON
    # ask `is None`.

    @property
    def lead_periods(self) -> float | None:
        """The verdict's lead in periods of `grain`; `None` where there is none."""
        return finite_or_none(self.verdict.lead_periods)

    @property
    def lead_low(self) -> float | None:
        """The lower end of the lead's range; `None` where there is none."""
        return finite_or_none(self.verdict.lead_low)

    @property
    def lead_high(self) -> float | None:
        """The upper end of the lead's range; `None` where there is none."""
        return finite_or_none(self.verdict.lead_high)

    @property
    def certainty(self) -> float | None:
        """The probability that the verdict is right; `None` where nothing could be looked at."""
        return finite_or_none(self.verdict.certainty)

    @property
    def strength(self) -> float | None:
        """The size of the link, 0 to 1; `None` where it is unknown."""
        return finite_or_none(self.verdict.strength)

    @property
    def measured_lead(self) -> float | None:
        """The measured lead in periods of `grain`, if the role is leading; else `None`."""
        is_leading = self.role is Role.LEADING and self.verdict.evidence == "leading"
        return self.lead_periods if is_leading else None

    @property
    def is_accepted(self) -> bool:
        """Whether a person accepted the verdict and it has not changed since."""
        return (
            self.review is not None
            and self.review.kind is ReviewKind.ACCEPTED
            and is_same_claim(
                self.review.evidence,
                self.review.lead_periods,
                self.verdict.evidence,
                self.lead_periods,
            )
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
        verdict=verdict,
        role=role,
        basis=basis,
        grain=grain,
        conflict=is_conflict(attachment.declared, verdict),
        threshold=attachment.threshold,
        threshold_met=_threshold_met(attachment.threshold, value, finite_or_none(before)),
        value=value,
        value_on=own.index[-1].date() if len(own) else None,
        previous_value=finite_or_none(own.iloc[-2]) if len(own) > 1 else None,
        review=review,
    )


def with_assumed_role(health: IndicatorHealth, assumed: AssumedRole) -> IndicatorHealth:
    """The health with the role assumed from the KPI's words, if nothing else decides the role."""
    return replace(health, role=assumed.role) if health.basis == "assumed" else health


def _threshold_met(
    threshold: str | None, value: float | None, before: float | None
) -> bool | None:
    return None if threshold is None else parse_threshold(threshold).is_met(value, before)
