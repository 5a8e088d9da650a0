"""The role that a KPI is assumed to have, from what it measures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dashboard.analytics.lead_lag.role_lexicon import Match, folded_words, lexicon, matches
from dashboard.domain.okr import Role

OWN_MEASURE_CERTAINTY = 0.95
"""A key result's own measure is the outcome itself: it lags."""

UNKNOWN_CERTAINTY = 0.5
"""Of the names that no word decided, at first sight half looked back and half forward."""

SECOND_HAND = 0.6
"""How much of its certainty a kind keeps that only the description or the unit tells."""

ENOUGH = 0.4
"""How much must be said for a role to be as certain as its kind: a word that only says of what is not enough."""


@dataclass(frozen=True)
class AssumedRole:
    """The role assumed for a KPI, and why.

    `certainty` is the probability that the role is right, .5 to 1; `kind` is what the KPI measures: a kind of
    indicator_words.toml, `own_measure` or `unknown`; `words` are those that decided it, the weightiest first.
    """

    role: Role
    certainty: float
    kind: str
    words: tuple[str, ...] = ()


def assumed_role(
    name: str, description: str = "", unit: str = "", *, is_outcome: bool = False
) -> AssumedRole:
    """The role assumed for a KPI from its words.

    Every word or phrase of a known kind speaks for its kind's role: in full where it is what is measured, less where it
    only says of what, of whom or where. The stronger side wins, and is the less certain the more speaks against it. The
    description and the unit are asked only where the name says nothing.

    Args:
        name: as people wrote it, English or Norwegian.
        description: what is counted, and how.
        unit: such as `NOK` or `visitors`.
        is_outcome: whether it is the key result's own measure.
    """
    if is_outcome:
        return AssumedRole(Role.LAGGING, OWN_MEASURE_CERTAINTY, "own_measure")
    if found := matches(name):
        return _decide(found)
    if found := matches(description) + matches(unit):
        return _decide(found, SECOND_HAND)
    if not lexicon().money.isdisjoint(folded_words(unit)):
        money = lexicon().kinds["money"]
        return AssumedRole(
            money.role, _softened(money.certainty, SECOND_HAND), money.name, (unit,)
        )
    return AssumedRole(Role.LAGGING, UNKNOWN_CERTAINTY, "unknown")


def _decide(found: Sequence[Match], trust: float = 1.0) -> AssumedRole:
    """The role for which more is said, with the certainty of the kind that says most for it."""
    said = {role: sum(match.says for match in found if match.kind.role is role) for role in Role}
    role = max(said, key=lambda side: (said[side], side is Role.LAGGING))
    speakers = [match for match in found if match.kind.role is role]
    speakers.sort(key=lambda match: match.says, reverse=True)
    kind = speakers[0].kind
    words = tuple(dict.fromkeys(match.words for match in speakers if match.kind is kind))
    agreement = 2 * said[role] / sum(said.values()) - 1
    trust *= agreement**0.25 * min(1.0, said[role] / ENOUGH)
    return AssumedRole(role, _softened(kind.certainty, trust), kind.name, words)


def _softened(certainty: float, trust: float) -> float:
    """The certainty drawn towards a coin's."""
    return 0.5 + (certainty - 0.5) * trust
