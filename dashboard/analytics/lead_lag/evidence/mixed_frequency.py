"""What a fine and a coarse series say of the shift between them."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from dashboard.analytics.lead_lag.evidence.mixed_frequency_data import MixedPair, Span, common_span
from dashboard.analytics.lead_lag.evidence.mixed_frequency_models import (
    MODELS,
    ModelTable,
    model_table,
)
from dashboard.analytics.series.robust import TINY
from dashboard.analytics.typing import Floats, Integers

SAME_WAY = 0.7
"""The share of links, before the data are asked, in which both series move the same way."""

_TREND = 2
"""Unknown numbers of a trend: level and slope."""

_SCALES = np.exp([-0.4, 0.0, 0.4])
"""How far the coarse series' own scale may be from its estimate where no link is assumed."""

_FAITH = 10.0
"""How many far shifts' worth of trust the theories have before a pair's own far shifts are looked at."""

_TWO_SIDED = 1.96
"""19 in 20 draws of a normal distribution stay within plus and minus this."""


@dataclass(frozen=True)
class MixedFrequencyEvidence:
    """What the pair says of each shift; all arrays have one element a shift.

    Attributes:
        lag: in the outcome's periods, positive where the KPI moves first; ascending.
        log_evidence: the logarithm of how much likelier the values are with a link at this shift than without one.
        correlation: the coarse series with what the fine one foretells of it at this shift, -1 to 1.
        chance: 19 in 20 unrelated pairs stay within plus and minus this.
        inflation: by how much this pair's far shifts agree more than chance allows, 1 or more; already in the others.
        periods: coarse periods known.
        set_aside: gaps and outliers of both sides that were filled.
    """

    lag: Floats
    log_evidence: Floats
    correlation: Floats
    chance: Floats
    inflation: float
    periods: int
    set_aside: int


def mixed_frequency_evidence(
    pair: MixedPair, longest: int, same_way: float = SAME_WAY
) -> MixedFrequencyEvidence | None:
    """How likely the values are with a link at every shift up to `longest` fine periods, against none; or `None`.

    Both series are Gaussian: a shared first-order autoregression, own noise, an own slow background (bends, a random
    walk, a season) and an unknown linear trend; the coarse one is the mean of its fine periods. Where the fine series is
    known, that gives the coarse one a mean and a covariance for every shift, and so an exact restricted likelihood. It
    is averaged over a small grid of such theories, each weighted by how well it fits the two series apart, so that a
    rhythm that both have says nothing of a link. Real series keep to no theory: the logarithm is divided by how much
    the pair's own far shifts, where no link can be, agree beyond chance.

    Args:
        pair: the two series. Their scale, level and linear trend change nothing.
        longest: in fine periods; half of what both know at most.
        same_way: the share of links in which both move the same way; .5 where a flipped sign shall change nothing.
    """
    span = common_span(pair, longest)
    if span is None:
        return None
    longest = min(longest, len(span.fine) // 2)
    theories = model_table(tuple(span.member.tolist()), longest, pair.year)
    fits = _fits(span, theories)
    inflation, at_far = _far_shifts(span, theories, fits, longest)
    tempered = span.known / len(span.coarse) / inflation
    unit = len(span.coarse) / float((span.member >= 0).sum()) if pair.kpi_is_fine else 1.0
    order = slice(None, None, -1 if pair.kpi_is_fine else 1)
    lag = theories.lags.astype(float) * (-unit if pair.kpi_is_fine else unit)
    freedom = max(span.known - _TREND, 1)
    chance = np.full(len(lag), min(1.0, _TWO_SIDED * math.sqrt(inflation / freedom)))
    evidence = tempered * _evidence(span, theories, fits, same_way)
    near = at_far[len(at_far) // 2 + theories.lags]
    return MixedFrequencyEvidence(
        lag[order], evidence[order], near[order], chance, inflation, span.known, span.set_aside
    )


@dataclass(frozen=True)
class _Fits:
    """How each theory fits the two series apart: `log_weight`, the coarse `scale`, and the fine series' `foretelling`.

    `foretelling` (t, far + i + far) is the shared part before, in and after the span, as the fine series tells it.
    """

    log_weight: Floats
    scale: Floats
    foretelling: Floats


def _fits(span: Span, theories: ModelTable) -> _Fits:
    n, periods = len(span.fine) - _TREND, len(span.coarse) - _TREND
    shape = theories.fine.precision @ span.fine
    fine_square = shape @ span.fine
    coarse_square = span.coarse @ (theories.coarse.precision @ span.coarse).T
    scale = np.sqrt(coarse_square / periods)
    fine_fit = theories.fine.log_scale - n / 2 * np.log(fine_square)
    coarse_fit = theories.coarse.log_scale - periods * np.log(scale)
    told = shape / np.sqrt(fine_square / n)[:, None]
    foretelling = np.array(
        [
            theory.share * (theories.echoes[theory.memory] @ each)
            for theory, each in zip(MODELS, told, strict=True)
        ]
    )
    return _Fits(fine_fit + coarse_fit, scale, foretelling)


def _evidence(span: Span, theories: ModelTable, fits: _Fits, same_way: float) -> Floats:
    """The log-likelihood of every shift over that of no link, averaged over theories, scales and signs."""
    periods = len(span.coarse) - _TREND
    foretold = _foretold(theories, fits.foretelling, theories.lags)
    told = np.einsum("tkmj,tjk->tkm", theories.linked.precision, foretold, optimize=True)
    coarse = span.coarse / fits.scale[:, None]
    seen = np.einsum("tkmj,tj->tkm", theories.linked.precision, coarse, optimize=True)
    own = np.einsum("tkm,tm->tk", seen, coarse)[..., None]
    shared = np.einsum("tkm,tm->tk", told, coarse)[..., None]
    theirs = np.einsum("tkm,tmk->tk", told, foretold)[..., None]
    scale = 1 / _SCALES
    alone = periods * np.log(scale) - periods * scale**2 / 2
    apart = periods * np.log(scale) - (own * scale**2 + theirs) / 2
    together = np.logaddexp(
        np.log(same_way) + apart + shared * scale, np.log1p(-same_way) + apart - shared * scale
    )
    gain = theories.linked.log_scale - theories.coarse.log_scale[:, None]
    by_theory = fits.log_weight[:, None] + gain + np.logaddexp.reduce(together, axis=2)
    none = np.logaddexp.reduce(fits.log_weight) + np.logaddexp.reduce(alone)
    return np.asarray(np.logaddexp.reduce(by_theory, axis=0) - none)


def _far_shifts(
    span: Span, theories: ModelTable, fits: _Fits, longest: int
) -> tuple[float, Floats]:
    """How much the far shifts agree beyond chance, and the correlation at every shift; both by the best theory.

    A shift is far where it is longer than any that is asked for by one and a half coarse periods. Neighbouring shifts
    say nearly the same: only one in a coarse period counts.
    """
    best = int(fits.log_weight.argmax())
    foretold = _foretold(theories, fits.foretelling[best : best + 1], theories.far_lags)[0]
    seen = theories.coarse.precision[best] @ foretold
    size = np.sqrt(np.maximum((foretold * seen).sum(axis=0), TINY))
    periods = len(span.coarse)
    overall = fits.scale[best] * np.sqrt(periods - _TREND)
    link = (span.coarse @ seen) / size / overall
    width = (span.member >= 0).sum() / periods
    far = (np.abs(theories.far_lags) > longest + 1.5 * width) & (size > 0.3 * np.median(size))
    count = far.sum() / width
    excess = (periods - _TREND) * float((link[far] ** 2).sum()) / width
    return max(1.0, (_FAITH + excess) / (_FAITH + count)), np.clip(link, -1, 1)


def _foretold(theories: ModelTable, foretelling: Floats, lags: Integers) -> Floats:
    """The shared part's mean over each coarse period at each shift, (t, m, k)."""
    n = theories.means.shape[1]
    start = len(theories.far_lags) // 2
    at = np.arange(n)[:, None] + lags + start
    return np.asarray(np.einsum("mi,tik->tmk", theories.means, foretelling[:, at], optimize=True))
