"""Posterior probabilities that a KPI leads, lags, coincides or is not linked, by Bayes' theorem.

Each hypothesis (no link, or a link at one lag) has a prior probability and a log Bayes factor
against no link. The posterior of `leading` is the sum over all lags at which the KPI moves
first. A link is claimed from a fixed posterior probability on; see Kass and Raftery (1995), "Bayes
factors".
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from dashboard.analytics.lead_lag.verdict import Evidence
from dashboard.analytics.typing import Floats

NO_LINK = 0.25
"""Prior probability of no link: most KPIs that people attach to a key result are related to it."""

SAME_TIME = 0.30
"""Prior probability, given a link, of lag 0; leading and lagging share the rest equally."""

_NOT_COMPUTED = -1e8
"""Lags whose evidence was not computed have a log evidence below this."""

_DECAY = 0.05
"""Exponential decay of the prior with the length of the lag, as a rate per period."""

_IMMEDIATE = 0.6
"""Prior of an effect that begins immediately and lasts, relative to that of lag 1."""

CLAIM = 0.74
"""Posterior probability from which a link is claimed."""

CLAIM_SHORT = 0.78
"""The same for short histories, in which models overfit."""

SHORT = 40
"""Number of periods below which a history is short."""

NONE = 0.80
"""Posterior probability of no link from which the verdict is `none`."""


@dataclass(frozen=True)
class Posterior:
    """The posterior probabilities of the four hypotheses, which sum to 1.

    Attributes:
        leading: probability that the KPI moves first.
        lagging: probability that the outcome moves first.
        coincident: probability that both move in the same period.
        none: probability that they are not linked.
        leads: the most probable lag given leading, and the one given lagging; both positive.
    """

    leading: float
    lagging: float
    coincident: float
    none: float
    leads: tuple[float, float]

    def claim(self, periods: int) -> Evidence:
        """The verdict for a history of `periods` periods, at the grain of the comparison."""
        probability: dict[Evidence, float] = {
            "leading": self.leading,
            "lagging": self.lagging,
            "coincident": self.coincident,
        }
        best = max(probability, key=lambda evidence: probability[evidence])
        if probability[best] > (CLAIM if periods >= SHORT else CLAIM_SHORT):
            return best
        return "none" if self.none >= NONE else "too_little"

    def certainty(self, evidence: Evidence) -> float:
        """The probability of a verdict; where no link is claimed, that of no link."""
        match evidence:
            case "leading":
                return self.leading
            case "lagging":
                return self.lagging
            case "coincident":
                return self.coincident
            case _:
                return self.none

    def lead(self, evidence: Evidence) -> float:
        """The most probable lead of a verdict, in the outcome's periods.

        0 for coincident, NaN where no link is claimed.
        """
        match evidence:
            case "leading":
                return self.leads[0]
            case "lagging":
                return self.leads[1]
            case "coincident":
                return 0.0
            case _:
                return float("nan")


def posterior(
    log_evidence: Floats, lag: Floats, unit: float, no_link: float = NO_LINK
) -> Posterior:
    """The posterior probabilities of no link, lag 0, and leads and lags of every length.

    Args:
        log_evidence: log Bayes factor of a link at each lag in `lag` against no link, (m,); or
            (m + 2,) with two more for a lagging and a leading effect that begin immediately.
        lag: in the outcome's periods, (m,), positive where the KPI moves first; ascending and
            symmetric about 0.
        unit: length of one period of the prior's decay, in the outcome's periods.
        no_link: prior probability of no link.
    """
    prior = _prior(tuple((lag / unit).tolist()), has_immediate=len(log_evidence) > len(lag))
    # Normalise over the hypotheses whose evidence was computed.
    prior = prior - np.logaddexp.reduce(prior[log_evidence > _NOT_COMPUTED])
    log_weight = np.append(log_evidence + prior + np.log1p(-no_link), np.log(no_link))
    weight = np.exp(log_weight - log_weight.max())
    weight /= weight.sum()
    weight, none = weight[:-1], float(weight[-1])
    middle = len(lag) // 2
    step = float(lag[middle + 1])
    at = np.concatenate([lag, [-step, step]])[: len(log_evidence)]
    leads = [float(lag[middle + _most_probable(weight, len(lag), side)]) for side in (1, -1)]
    return Posterior(
        _sum(weight[at > 0]),
        _sum(weight[at < 0]),
        _sum(weight[at == 0]),
        none,
        (leads[0], leads[1]),
    )


@lru_cache(maxsize=64)
def _prior(lag: tuple[float, ...], *, has_immediate: bool) -> Floats:
    """The log prior of each lag, given a link; two more for immediate effects, if asked for."""
    far = np.abs(np.array(lag))
    side = np.exp(-_DECAY * far[far > 0])
    prior = np.empty(len(far))
    prior[far == 0] = SAME_TIME
    prior[far > 0] = (1 - SAME_TIME) * side / side.sum()
    if has_immediate:
        prior = np.append(prior, [_IMMEDIATE * prior[len(far) // 2 + 1]] * 2)
    return np.asarray(np.log(prior))


def _sum(weight: Floats) -> float:
    return min(1.0, float(weight.sum()))


def _most_probable(weight: Floats, count: int, side: int) -> int:
    """The number of places, at least 1, between lag 0 and the most probable lag of one side.

    `weight` has the probabilities of `count` lags, then perhaps those of a lagging and a leading
    immediate effect, which count with lag 1. `side` is 1 for leading, -1 for lagging.
    """
    middle = count // 2
    one_side = weight[middle + 1 : count] if side > 0 else weight[middle - 1 :: -1][:middle]
    if len(weight) > count:
        one_side = one_side.copy()
        one_side[0] += weight[count + (side > 0)]
    return int(one_side.argmax()) + 1
