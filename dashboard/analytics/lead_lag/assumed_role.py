"""Guesses whether a KPI leads or lags from the words of its name, description and unit.

The guess is used where neither data nor a declaration decide the role.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dashboard.analytics.lead_lag.role_lexicon import Match, folded_words, lexicon, matches
from dashboard.domain.okr import Role

OWN_MEASURE_CERTAINTY = 0.95
"""Certainty that a key result's own measure lags: it is the outcome itself."""

UNKNOWN_CERTAINTY = 0.5
"""Certainty where no known word appears: about half of such KPIs lead and half lag."""

INDIRECT_WEIGHT = 0.6
"""Factor on a kind's certainty where only the description or the unit matched, not the name."""

FULL_SCORE = 0.4
"""Total score from which a role is as certain as its kind; a single modifier scores less."""


@dataclass(frozen=True)
class AssumedRole:
    """The role assumed for a KPI, and why.

    Attributes:
        role: leading or lagging.
        certainty: probability that the role is right, .5 to 1.
        kind: what the KPI measures: a kind of role_lexicon.toml, `own_measure` or `unknown`.
        words: the words that decided it, highest score first.
    """

    role: Role
    certainty: float
    kind: str
    words: tuple[str, ...] = ()


def assumed_role(
    name: str, description: str = "", unit: str = "", *, is_outcome: bool = False
) -> AssumedRole:
    """The role assumed for a KPI from its words.

    Every known word or phrase adds its score to the role of its kind: the full weight if it names
    what is measured, less if it is a modifier or a qualifier. The role with the higher total is
    returned; its certainty falls with the score of the other role. Description and unit are
    searched only if the name has no known word.

    Args:
        name: the KPI's name, English or Norwegian.
        description: free text: what is counted, and how.
        unit: unit of the values, such as `NOK` or `visitors`.
        is_outcome: whether the KPI is the key result's own measure.
    """
    if is_outcome:
        return AssumedRole(Role.LAGGING, OWN_MEASURE_CERTAINTY, "own_measure")
    if in_name := matches(name):
        return _decide(in_name)
    if elsewhere := matches(description) + matches(unit):
        return _decide(elsewhere, INDIRECT_WEIGHT)
    if not lexicon().money.isdisjoint(folded_words(unit)):
        money = lexicon().kinds["money"]
        return AssumedRole(
            money.role, _shrunk(money.certainty, INDIRECT_WEIGHT), money.name, (unit,)
        )
    return AssumedRole(Role.LAGGING, UNKNOWN_CERTAINTY, "unknown")


def _decide(candidates: Sequence[Match], weight: float = 1.0) -> AssumedRole:
    """The role with the higher total score, with the certainty of its highest-scoring kind.

    Equal totals are lagging. `weight` scales the certainty's distance from .5.
    """
    totals = {
        role: sum(match.score for match in candidates if match.kind.role is role) for role in Role
    }
    role = max(totals, key=lambda side: (totals[side], side is Role.LAGGING))
    supporting = [match for match in candidates if match.kind.role is role]
    supporting.sort(key=lambda match: match.score, reverse=True)
    kind = supporting[0].kind
    words = tuple(dict.fromkeys(match.words for match in supporting if match.kind is kind))
    agreement = 2 * totals[role] / sum(totals.values()) - 1
    weight *= agreement**0.25 * min(1.0, totals[role] / FULL_SCORE)
    return AssumedRole(role, _shrunk(kind.certainty, weight), kind.name, words)


def _shrunk(certainty: float, weight: float) -> float:
    """The certainty shrunk towards .5."""
    return 0.5 + (certainty - 0.5) * weight
