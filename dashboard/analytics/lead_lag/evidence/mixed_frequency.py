"""The evidence for every lag between a fine and a coarse series, such as weeks and months.

The likelihood is the restricted one of a Gaussian pair with unknown linear trends (Patterson and
Thompson 1971, "Recovery of inter-block information when block sizes are unequal"), averaged over a
grid of models.
"""

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

SAME_SIGN = 0.7
"""The prior probability that a link is positive."""

_TREND = 2
"""The number of parameters of a linear trend."""

_SCALES = np.exp([-0.4, 0.0, 0.4])
"""Possible ratios of the scale of the coarse series to its estimate without a link."""

_PRIOR_LAGS = 10.0
"""The weight of the prior mean 1 of the inflation, as a number of far lags."""

_TWO_SIDED = 1.96
"""The 97.5 % quantile of the standard normal distribution."""


@dataclass(frozen=True)
class MixedFrequencyEvidence:
    """The evidence for each lag; all arrays have one element per lag.

    Attributes:
        lag: in the outcome's periods, positive where the KPI moves first; ascending.
        log_evidence: the log-likelihood ratio of a link at this lag to no link.
        correlation: of the coarse series with its forecast from the fine one at this lag, -1 to 1.
        chance: the correlations of 95 % of unrelated pairs lie within plus and minus this.
        inflation: the variance inflation at the far lags of this pair, 1 or more; the other
            attributes already account for it.
        periods: the number of coarse periods with a value.
        set_aside: the number of gaps and outliers of both sides that were filled.
    """

    lag: Floats
    log_evidence: Floats
    correlation: Floats
    chance: Floats
    inflation: float
    periods: int
    set_aside: int


def mixed_frequency_evidence(
    pair: MixedPair, longest: int, same_sign: float = SAME_SIGN
) -> MixedFrequencyEvidence | None:
    """The evidence for a link at every lag up to `longest`; `None` with too few values.

    Both series are Gaussian: a shared first-order autoregression plus, for each series, noise, a
    slow background (harmonics, a random walk, a season) and an unknown linear trend. The coarse
    one is the mean of its fine periods. Given the fine series, the coarse one therefore has a
    known mean and covariance at every lag, and an exact restricted likelihood. The likelihood is
    averaged over a small grid of models, each weighted by its fit to the two series without a
    link, so that autocorrelation that both series have is no evidence of a link. No model holds
    exactly for real series: the log-likelihood ratio is divided by the variance inflation at the
    far lags, where no link is expected.

    Args:
        pair: the two series. Their scale, level and linear trend have no effect.
        longest: the longest lag, in fine periods; at most half of the common span.
        same_sign: the prior probability that a link is positive; at .5 the sign of a series has no
            effect.
    """
    span = common_span(pair, longest)
    if span is None:
        return None
    longest = min(longest, len(span.fine) // 2)
    table = model_table(tuple(span.member.tolist()), longest, pair.year)
    fits = _fits(span, table)
    inflation, at_far = _at_far_lags(span, table, fits, longest)
    tempered = span.known / len(span.coarse) / inflation
    unit = len(span.coarse) / float((span.member >= 0).sum()) if pair.kpi_is_fine else 1.0
    order = slice(None, None, -1 if pair.kpi_is_fine else 1)
    lag = table.lags.astype(float) * (-unit if pair.kpi_is_fine else unit)
    freedom = max(span.known - _TREND, 1)
    chance = np.full(len(lag), min(1.0, _TWO_SIDED * math.sqrt(inflation / freedom)))
    evidence = tempered * _evidence(span, table, fits, same_sign)
    near = at_far[len(at_far) // 2 + table.lags]
    return MixedFrequencyEvidence(
        lag[order], evidence[order], near[order], chance, inflation, span.known, span.set_aside
    )


@dataclass(frozen=True)
class _Fits:
    """The fit of each model to the two series without a link.

    Attributes:
        log_weight: the log-likelihood of each model, (t,).
        scale: the standard deviation of the coarse series, (t,).
        shared_part: the expected shared part given the fine series, before, in and after the span,
            (t, far + i + far).
    """

    log_weight: Floats
    scale: Floats
    shared_part: Floats


def _fits(span: Span, table: ModelTable) -> _Fits:
    n, periods = len(span.fine) - _TREND, len(span.coarse) - _TREND
    shape = table.fine.precision @ span.fine
    fine_square = shape @ span.fine
    coarse_square = span.coarse @ (table.coarse.precision @ span.coarse).T
    scale = np.sqrt(coarse_square / periods)
    fine_fit = table.fine.log_scale - n / 2 * np.log(fine_square)
    coarse_fit = table.coarse.log_scale - periods * np.log(scale)
    weighted = shape / np.sqrt(fine_square / n)[:, None]
    shared_part = np.array(
        [
            model.share * (table.shared_covariances[model.autocorrelation] @ each)
            for model, each in zip(MODELS, weighted, strict=True)
        ]
    )
    return _Fits(fine_fit + coarse_fit, scale, shared_part)


def _evidence(span: Span, table: ModelTable, fits: _Fits, same_sign: float) -> Floats:
    """The log-likelihood ratio of every lag to no link, averaged over models, scales and signs."""
    periods = len(span.coarse) - _TREND
    forecasts = _forecasts(table, fits.shared_part, table.lags)
    weighted = np.einsum("tkmj,tjk->tkm", table.linked.precision, forecasts, optimize=True)
    coarse = span.coarse / fits.scale[:, None]
    scaled = np.einsum("tkmj,tj->tkm", table.linked.precision, coarse, optimize=True)
    own = np.einsum("tkm,tm->tk", scaled, coarse)[..., None]
    shared = np.einsum("tkm,tm->tk", weighted, coarse)[..., None]
    forecast_square = np.einsum("tkm,tmk->tk", weighted, forecasts)[..., None]
    scale = 1 / _SCALES
    unlinked = periods * np.log(scale) - periods * scale**2 / 2
    apart = periods * np.log(scale) - (own * scale**2 + forecast_square) / 2
    linked_fit = np.logaddexp(
        np.log(same_sign) + apart + shared * scale, np.log1p(-same_sign) + apart - shared * scale
    )
    gain = table.linked.log_scale - table.coarse.log_scale[:, None]
    by_model = fits.log_weight[:, None] + gain + np.logaddexp.reduce(linked_fit, axis=2)
    none = np.logaddexp.reduce(fits.log_weight) + np.logaddexp.reduce(unlinked)
    return np.asarray(np.logaddexp.reduce(by_model, axis=0) - none)


def _at_far_lags(span: Span, table: ModelTable, fits: _Fits, longest: int) -> tuple[float, Floats]:
    """The variance inflation at the far lags and the correlation at every lag, by the best model.

    A lag is far where it exceeds the longest one of interest by one and a half coarse periods.
    Neighbouring lags are nearly collinear: they count as one per coarse period.
    """
    best = int(fits.log_weight.argmax())
    forecasts = _forecasts(table, fits.shared_part[best : best + 1], table.far_lags)[0]
    scaled = table.coarse.precision[best] @ forecasts
    size = np.sqrt(np.maximum((forecasts * scaled).sum(axis=0), TINY))
    periods = len(span.coarse)
    overall = fits.scale[best] * np.sqrt(periods - _TREND)
    link = (span.coarse @ scaled) / size / overall
    width = (span.member >= 0).sum() / periods
    far = (np.abs(table.far_lags) > longest + 1.5 * width) & (size > 0.3 * np.median(size))
    count = far.sum() / width
    excess = (periods - _TREND) * float((link[far] ** 2).sum()) / width
    return max(1.0, (_PRIOR_LAGS + excess) / (_PRIOR_LAGS + count)), np.clip(link, -1, 1)


def _forecasts(table: ModelTable, shared_part: Floats, lags: Integers) -> Floats:
    """The mean of the shared part over each coarse period at each lag, (t, m, k)."""
    n = table.means.shape[1]
    start = len(table.far_lags) // 2
    at = np.arange(n)[:, None] + lags + start
    return np.asarray(np.einsum("mi,tik->tmk", table.means, shared_part[:, at], optimize=True))
