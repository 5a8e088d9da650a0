"""Classifies a KPI as leading, coincident or lagging an outcome, with a posterior probability.

Pairs of the same grain:

1. Both series are put on one calendar. Trend, season and holidays are removed, gaps are filled,
   outliers are set aside, and periods of high variance are scaled down. Seasons and the orders of
   autoregressions are chosen by BIC (Schwarz 1978, "Estimating the dimension of a model").
2. The Whittle likelihood (Whittle 1953, "Estimation and information in stationary time series") is
   evaluated for models without a link and with a link at each lag. Either both series load on one
   hidden common factor, or each has an autoregression of its own and one responds to the other:
   immediately, around one lag, with a decaying response, or as a flow that fills a stock.
3. The evidence is averaged over the models, over levels and differences, and over what may be
   removed; the weight of each is the likelihood of the two series without a link.
4. The evidence is tempered by the pair's own far lags, at which no link is plausible.

For a pair of mixed frequency, such as weeks and months, the exact restricted likelihood is
computed at every lag (Patterson and Thompson 1971, "Recovery of inter-block information when block
sizes are unequal").

`certainty` is the posterior probability of the verdict; it is not recalibrated. The priors, the
model grids and the threshold of a claim were chosen on about 6,000 simulated pairs of 13 to 156
weeks (trends, seasons, random walks, gaps, outliers, links of correlation .36 to .81; a quarter of
the pairs unrelated), on monthly series of the economy of the United States with known mechanisms,
and on pieces of these series that are unrelated because they were displaced in time. On new draws
of the simulated pairs the certainty is on average within .03 of the observed hit rate.

KPIs of the same outcome are a family; the prior of no link is estimated from the whole family by
empirical Bayes (Efron 2010, "Large-Scale Inference").
"""

from __future__ import annotations

import math
from collections.abc import Mapping

import pandas as pd

from dashboard.analytics.lead_lag.evidence.alignment import calendar, common_points
from dashboard.analytics.lead_lag.evidence.pair_evidence import PairEvidence, pair_evidence
from dashboard.analytics.lead_lag.posterior import NO_LINK, posterior
from dashboard.analytics.lead_lag.to_verdict import verdict_of
from dashboard.analytics.lead_lag.verdict import Verdict, too_little
from dashboard.analytics.series.series import tidy

FAMILY_PRIOR_WEIGHT = 3.0
"""Weight of the default probability of no link in a family's estimate, in KPIs."""

_ITERATIONS = 30
_LEAST_PROBABILITY = 1e-300


def classify(kpi: pd.Series, outcome: pd.Series, max_lead: int | None = None) -> Verdict:
    """The verdict on whether a KPI leads, lags or coincides with an outcome.

    Args:
        kpi: one value per period of any grain, indexed by the first day of the period
            (DatetimeIndex); gaps are allowed.
        outcome: the values of the outcome, in the same form.
        max_lead: the longest lead to test, at least 1, in the outcome's periods. The default is 8,
            or one year for months and quarters. Leads are tested up to a quarter of the history at
            most; the range over which an effect arrives may be longer.

    Raises:
        ValueError: `max_lead` is below 1.
    """
    return classify_family({"kpi": kpi}, outcome, max_lead)["kpi"]


def classify_family(
    kpis: Mapping[str, pd.Series], outcome: pd.Series, max_lead: int | None = None
) -> dict[str, Verdict]:
    """The verdicts on all KPIs that were ever attached to one outcome, by KPI.

    The prior probability of no link of each KPI is estimated from the other KPIs of the family, an
    empirical Bayes treatment of the false discovery rate (Efron 2010, "Large-Scale Inference").
    If most of the others are unrelated to the outcome, a claim needs more evidence; if most are
    related, it needs less. For a single KPI the verdict is that of `classify`.

    Args:
        kpis: series as in `classify`, by KPI.
        outcome: as in `classify`.
        max_lead: as in `classify`.

    Raises:
        ValueError: `max_lead` is below 1.
    """
    if max_lead is not None and max_lead < 1:
        raise ValueError(f"max_lead is {max_lead}; a lead is 1 period or longer")
    measure = calendar(tidy(outcome))
    sides = {name: calendar(tidy(kpi)) for name, kpi in kpis.items()}
    pairs = {name: pair_evidence(side, measure, max_lead) for name, side in sides.items()}
    no_link = _no_link({name: pair for name, pair in pairs.items() if pair is not None})
    return {
        name: too_little(common_points(sides[name], measure), NO_LINK)
        if pair is None
        else verdict_of(pair, no_link[name])
        for name, pair in pairs.items()
    }


def _no_link(pairs: Mapping[str, PairEvidence]) -> dict[str, float]:
    """The prior probability of no link of each KPI, estimated from the other KPIs.

    The prior of each KPI is the mean posterior probability of no link of the others, shrunk
    towards `NO_LINK`. Priors and posteriors depend on each other, so they are computed by
    fixed-point iteration.
    """
    if len(pairs) < 2:
        return dict.fromkeys(pairs, NO_LINK)
    alone = {
        name: posterior(pair.log_evidence, pair.lag, pair.unit).none
        for name, pair in pairs.items()
    }
    prior_odds = NO_LINK / (1 - NO_LINK)
    bayes_factor = {
        name: prior_odds * (1 - none) / max(none, _LEAST_PROBABILITY)
        for name, none in alone.items()
    }
    no_link = dict.fromkeys(pairs, NO_LINK)
    for _ in range(_ITERATIONS):
        none = {
            name: prior / (prior + (1 - prior) * bayes_factor[name])
            for name, prior in no_link.items()
        }
        total = math.fsum(none.values()) + FAMILY_PRIOR_WEIGHT * NO_LINK
        no_link = {
            name: (total - own) / (FAMILY_PRIOR_WEIGHT + len(pairs) - 1)
            for name, own in none.items()
        }
    return no_link
