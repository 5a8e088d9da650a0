"""A pair's evidence told: the answer, its lead and range, and why."""

from __future__ import annotations

import math

import numpy as np

from dashboard.analytics.lead_lag.evidence.diagnostics import (
    Profile,
    error_reduction,
    lag_profile,
    parts,
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
"""The share of the probability left out at either end of a mixed pair's range."""


def verdict_of(pair: PairEvidence, no_link: float) -> Verdict:
    """The verdict of a pair, with this probability of no link before the data are asked."""
    sure = posterior(pair.log_evidence, pair.lag, pair.unit, no_link)
    evidence = sure.claim(pair.periods)
    if isinstance(pair.found, MixedFrequencyEvidence):
        return _mixed_frequency_verdict(pair, pair.found, sure, evidence)
    return _same_frequency_verdict(pair, pair.found, sure, evidence)


def _same_frequency_verdict(
    pair: PairEvidence, found: SameFrequency, sure: Posterior, evidence: Evidence
) -> Verdict:
    lead = sure.lead(evidence)
    side = -1 if evidence == "lagging" else 1
    low, high = _range(found, evidence, lead / pair.unit)
    profile = lag_profile(found.robust, found.longest)
    # From the same time on: a flow moves with the stock that it fills, and goes on filling it.
    size, sign = _strength(profile, evidence, 0.0, side * high)
    count, agreeing, gain = 0, 0, math.nan
    if evidence in CLAIMS:
        lag = side * round(lead / pair.unit)
        is_twice = abs(profile.link[found.longest]) > profile.chance[found.longest]
        count, agreeing = parts(found.robust, pair.grain, lag, sign, is_twice=bool(is_twice))
    if evidence == "leading":
        gain = error_reduction(found.robust, int(low), int(high))
    explanation = Explanation(
        sign=sign,
        profile=_links(profile.lag * pair.unit, profile.link, profile.chance),
        leading=sure.leading,
        lagging=sure.lagging,
        coincident=sure.coincident,
        none=sure.none,
        windows=count,
        agreeing=agreeing,
        error_reduction=gain,
        has_trend_removed=True,
        season_periods=found.season_lengths,
        set_aside=int(found.robust.aside.sum()),
    )
    return Verdict(
        evidence,
        lead,
        low * pair.unit,
        high * pair.unit,
        sure.certainty(evidence),
        pair.points,
        size,
        explanation,
    )


def _mixed_frequency_verdict(
    pair: PairEvidence, found: MixedFrequencyEvidence, sure: Posterior, evidence: Evidence
) -> Verdict:
    lead = sure.lead(evidence)
    side = -1 if evidence == "lagging" else 1
    low, high = _likely_range(pair, evidence, lead)
    profile = Profile(pair.lag, found.correlation, found.chance)
    size, sign = _strength(profile, evidence, side * lead, side * lead)
    explanation = Explanation(
        sign=sign,
        profile=_links(profile.lag, profile.link, profile.chance),
        leading=sure.leading,
        lagging=sure.lagging,
        coincident=sure.coincident,
        none=sure.none,
        windows=0,
        agreeing=0,
        error_reduction=math.nan,
        has_trend_removed=True,
        season_periods=(),
        set_aside=found.set_aside,
    )
    return Verdict(
        evidence, lead, low, high, sure.certainty(evidence), pair.points, size, explanation
    )


def _range(found: SameFrequency, evidence: Evidence, lead: float) -> tuple[float, float]:
    """Between which lags 8 in 10 of the effect arrive, in periods of the comparison."""
    if evidence not in ("leading", "lagging"):
        return (0.0, 0.0) if evidence == "coincident" else (math.nan, math.nan)
    kpi, outcome = found.robust.values.T
    cause, effect = (kpi, outcome) if evidence == "leading" else (outcome, kpi)
    arrived = lag_range(cause, effect, round(lead), found.longest)
    return float(arrived.low), float(arrived.high)


def _likely_range(pair: PairEvidence, evidence: Evidence, lead: float) -> tuple[float, float]:
    """The shifts between which 8 in 10 of a claimed side's probability lie."""
    if evidence not in ("leading", "lagging"):
        return (0.0, 0.0) if evidence == "coincident" else (math.nan, math.nan)
    lag = pair.lag if evidence == "leading" else -pair.lag
    order = np.argsort(lag)
    weight = np.where(lag > 0, pair.log_evidence, -np.inf)[order]
    share = np.cumsum(np.exp(weight - weight.max()))
    low, high = lag[order][np.searchsorted(share / share[-1], [_TAIL, 1 - _TAIL])]
    return min(float(low), lead), max(float(high), lead)


def _strength(profile: Profile, evidence: Evidence, one: float, other: float) -> tuple[float, int]:
    """The size and sign of the claimed link; where none is claimed, the size of the strongest one looked at, and 0."""
    if evidence in CLAIMS:
        return strength(profile, min(one, other), max(one, other))
    known = np.abs(profile.link[np.isfinite(profile.link)])
    return (float(known.max()), 0) if len(known) else (math.nan, 0)


def _links(lag: Floats, link: Floats, chance: Floats) -> tuple[LagLink, ...]:
    return tuple(
        LagLink(float(a), float(b), float(c)) for a, b, c in zip(lag, link, chance, strict=True)
    )
