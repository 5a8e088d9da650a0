"""Why a verdict was reached: one line and a one-word judgement for each piece of evidence."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from dashboard.analytics.lead_lag.indicator_health import IndicatorHealth
from dashboard.analytics.lead_lag.verdict import CLAIMS, Explanation, LagLink
from dashboard.domain.kpi import Better, Grain
from dashboard.domain.okr import Direction, KeyResult
from dashboard.domain.periods import DAYS_IN, forecast_grain
from dashboard.i18n import Message
from dashboard.i18n.format import number, percent
from dashboard.read_model.state import State
from dashboard.reports.evidence.row import (
    LEAST_HELP,
    NEEDED_PERIODS,
    fewest_values,
    is_short,
    points_grain,
    points_text,
)
from dashboard.reports.shared.wording import is_known, lead_text, span_counts, sure_text

Judgement = Literal["good", "watch", "unknown"]

STEADY_SHARE = 0.75
"""From this share of agreeing parts on, the answer is called steady. A design decision, to be
tested with users."""

SURE = 0.80
"""From this certainty on nothing needs watching: one verdict in five may still be wrong."""

MANY_SET_ASIDE = 0.10
"""From this share of gaps and outliers on, the remaining values may not be representative."""

SPREAD_PERIODS = 3.0
"""An effect spread over this many periods is labelled spread: the chart shows many short stems."""

_SEASONS = {"year": 95.0, "quarter": 40.0, "month": 10.0, "week": 0.0}
"""Names a cycle by its length in days; harmonics of the year (a half, a third) count as yearly."""


@dataclass(frozen=True)
class EvidenceLine:
    """One piece of evidence: whether it supports the verdict, the sentence, and its judgement."""

    judged: Judgement
    text: Message
    word: Message


def evidence_lines(
    state: State, key_result: KeyResult, one: IndicatorHealth
) -> tuple[EvidenceLine, ...]:
    """The evidence on one KPI, the strongest first; lines to watch are next to related evidence."""
    if one.verdict.explanation is None:
        return tuple(_points(state, one))
    return (
        *_conflict(one),
        *_strongest(state, one, one.verdict.explanation),
        *_spread(one),
        *_direction(state, key_result, one),
        *_help(state, one, one.verdict.explanation),
        *_steady(one.verdict.explanation),
        *_sure(state, one),
        *_points(state, one),
        *_season(state, one, one.verdict.explanation),
        *_set_aside(one, one.verdict.explanation),
    )


def claimed_shift(one: IndicatorHealth) -> float | None:
    """The claimed shift, positive if the KPI moves first; None without a claim."""
    if one.verdict.evidence not in CLAIMS or not is_known(one.lead_periods):
        return None
    return -one.lead_periods if one.verdict.evidence == "lagging" else one.lead_periods


def shift_text(lag: float, grain: Grain) -> Message:
    """A shift in words: "3 weeks before", "in the same week", "2 weeks after"."""
    if abs(lag) < 0.05:
        return Message("ev-shift-same", {"grain": grain.value})
    key = "ev-shift-before" if lag > 0 else "ev-shift-after"
    return Message(key, {"lead": lead_text(lag, grain)})


def _conflict(one: IndicatorHealth) -> Iterator[EvidenceLine]:
    if one.conflict:
        declared = "leading" if one.verdict.evidence == "lagging" else "lagging"
        yield EvidenceLine(
            "watch", Message(f"ev-declared-{declared}"), Message("ev-conflict-word")
        )


def _strongest(state: State, one: IndicatorHealth, why: Explanation) -> Iterator[EvidenceLine]:
    links = [link for link in why.profile if math.isfinite(link.link)]
    if not links or one.grain is None:
        return
    strongest = max(links, key=lambda link: abs(link.link))
    shift = claimed_shift(one)
    if shift is None:
        is_chance = abs(strongest.link) <= strongest.chance
        word = Message("ev-word-chance" if is_chance else "ev-word-unclear")
        judged: Judgement = "good" if is_chance and one.verdict.evidence == "none" else "watch"
        yield EvidenceLine(judged, _link("ev-strongest", strongest, one.grain, state), word)
        return
    claimed = min(links, key=lambda link: abs(link.lag - shift))
    is_clear = abs(claimed.link) > claimed.chance
    word = Message("ev-word-clear" if is_clear else "ev-word-weak")
    text = _link("ev-strongest", claimed, one.grain, state)
    if claimed != strongest:
        top = _link("ev-claimed", strongest, one.grain, state).values
        text = Message("ev-claimed", {**text.values, "top": top["link"], "where": top["shift"]})
    yield EvidenceLine("good" if is_clear else "watch", text, word)


def _link(key: str, link: LagLink, grain: Grain, state: State) -> Message:
    size = number(round(link.link, 2), "", state.locale)
    return Message(key, {"shift": shift_text(link.lag, grain), "link": size})


def _spread(one: IndicatorHealth) -> Iterator[EvidenceLine]:
    """The line on an effect spread over several periods, of which each shift shows only a part."""
    low, high = one.lead_low, one.lead_high
    if (
        one.verdict.evidence not in ("leading", "lagging")
        or not is_known(low)
        or not is_known(high)
    ):
        return
    if one.grain is None or high - low < SPREAD_PERIODS:
        return
    first, last, unit = span_counts(low, high, one.grain)
    lead = Message(f"periods-{unit.value}", {"count": last})
    text = Message(f"ev-spread-{one.verdict.evidence}", {"low": first, "lead": lead})
    yield EvidenceLine("good", text, Message("ev-word-spread"))


def _direction(
    state: State, key_result: KeyResult, one: IndicatorHealth
) -> Iterator[EvidenceLine]:
    """Whether both move in the directions that are better for each."""
    sign = one.verdict.explanation.sign if one.verdict.explanation else 0
    better = state.kpis[one.kpi].direction
    wanted = {Direction.INCREASE: Better.INCREASE, Direction.DECREASE: Better.DECREASE}.get(
        key_result.direction
    )
    if sign == 0 or (sign > 0 and wanted in (None, better)):
        return
    if wanted is None or better is Better.MAINTAIN:
        if sign < 0:
            yield EvidenceLine("good", Message("ev-opposite"), Message("ev-word-opposite"))
        return
    is_expected = (better is wanted) == (sign > 0)
    if is_expected:
        yield EvidenceLine("good", Message("ev-opposite-meant"), Message("ev-word-opposite"))
    else:
        key = "ev-opposite-odd" if sign < 0 else "ev-same-odd"
        yield EvidenceLine("watch", Message(key), Message("ev-word-odd"))


def _help(state: State, one: IndicatorHealth, why: Explanation) -> Iterator[EvidenceLine]:
    grain = {"grain": points_grain(state, one).value}
    share = why.error_reduction
    if not is_known(share):
        # A KPI that follows or moves at the same time cannot improve a forecast: nothing was
        # tested.
        if one.verdict.evidence == "leading":
            is_mixed = forecast_grain(state.kpis[one.kpi].grain) is not one.grain
            text = Message("ev-help-mixed") if is_mixed else Message("ev-help-untried", grain)
            yield EvidenceLine("unknown", text, Message("ev-word-untried"))
        return
    if share >= LEAST_HELP:
        word = Message("ev-word-lower", {"share": percent(share, state.locale)})
        yield EvidenceLine("good", Message("ev-help", grain), word)
        return
    if one.verdict.evidence in CLAIMS:
        word = (
            Message("ev-word-higher", {"share": percent(-share, state.locale)})
            if share <= -LEAST_HELP
            else Message("ev-word-no-help")
        )
        yield EvidenceLine("watch", Message("ev-help-none", grain), word)


def _steady(why: Explanation) -> Iterator[EvidenceLine]:
    if not why.windows:
        return
    is_steady = why.agreeing >= STEADY_SHARE * why.windows
    text = Message("ev-windows", {"agreeing": why.agreeing, "windows": why.windows})
    word = Message("ev-word-steady" if is_steady else "ev-word-mixed")
    yield EvidenceLine("good" if is_steady else "watch", text, word)


def _sure(state: State, one: IndicatorHealth) -> Iterator[EvidenceLine]:
    if not is_known(one.certainty):
        return
    kind = "likely" if one.verdict.evidence == "too_little" else "sure"
    word = Message(f"ev-word-{kind}", {"share": sure_text(one.certainty, state.locale)})
    text = Message(f"ev-sure-{one.verdict.evidence}")
    yield EvidenceLine("good" if one.certainty >= SURE else "watch", text, word)


def _points(state: State, one: IndicatorHealth) -> Iterator[EvidenceLine]:
    if one.verdict.points >= NEEDED_PERIODS:
        return
    if is_short(one):
        text = Message("ev-short", fewest_values(state, one))
        yield EvidenceLine("unknown", text, Message("ev-word-short"))
        return
    key = "ev-few-unclear" if one.verdict.evidence == "too_little" else "ev-few"
    text = Message(key, {"points": points_text(state, one), "needed": NEEDED_PERIODS})
    yield EvidenceLine("watch", text, Message("ev-word-few"))


def _season(state: State, one: IndicatorHealth, why: Explanation) -> Iterator[EvidenceLine]:
    """The warning that both have a season: holidays move many things at once."""
    if not why.season_periods or one.verdict.evidence not in CLAIMS:
        return
    days = max(why.season_periods) * DAYS_IN[points_grain(state, one)]
    season = next(name for name, least in _SEASONS.items() if days >= least)
    yield EvidenceLine("watch", Message(f"ev-season-{season}"), Message("ev-word-watch"))


def _set_aside(one: IndicatorHealth, why: Explanation) -> Iterator[EvidenceLine]:
    if not why.set_aside:
        return
    is_much = why.set_aside > MANY_SET_ASIDE * 2 * max(1, one.verdict.points)
    yield EvidenceLine(
        "watch" if is_much else "good",
        Message("ev-set-aside", {"count": why.set_aside}),
        Message("ev-word-many" if is_much else "ev-word-some"),
    )
