"""Whether a KPI moves before, with or after an outcome, over which lags, and how sure that is.

The pair is laid on one calendar; trend, season and holidays are taken out, gaps filled, outliers and wild times calmed.
What remains is weighed by Whittle's likelihood under theories of how both move, with a link at every shift and without
one: both see one hidden movement, or each has its own rhythm and one answers the other, at once, around a lag, fading, or
as a flow fills a stock. The evidence is averaged over theories, over levels and differences and over what may be taken
out, each by how likely it makes the two sides apart, and is tempered by what the pair's own far shifts say, where no link
can be. A weekly series against a monthly one is weighed by exact likelihoods of every shift.

The certainty is the posterior probability of {no link} or {same time} or {leads by k} or {lags by k}. No layer of
calibration is fitted on top of it; what was set by looking are the priors, the grids of theories and the threshold of a
claim. They were chosen on some 6,000 simulated pairs of 13 to 156 weeks (trends, seasons, random walks, gaps, outliers,
links of correlation .36 to .81; a quarter of them unrelated), on monthly series of the economy of the United States with
known mechanisms, and on unrelated pieces of them displaced in time. On other draws of the same kinds of
simulated pairs, what is said with a certainty is right that often within .03 on average.
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

FAMILY_FAITH = 3.0
"""How many KPIs' worth of trust the usual share of unrelated ones has, before those of the same outcome are looked at."""

_ROUNDS = 30
_LEAST_PROBABILITY = 1e-300


def classify(kpi: pd.Series, outcome: pd.Series, max_lead: int | None = None) -> Verdict:
    """What the data say of the KPI beside the outcome.

    Args:
        kpi: one value a period, with a DatetimeIndex; any grain, gaps allowed. A period is stamped with its first day.
        outcome: the same of the outcome.
        max_lead: the longest lead asked for, in the outcome's periods, 1 or more; where it is not given 8, or a year for
            months and quarters. A quarter of the history is the longest that is looked at. The range of an effect may
            reach beyond it.

    Raises:
        ValueError: `max_lead` is below 1.
    """
    return classify_family({"kpi": kpi}, outcome, max_lead)["kpi"]


def classify_family(
    kpis: Mapping[str, pd.Series], outcome: pd.Series, max_lead: int | None = None
) -> dict[str, Verdict]:
    """What the data say of every KPI that was ever linked to one outcome, judged together; by KPI.

    Where most of a family has nothing to do with the outcome, one of them needs more evidence for the same claim, and
    less where most have: the probability of no link before the data are asked is estimated from the others
    (Efron's empirical Bayes view of the false discovery rate, 2010). A family of one is judged as `classify` does.
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
    """The probability of no link of each KPI before its own data are asked, from what those of the others say.

    Each one's answer rests on the others', so both are found together, round by round.
    """
    if len(pairs) < 2:
        return dict.fromkeys(pairs, NO_LINK)
    alone = {
        name: posterior(pair.log_evidence, pair.lag, pair.unit).none
        for name, pair in pairs.items()
    }
    usual = NO_LINK / (1 - NO_LINK)
    evidence = {
        name: usual * (1 - none) / max(none, _LEAST_PROBABILITY) for name, none in alone.items()
    }
    no_link = dict.fromkeys(pairs, NO_LINK)
    for _ in range(_ROUNDS):
        none = {
            name: prior / (prior + (1 - prior) * evidence[name]) for name, prior in no_link.items()
        }
        total = math.fsum(none.values()) + FAMILY_FAITH * NO_LINK
        no_link = {
            name: (total - own) / (FAMILY_FAITH + len(pairs) - 1) for name, own in none.items()
        }
    return no_link
