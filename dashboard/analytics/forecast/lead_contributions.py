"""The contribution of each leading KPI to a forecast, and its level for a 50 % chance."""

from __future__ import annotations

from dataclasses import dataclass, replace

from dashboard.analytics.forecast.lead_inputs import LeadInput, LeftOut
from dashboard.analytics.series.series import finite_or_none
from dashboard.analytics.series.usual_range import UsualRange, usual_range

MAX_DISTANCE = 10.0
"""A value further from the middle of the usual range than this number of half widths is out of
reach."""


@dataclass(frozen=True, kw_only=True)
class LeadContribution:
    """The contribution of one leading KPI to a forecast at the deadline.

    `is_used` says whether the forecast uses the KPI, `left_out` why not. `effect` is the shift of
    the median at the deadline by its known innovations, in the outcome's unit. `share` is the
    weight of the KPI in the forecast, 0 to 1, from a backtest. `error_ratio` is the mean absolute
    error of the backtest with the KPI, divided by that without, from `tested` periods.

    `response` is the change of the outcome at the deadline per unit of the KPI in all the future
    periods whose effect arrives by then. `expected` is the level that the KPI's own past predicts
    there; both are `None` where the deadline is nearer than the lead. At `even_value` the chance
    would be 50 %. `distance` is how far that is from the middle of the usual range, in units of
    half its width: -1 to 1 is inside. Where it is more than 10 or beyond the bounds of the KPI, it
    is out of reach, and `even_value` is `None`. So is everything else that cannot be known.
    """

    kpi_id: str
    lead_periods: float
    is_used: bool
    left_out: LeftOut | None = None
    effect: float | None = None
    share: float = 0.0
    error_ratio: float | None = None
    tested: int = 0
    response: float | None = None
    expected: float | None = None
    even_value: float | None = None
    usual_low: float | None = None
    usual_high: float | None = None
    distance: float | None = None
    is_out_of_reach: bool = False


def not_used(lead: LeadInput, reason: LeftOut) -> LeadContribution:
    """The entry of a leading KPI that the forecast does not use, with the reason."""
    return LeadContribution(
        kpi_id=lead.kpi_id, lead_periods=lead.periods, is_used=False, left_out=reason
    )


def with_even_value(
    contribution: LeadContribution, lead: LeadInput, target: float, median: float
) -> LeadContribution:
    """The contribution with the KPI's level at which the median of the forecast is the target.

    The median shifts by `response` per unit: even_value = expected + (target - median) / response.
    """
    usual = usual_range(lead.series, lead.bounds)
    if usual is not None:
        contribution = replace(contribution, usual_low=usual.low, usual_high=usual.high)
    if not contribution.is_used or contribution.expected is None or not contribution.response:
        return contribution
    even_value = finite_or_none(contribution.expected + (target - median) / contribution.response)
    distance = None if even_value is None or usual is None else _distance(even_value, usual)
    is_far = distance is not None and abs(distance) > MAX_DISTANCE
    if even_value is None or is_far or lead.bounds.clip_value(even_value) != even_value:
        return replace(contribution, is_out_of_reach=True)
    return replace(contribution, even_value=even_value, distance=distance)


def _distance(value: float, usual: UsualRange) -> float | None:
    half = (usual.high - usual.low) / 2
    return finite_or_none((value - (usual.low + usual.high) / 2) / half) if half > 0 else None
