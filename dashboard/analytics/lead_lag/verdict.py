"""What the data say of one KPI beside one outcome, and why."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

from dashboard.analytics.series.series import finite_or_none

Evidence = Literal["leading", "lagging", "coincident", "none", "too_little"]

CLAIMS: tuple[Evidence, ...] = ("leading", "lagging", "coincident")
"""The answers that claim a link."""


@dataclass(frozen=True)
class LagLink:
    """The link at one shift, after trend, season and each side's own rhythm were removed.

    `lag` is in the outcome's periods, positive where the KPI moves first; `link` is a correlation, -1 to 1, NaN where too
    few periods meet; 19 in 20 unrelated pairs stay within plus and minus `chance`.
    """

    lag: float
    link: float
    chance: float


@dataclass(frozen=True)
class Explanation:
    """Why a verdict says what it says.

    `sign` is 1 where the two move the same way, -1 where opposite ways, 0 where no link is claimed. The four
    probabilities sum to 1. The link was looked at in `windows` parts of the history alone, and pointed the claimed way in
    `agreeing` of them; both are 0 where nothing is claimed, and where the grains differ. `error_reduction` is the share by which knowing the KPI lowered
    the error of forecasting the outcome on periods it had not seen; NaN where it was not tried, below 0 where it did harm.
    `season_periods` are the lengths of the seasons removed, in periods of the coarser grain; `set_aside` counts the gaps
    and outliers of both sides that carry no weight.
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
    """What the data say of one KPI beside one outcome.

    `lead_periods` is in the outcome's periods, positive for leading and for lagging, 0 for coincident, NaN else; 8 in 10 of
    the effect arrive between `lead_low` and `lead_high`. `certainty` is the probability that `evidence` is right, and of no
    link for `none` and `too_little`; `points` the number of periods known of both, `strength` the size of the link, 0 to 1.
    What is unknown is NaN. `explanation` is `None` where nothing could be looked at.
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
    """The verdict where nothing can be claimed: `certainty` is the probability of no link, NaN where nothing was looked at."""
    nan = math.nan
    return Verdict("too_little", nan, nan, nan, certainty, points, nan)


MOVED_PERIODS = 2.0
"""From so many periods on, another lead is another claim: less lies within what a lead is usually known to."""


def is_same_claim(
    before: Evidence,
    before_lead: float | None,
    now: Evidence,
    now_lead: float | None,
) -> bool:
    """Whether two verdicts claim the same link; where neither claims one, they do.

    A lead that is missing on either side is not compared.
    """
    if before not in CLAIMS or now not in CLAIMS:
        return before not in CLAIMS and now not in CLAIMS
    if before != now:
        return False
    first, second = finite_or_none(before_lead), finite_or_none(now_lead)
    return first is None or second is None or abs(second - first) < MOVED_PERIODS
