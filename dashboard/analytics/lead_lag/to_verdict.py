"""Turns the evidence of a pair into a verdict: claim, lead, range, and the numbers behind it."""

from __future__ import annotations

import math

import numpy as np

from dashboard.analytics.lead_lag.evidence.diagnostics import (
    Profile,
    agreeing_sub_periods,
    error_reduction,
    lag_profile,
    strength,
)
from dashboard.analytics.lead_lag.evidence.lag_range import lag_range
from dashboard.analytics.lead_lag.evidence.mixed_frequency import MixedFrequencyEvidence
from dashboard.analytics.lead_lag.evidence.pair_evidence import PairEvidence
from dashboard.analytics.lead_lag.evidence.same_frequency import SameFrequency
from dashboard.analytics.lead_lag.posterior import Posterior, posterior
from dashboard.analytics.lead_lag.verdict import CLAIMS, Evidence, Explanation, LagLink, Verdict
from dashboard.analytics.typing import Floats

_TAIL = 0.1
"""Probability left out at each end of the lag range of a mixed pair."""


def verdict_of(pair: PairEvidence, no_link: float) -> Verdict:
    """The verdict of a pair, given the prior probability of no link."""
    probabilities = posterior(pair.log_evidence, pair.lag, pair.unit, no_link)
    evidence = probabilities.claim(pair.periods)
    if isinstance(pair.details, MixedFrequencyEvidence):
        return _mixed_frequency_verdict(pair, pair.details, probabilities, evidence)
    return _same_frequency_verdict(pair, pair.details, probabilities, evidence)


def _same_frequency_verdict(
    pair: PairEvidence, details: SameFrequency, probabilities: Posterior, evidence: Evidence
) -> Verdict:
    lead = probabilities.lead(evidence)
    side = -1 if evidence == "lagging" else 1
    low, high = _range(details, evidence, lead / pair.unit)
    profile = lag_profile(details.robust, details.longest)
    # The range starts at lag 0: a flow is correlated with the stock it fills from lag 0 on.
    size, sign = _strength(profile, evidence, 0.0, side * high)
    count, agreeing, gain = 0, 0, math.nan
    if evidence in CLAIMS:
        lag = side * round(lead / pair.unit)
        is_also_coincident = bool(
            abs(profile.link[details.longest]) > profile.chance[details.longest]
        )
        count, agreeing = agreeing_sub_periods(
            details.robust, pair.grain, lag, sign, is_also_coincident=is_also_coincident
        )
    if evidence == "leading":
        gain = error_reduction(details.robust, int(low), int(high))
    explanation = Explanation(
        sign=sign,
        profile=_links(profile.lag * pair.unit, profile.link, profile.chance),
        leading=probabilities.leading,
        lagging=probabilities.lagging,
        coincident=probabilities.coincident,
        none=probabilities.none,
        windows=count,
        agreeing=agreeing,
        error_reduction=gain,
        has_trend_removed=True,
        season_periods=details.season_lengths,
        set_aside=int(details.robust.aside.sum()),
    )
    return Verdict(
        evidence,
        lead,
        low * pair.unit,
        high * pair.unit,
        probabilities.certainty(evidence),
        pair.points,
        size,
        explanation,
    )


def _mixed_frequency_verdict(
    pair: PairEvidence,
    details: MixedFrequencyEvidence,
    probabilities: Posterior,
    evidence: Evidence,
) -> Verdict:
    lead = probabilities.lead(evidence)
    side = -1 if evidence == "lagging" else 1
    low, high = _likely_range(pair, evidence, lead)
    profile = Profile(pair.lag, details.correlation, details.chance)
    size, sign = _strength(profile, evidence, side * lead, side * lead)
    explanation = Explanation(
        sign=sign,
        profile=_links(profile.lag, profile.link, profile.chance),
        leading=probabilities.leading,
        lagging=probabilities.lagging,
        coincident=probabilities.coincident,
        none=probabilities.none,
        windows=0,
        agreeing=0,
        error_reduction=math.nan,
        has_trend_removed=True,
        season_periods=(),
        set_aside=details.set_aside,
    )
    return Verdict(
        evidence,
        lead,
        low,
        high,
        probabilities.certainty(evidence),
        pair.points,
        size,
        explanation,
    )


def _range(details: SameFrequency, evidence: Evidence, lead: float) -> tuple[float, float]:
    """The lags between which the middle 80 % of the effect arrive, in the comparison's periods."""
    if evidence not in ("leading", "lagging"):
        return (0.0, 0.0) if evidence == "coincident" else (math.nan, math.nan)
    kpi, outcome = details.robust.values.T
    cause, effect = (kpi, outcome) if evidence == "leading" else (outcome, kpi)
    arrival = lag_range(cause, effect, round(lead), details.longest)
    return float(arrival.low), float(arrival.high)


def _likely_range(pair: PairEvidence, evidence: Evidence, lead: float) -> tuple[float, float]:
    """The central 80 % interval of the lag in the outcome's periods, given the direction."""
    if evidence not in ("leading", "lagging"):
        return (0.0, 0.0) if evidence == "coincident" else (math.nan, math.nan)
    lag = pair.lag if evidence == "leading" else -pair.lag
    order = np.argsort(lag)
    weight = np.where(lag > 0, pair.log_evidence, -np.inf)[order]
    share = np.cumsum(np.exp(weight - weight.max()))
    low, high = lag[order][np.searchsorted(share / share[-1], [_TAIL, 1 - _TAIL])]
    return min(float(low), lead), max(float(high), lead)


def _strength(profile: Profile, evidence: Evidence, one: float, other: float) -> tuple[float, int]:
    """The size and the sign of the claimed link, over the lags between `one` and `other`.

    Where no link is claimed, the size of the strongest correlation, and 0.
    """
    if evidence in CLAIMS:
        return strength(profile, min(one, other), max(one, other))
    known = np.abs(profile.link[np.isfinite(profile.link)])
    return (float(known.max()), 0) if len(known) else (math.nan, 0)


def _links(lag: Floats, link: Floats, chance: Floats) -> tuple[LagLink, ...]:
    return tuple(
        LagLink(float(a), float(b), float(c)) for a, b, c in zip(lag, link, chance, strict=True)
    )
