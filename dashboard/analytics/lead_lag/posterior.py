"""From the evidence of every shift to one answer, and how sure it is."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from dashboard.analytics.lead_lag.verdict import Evidence
from dashboard.analytics.typing import Floats

NO_LINK = 0.25
"""The probability of no link before the data are asked: what somebody attached to a key result mostly has to do with it."""

SAME_TIME = 0.30
"""The probability, given a link, that both move at the same time; leading and lagging share the rest."""

_ASKED = -1e8
"""Log evidence of shifts that were not asked about is below this."""

_DECAY = 0.05
"""By how much a longer lead is less likely, as a rate a period."""

_AT_ONCE = 0.6
"""How likely an effect that begins at once and lasts is, beside one that comes after one period."""

CLAIM = 0.74
"""The certainty from which a link is claimed."""

CLAIM_SHORT = 0.78
"""The same for short histories, where theories fit too well."""

SHORT = 40
"""Periods below which a history is short."""

NONE = 0.80
"""The probability of no link from which it is said that there is none."""


@dataclass(frozen=True)
class Posterior:
    """The probabilities of a KPI's answer, and the lead that is likeliest within leading and within lagging.

    `probabilities` are of leading, lagging, coincident and none and sum to 1.
    """

    leading: float
    lagging: float
    coincident: float
    none: float
    leads: tuple[float, float]

    def claim(self, periods: int) -> Evidence:
        """What is claimed of a history of so many periods, at the grain of the comparison."""
        sure: dict[Evidence, float] = {
            "leading": self.leading,
            "lagging": self.lagging,
            "coincident": self.coincident,
        }
        best = max(sure, key=lambda evidence: sure[evidence])
        if sure[best] > (CLAIM if periods >= SHORT else CLAIM_SHORT):
            return best
        return "none" if self.none >= NONE else "too_little"

    def certainty(self, evidence: Evidence) -> float:
        """The probability that the answer is right; of no link where nothing is claimed."""
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
        """The likeliest lead of an answer, in periods of the evidence; 0 for the same time, NaN where nothing is claimed."""
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
    """The posterior over no link, the same time, and leads and lags of every length.

    Args:
        log_evidence: for each shift in `lag`, how much likelier the values are with a link than without; two more stand for
            a lagging and a leading effect that begin at once, where there are such.
        lag: in the outcome's periods, positive where the KPI moves first, ascending and symmetric.
        unit: the outcome's periods that one period of the prior's decay takes.
        no_link: the probability of no link before the data are asked.
    """
    prior = _prior(tuple((lag / unit).tolist()), has_at_once=len(log_evidence) > len(lag))
    # What begins at once has a prior of its own only where it was asked about.
    prior = prior - np.logaddexp.reduce(prior[log_evidence > _ASKED])
    log_weight = np.append(log_evidence + prior + np.log1p(-no_link), np.log(no_link))
    weight = np.exp(log_weight - log_weight.max())
    weight /= weight.sum()
    weight, none = weight[:-1], float(weight[-1])
    middle = len(lag) // 2
    step = float(lag[middle + 1])
    at = np.concatenate([lag, [-step, step]])[: len(log_evidence)]
    leads = [float(lag[middle + _likeliest(weight, len(lag), side)]) for side in (1, -1)]
    return Posterior(
        _sum(weight[at > 0]),
        _sum(weight[at < 0]),
        _sum(weight[at == 0]),
        none,
        (leads[0], leads[1]),
    )


@lru_cache(maxsize=64)
def _prior(lag: tuple[float, ...], *, has_at_once: bool) -> Floats:
    """The logarithm of the prior of each shift, given a link."""
    far = np.abs(np.array(lag))
    side = np.exp(-_DECAY * far[far > 0])
    prior = np.empty(len(far))
    prior[far == 0] = SAME_TIME
    prior[far > 0] = (1 - SAME_TIME) * side / side.sum()
    if has_at_once:
        prior = np.append(prior, [_AT_ONCE * prior[len(far) // 2 + 1]] * 2)
    return np.asarray(np.log(prior))


def _sum(weight: Floats) -> float:
    return min(1.0, float(weight.sum()))


def _likeliest(weight: Floats, count: int, side: int) -> int:
    """How many places from the middle of `count` shifts the one with the most weight lies on a side, 1 or more.

    An effect that begins at once counts with the shortest: of the two beyond the shifts, the lagging one comes first.
    """
    middle = count // 2
    found = weight[middle + 1 : count] if side > 0 else weight[middle - 1 :: -1][:middle]
    if len(weight) > count:
        found = found.copy()
        found[0] += weight[count + (side > 0)]
    return int(found.argmax()) + 1
