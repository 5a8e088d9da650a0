"""The verdict on one KPI and one outcome: does the KPI lead, lag or coincide, and why?"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

from dashboard.analytics.series.series import finite_or_none

Evidence = Literal["leading", "lagging", "coincident", "none", "too_little"]

CLAIMS: tuple[Evidence, ...] = ("leading", "lagging", "coincident")
"""The verdicts that claim a link; `none` claims its absence, `too_little` claims nothing."""


@dataclass(frozen=True)
class LagLink:
    """The correlation at one lag, without trend, season and the autoregression of each series.

    Attributes:
        lag: in the outcome's periods, positive where the KPI moves first.
        link: correlation, -1 to 1; NaN where too few periods overlap.
        chance: 95 % of unrelated pairs have a correlation between -`chance` and `chance`.
    """

    lag: float
    link: float
    chance: float


@dataclass(frozen=True)
class Explanation:
    """The numbers behind a verdict.

    Attributes:
        sign: 1 if both series move the same way, -1 if opposite ways, 0 where no link is claimed.
        profile: the correlation at every lag, lags ascending.
        leading: posterior probability that the KPI leads; the four probabilities sum to 1.
        lagging: posterior probability that it lags.
        coincident: posterior probability that both move in the same period.
        none: posterior probability that they are not linked.
        windows: number of sub-periods of the history in which the link was checked separately; 0
            where no link is claimed and where the grains differ.
        agreeing: number of these sub-periods that agree with the claim.
        error_reduction: share by which the KPI lowers the one-step forecast error of the outcome
            out of sample; below 0 if it raises the error, NaN where not computed.
        has_trend_removed: whether a trend was removed from both series.
        season_periods: lengths of the seasons removed, in periods of the coarser grain.
        set_aside: number of gaps and outliers of both series, which carry no weight.
    """

    sign: int
    profile: tuple[LagLink, ...]
    leading: float
    lagging: float
    coincident: float
    none: float
    windows: int
    agreeing: int
    error_reduction: float
    has_trend_removed: bool
    season_periods: tuple[float, ...]
    set_aside: int


@dataclass(frozen=True)
class Verdict:
    """Whether one KPI leads, lags or coincides with one outcome; unknown numbers are NaN.

    Attributes:
        evidence: the verdict.
        lead_periods: by how many of the outcome's periods the KPI leads or lags, positive in both
            cases; 0 for coincident, NaN where no link is claimed.
        lead_low: lag from which on the middle 80 % of the effect arrives.
        lead_high: lag by which it has arrived.
        certainty: posterior probability of `evidence`; that of no link for `none`, `too_little`.
        points: number of periods with values of both.
        strength: size of the correlation, 0 to 1.
        explanation: the numbers behind the verdict; `None` where there was too little to compute.
    """

    evidence: Evidence
    lead_periods: float
    lead_low: float
    lead_high: float
    certainty: float
    points: int
    strength: float
    explanation: Explanation | None = None


def too_little(points: int, certainty: float = math.nan) -> Verdict:
    """The verdict where there is too little data.

    Args:
        points: number of periods with values of both.
        certainty: the probability of no link; NaN where nothing was computed.
    """
    nan = math.nan
    return Verdict("too_little", nan, nan, nan, certainty, points, nan)


MOVED_PERIODS = 2.0
"""A lead that moved by at least this many periods is a new claim; less is estimation error."""


def is_same_claim(
    before: Evidence,
    before_lead: float | None,
    now: Evidence,
    now_lead: float | None,
) -> bool:
    """Whether an earlier and a later verdict claim the same link, or neither claims one.

    Leads are compared only if both are known; see `MOVED_PERIODS`.
    """
    if before not in CLAIMS or now not in CLAIMS:
        return before not in CLAIMS and now not in CLAIMS
    if before != now:
        return False
    first, second = finite_or_none(before_lead), finite_or_none(now_lead)
    return first is None or second is None or abs(second - first) < MOVED_PERIODS
