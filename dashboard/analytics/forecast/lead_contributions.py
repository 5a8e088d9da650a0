"""What each leading KPI does to a forecast, and where it would have to be for an even chance."""

from __future__ import annotations

from dataclasses import dataclass, replace

from dashboard.analytics.forecast.lead_inputs import LeadInput, LeftOut
from dashboard.analytics.series.series import finite_or_none
from dashboard.analytics.series.usual_range import UsualRange, usual_range

FURTHEST_WIDTHS = 10.0
"""A value further than so many half widths from the middle of the usual range is out of reach."""


@dataclass(frozen=True, kw_only=True)
class LeadContribution:
    """What one leading KPI does to a forecast at the deadline; what cannot be known is `None`.

    `is_used` says whether the forecast rests on it, `left_out` why not. `effect` is by how much its known values move the
    middle at the deadline, in the outcome's unit, against what its own past let expect. `share` is how far it is followed, 0
    to 1: what forecasts from earlier periods say. Their errors with it, divided by those without, are `error_ratio`, from
    `tested` periods.

    `response` is by how much the outcome at the deadline moves where the KPI is one unit higher in all the periods to come
    whose effect arrives by then, and `expected` the level that its own past lets expect there; `None` where the deadline is
    nearer than its lead. At `even_value` there the chance would be a half; `distance` is how far that is from the middle of the
    usual range, in units of half its width, so that -1 to 1 is inside. Where it would be more than 10 of them away, or beyond
    what the KPI can be, it is out of reach, and `even_value` is `None`.
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


def not_used(lead: LeadInput, why: LeftOut) -> LeadContribution:
    """A leading KPI that has no part in the forecast."""
    return LeadContribution(
        kpi_id=lead.kpi_id, lead_periods=lead.periods, is_used=False, left_out=why
    )


def with_even_value(
    effect: LeadContribution, lead: LeadInput, target: float, median: float
) -> LeadContribution:
    """The effect with the KPI's level at which the middle of the forecast would be the target, everything else as expected.

    The middle moves by `response` for every unit: even = expected + (target - median) / response.
    """
    usual = usual_range(lead.series, lead.bounds)
    if usual is not None:
        effect = replace(effect, usual_low=usual.low, usual_high=usual.high)
    if not effect.is_used or effect.expected is None or not effect.response:
        return effect
    even = finite_or_none(effect.expected + (target - median) / effect.response)
    distance = None if even is None or usual is None else _distance(even, usual)
    is_far = distance is not None and abs(distance) > FURTHEST_WIDTHS
    if even is None or is_far or lead.bounds.clip_value(even) != even:
        return replace(effect, is_out_of_reach=True)
    return replace(effect, even_value=even, distance=distance)


def _distance(value: float, usual: UsualRange) -> float | None:
    half = (usual.high - usual.low) / 2
    return finite_or_none((value - (usual.low + usual.high) / 2) / half) if half > 0 else None
